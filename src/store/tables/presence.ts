import type { PresenceStore } from '../../tasks/ports/presenceStore';
import { bestPresence } from '../../tasks/presence';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Creates the {@link PresenceStore} of one window over a database. */
export function createPresence(database: SqlDatabase, windowId: string): PresenceStore {
  const levels = database.query<{ readonly level: string }>('SELECT level FROM presence WHERE until > :now');
  // A killed window leaves its row behind. A row that is valid too far ahead was written before the clock moved back.
  const forget = database.command(
    'DELETE FROM presence WHERE window = :window OR until <= :now OR until > 2 * :until - :now',
  );
  const insert = database.command('INSERT INTO presence (window, level, until) VALUES (:window, :level, :until)');
  return {
    note(level, now, until) {
      database.transact(() => {
        forget({ window: windowId, now, until });
        if (level !== 'background') {
          insert({ window: windowId, level, until });
        }
      });
    },
    best: (now) => database.read(() => bestPresence(levels.all({ now }).map(({ level }) => level))),
  };
}
