import type { Outbox } from '../../tasks/ports/outbox';
import type { Settlement } from '../../tasks/ports/pollQueue';
import { taskRowColumns, toState, toTask, type TaskRow } from './taskRow';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** The outbox, with its internal method for writing results. Removing a task deletes its notices for good. */
export interface OutboxTable extends Outbox {
  /** Adds a notice inside the caller's transaction. @param task key of the task's row */
  add(task: number, transition: NonNullable<Settlement['transition']>, revision: number): void;
}

interface NoticeRow extends TaskRow {
  readonly sequence: number;
  readonly from_state: string;
  readonly to_state: string;
  readonly at: number;
}

/** Creates the outbox over a database. */
export function createOutbox(database: SqlDatabase): OutboxTable {
  const insert = database.command(
    `INSERT INTO notices (task, from_state, to_state, at, revision) VALUES (:task, :from, :to, :at, :revision)`,
  );
  const free = database.query<NoticeRow>(
    `SELECT sequence, from_state, to_state, at, ${taskRowColumns}
    FROM notices JOIN tasks ON tasks.key = notices.task
    WHERE notices.claim_expires_at IS NULL OR notices.claim_expires_at <= :now
    ORDER BY sequence LIMIT :limit`,
  );
  const take = database.command(
    'UPDATE notices SET claim_expires_at = :until WHERE sequence IN (SELECT value FROM json_each(:sequences))',
  );
  const remove = database.command('DELETE FROM notices WHERE sequence IN (SELECT value FROM json_each(:sequences))');

  return {
    add(task, { from, to, at }, revision) {
      insert({ task, from, to, at, revision });
    },
    claim: (now, until, limit) =>
      database.transact(() => {
        const rows = free.all({ now, limit });
        take({ sequences: JSON.stringify(rows.map(({ sequence }) => sequence)), until });
        return rows.map((row) => ({
          sequence: row.sequence,
          task: toTask(row),
          from: toState(row.from_state),
          to: toState(row.to_state),
          at: row.at,
        }));
      }),
    settle(sequences) {
      database.transact(() => {
        remove({ sequences: JSON.stringify(sequences) });
      });
    },
  };
}
