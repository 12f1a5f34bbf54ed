import { bestPresence, type PresenceLevel } from '../../tasks/presence';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Where the user's eyes are, in any window, and what is asked sooner for it. Runs inside the caller's transaction. */
export interface PresenceTable {
  note(level: PresenceLevel, now: number, until: number): void;
  best(now: number): PresenceLevel;
  moveEarlier(tasks: readonly TrackedTask[]): boolean;
}

/** Creates the attention of one window, and its view of the others', over a database. */
export function createPresence(database: SqlDatabase, windowId: string): PresenceTable {
  const levels = database.query<{ readonly level: string }>('SELECT level FROM presence WHERE until > :now');
  // Killed windows leave theirs behind. An end that is far off was written before the clock was set back.
  const forget = database.command(
    'DELETE FROM presence WHERE window = :window OR until <= :now OR until > 2 * :until - :now',
  );
  const insert = database.command('INSERT INTO presence (window, level, until) VALUES (:window, :level, :until)');
  // Whoever was answered for since it was read has a better time already. What is claimed may be given back unasked.
  const moveEarlier = database.command(
    `UPDATE tasks SET next_poll_at = :at, due_at = CASE WHEN claim_expires_at IS NULL THEN :at ELSE due_at END
    WHERE connection = :connection AND id = :id AND ended = 0 AND next_poll_at > :at
      AND stale_since IS NULL AND last_response_at = :last_response_at`,
  );

  return {
    note(level, now, until) {
      forget({ window: windowId, now, until });
      if (level !== 'background') {
        insert({ window: windowId, level, until });
      }
    },
    best: (now) => bestPresence(levels.all({ now }).map(({ level }) => level)),
    moveEarlier(tasks) {
      const changed = tasks.map(({ connection, id, lastResponseAt, nextPollAt }) =>
        moveEarlier({ connection, id, last_response_at: lastResponseAt ?? null, at: nextPollAt ?? null }),
      );
      return changed.some((rows) => rows > 0);
    },
  };
}
