import type { TaskRef } from '../../tasks/task';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Makes tasks due. Runs inside the caller's transaction. */
export interface DueTimes {
  /** Makes tasks due, ended ones included; leased ones when their lease ends. */
  make(refs: readonly TaskRef[], now: number): void;
  /** Makes all tasks that have not ended due, of one connection or of all. */
  makeAll(connection: string | undefined, now: number): void;
}

const makeItDue = `UPDATE tasks SET next_poll_at = :now, scheduled_at = :now,
    due_at = CASE WHEN claim_expires_at > :now THEN due_at ELSE :now END
  WHERE (next_poll_at IS NULL OR next_poll_at > :now)`;

/** Creates {@link DueTimes} over a database. */
export function createDueTimes(database: SqlDatabase): DueTimes {
  const makeOne = database.command(`${makeItDue} AND connection = :connection AND id = :id`);
  const makeAll = database.command(`${makeItDue} AND ended = 0`);
  const makeAllOf = database.command(`${makeItDue} AND ended = 0 AND connection = :connection`);
  return {
    make(refs, now) {
      for (const { connection, id } of refs) {
        makeOne({ connection, id, now });
      }
    },
    makeAll(connection, now) {
      if (connection === undefined) {
        makeAll({ now });
      } else {
        makeAllOf({ connection, now });
      }
    },
  };
}
