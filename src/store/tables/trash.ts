import type { TaskRef } from '../../tasks/task';
import type { RemovedTasks } from '../../tasks/ports/taskEditor';
import { storedTaskColumns, taskRowColumns, toTask, type TaskRow } from './taskRow';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import { createConnectionStateBackups, type ConnectionStateBackup } from './connectionStateBackup';

/**
 * Takes tasks out of the list and puts them back. What is removed stays in the file for a day, in `removed_tasks`: so
 * that nothing large is read to keep it in memory, and so that other windows learn what is gone. Runs inside the
 * caller's transaction.
 */
export interface Trash {
  refs(refs: readonly TaskRef[], now: number, revision: number): RemovedTasks;
  connection(connection: string, now: number, revision: number): RemovedTasks;
  ended(limit: number, now: number, revision: number): RemovedTasks;
  /** Puts back what nobody tracked anew meanwhile; what has not ended is due at `now`. */
  restore(removed: RemovedTasks, now: number, revision: number): void;
  /**
   * Forgets for good up to `limit` tasks that were removed more than a day before `now`.
   * @returns how many those were
   */
  purge(limit: number, now: number): number;
}

/** An Undo may be pressed in the list of notifications hours later. Milliseconds. */
const keptFor = 24 * 60 * 60 * 1_000;

/** What {@link RemovedTasks.backup} is here. */
class Removed {
  constructor(
    /** Keys of the rows in `removed_tasks`. */
    readonly keys: readonly number[],
    /** What the windows knew of the connection, where it went with its tasks. */
    readonly state?: ConnectionStateBackup,
  ) {}
}

/** Creates the removal over a database. */
export function createTrash(database: SqlDatabase): Trash {
  const oneRow = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection AND id = :id`,
  );
  const rowsOf = database.query<TaskRow>(`SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection`);
  const connectionStates = createConnectionStateBackups(database);
  const endedRows = database.query<TaskRow>(`SELECT ${taskRowColumns} FROM tasks WHERE ended = 1 LIMIT :limit`);
  const keep = database.command(
    `INSERT INTO removed_tasks (${storedTaskColumns}, removed_at)
    SELECT ${storedTaskColumns}, :now FROM tasks WHERE key IN (SELECT value FROM json_each(:keys))`,
  );
  const mark = database.command(
    'UPDATE removed_tasks SET revision = :revision WHERE key IN (SELECT value FROM json_each(:keys))',
  );
  const remove = database.command('DELETE FROM tasks WHERE key IN (SELECT value FROM json_each(:keys))');
  const putBack = database.command(
    `INSERT OR IGNORE INTO tasks (${storedTaskColumns})
    SELECT ${storedTaskColumns} FROM removed_tasks WHERE key IN (SELECT value FROM json_each(:keys))`,
  );
  const revive = database.command(
    `UPDATE tasks SET
      next_poll_at = CASE ended WHEN 0 THEN :now END, due_at = CASE ended WHEN 0 THEN :now END,
      claim_token = NULL, claim_expires_at = NULL, revision = :revision, listed_revision = :revision
    WHERE key IN (SELECT key FROM removed_tasks WHERE key IN (SELECT value FROM json_each(:keys)))`,
  );
  const forgetPutBack = database.command(
    `DELETE FROM removed_tasks
    WHERE key IN (SELECT value FROM json_each(:keys)) AND key IN (SELECT key FROM tasks)`,
  );
  const old = database.query<{ readonly key: number }>(
    'SELECT key FROM removed_tasks WHERE removed_at < :before LIMIT :limit',
  );
  const forgetting = [
    ...['responses', 'item_pages', 'samples'].map((table) => ({ table, column: 'task' })),
    { table: 'removed_tasks', column: 'key' },
  ].map(({ table, column }) =>
    database.command(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(:keys))`),
  );

  const move = (
    rows: readonly TaskRow[],
    now: number,
    revision: number,
    standingBefore?: ConnectionStateBackup,
  ): RemovedTasks => {
    const backup = new Removed(
      rows.map(({ key }) => key),
      standingBefore,
    );
    const keys = JSON.stringify(backup.keys);
    keep({ keys, now });
    mark({ keys, revision });
    remove({ keys });
    return { tasks: rows.map(toTask), backup };
  };

  return {
    refs(refs, now, revision) {
      const rows = refs.map(({ connection, id }) => oneRow.get({ connection, id })).filter((row) => row !== undefined);
      return move([...new Map(rows.map((row) => [row.key, row])).values()], now, revision);
    },
    connection: (connection, now, revision) =>
      move(rowsOf.all({ connection }), now, revision, connectionStates.take(connection)),
    ended: (limit, now, revision) => move(endedRows.all({ limit }), now, revision),
    restore({ backup }, now, revision) {
      if (backup instanceof Removed) {
        const keys = JSON.stringify(backup.keys);
        putBack({ keys });
        revive({ keys, now, revision });
        forgetPutBack({ keys });
        if (backup.state) {
          connectionStates.putBack(backup.state, revision);
        }
      }
    },
    purge(limit, now) {
      const keys = old.all({ before: now - keptFor, limit }).map(({ key }) => key);
      if (keys.length > 0) {
        for (const forget of forgetting) {
          forget({ keys: JSON.stringify(keys) });
        }
      }
      return keys.length;
    },
  };
}
