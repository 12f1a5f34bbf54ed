import type { TaskRef } from '../../tasks/task';
import type { EndedTasks, RemovedTasks } from '../../tasks/ports/taskEditor';
import { storedTaskColumns, taskRowColumns, toTask, type TaskRow } from './taskRow';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import { createConnectionStateBackups, type ConnectionStateBackup } from './connectionStateBackup';

/**
 * Soft delete: moves removed tasks to `removed_tasks`, where they stay for a day, and restores them. So Undo needs no
 * copy in memory, and other windows see which tasks were removed. Runs inside the caller's transaction.
 */
export interface Trash {
  refs(refs: readonly TaskRef[], now: number, revision: number): RemovedTasks;
  connection(connection: string, now: number, revision: number): RemovedTasks;
  ended(ended: EndedTasks, now: number, revision: number): RemovedTasks;
  /** Restores tasks, except those that were tracked again meanwhile. Tasks that have not ended are due at `now`. */
  restore(removed: RemovedTasks, now: number, revision: number): void;
  /**
   * Deletes for good up to `limit` tasks that were removed more than a day before `now`.
   * @returns the number of deleted tasks
   */
  purge(limit: number, now: number): number;
}

/** How long removed tasks stay: users may press Undo in the list of notifications hours later. */
const retentionMs = 24 * 60 * 60 * 1_000;

/** The content of {@link RemovedTasks.backup}. */
class TrashBackup {
  constructor(
    /** Keys of the rows in `removed_tasks`. */
    readonly keys: readonly number[],
    /** The state of the connection, if it was removed with its tasks. */
    readonly state?: ConnectionStateBackup,
  ) {}
}

/** Creates the trash over a database. */
export function createTrash(database: SqlDatabase): Trash {
  const oneRow = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection AND id = :id`,
  );
  const rowsOf = database.query<TaskRow>(`SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection`);
  const connectionStates = createConnectionStateBackups(database);
  const endedRows = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks
    WHERE ended = 1 AND pinned = 0 AND (:before IS NULL OR listed_at < :before)
      AND (:connections IS NULL OR connection IN (SELECT value FROM json_each(:connections)))
    LIMIT :limit`,
  );
  const copyToTrash = database.command(
    `INSERT INTO removed_tasks (${storedTaskColumns}, removed_at)
    SELECT ${storedTaskColumns}, :now FROM tasks WHERE key IN (SELECT value FROM json_each(:keys))`,
  );
  const setRevision = database.command(
    'UPDATE removed_tasks SET revision = :revision WHERE key IN (SELECT value FROM json_each(:keys))',
  );
  const remove = database.command('DELETE FROM tasks WHERE key IN (SELECT value FROM json_each(:keys))');
  const copyBack = database.command(
    `INSERT OR IGNORE INTO tasks (${storedTaskColumns})
    SELECT ${storedTaskColumns} FROM removed_tasks WHERE key IN (SELECT value FROM json_each(:keys))`,
  );
  const resetRestored = database.command(
    `UPDATE tasks SET
      next_poll_at = CASE ended WHEN 0 THEN :now END, scheduled_at = :now,
      due_at = CASE ended WHEN 0 THEN :now END,
      claim_token = NULL, claim_expires_at = NULL, revision = :revision, listed_revision = :revision
    WHERE key IN (SELECT key FROM removed_tasks WHERE key IN (SELECT value FROM json_each(:keys)))`,
  );
  const deleteRestored = database.command(
    `DELETE FROM removed_tasks
    WHERE key IN (SELECT value FROM json_each(:keys)) AND key IN (SELECT key FROM tasks)`,
  );
  const expired = database.query<{ readonly key: number }>(
    'SELECT key FROM removed_tasks WHERE removed_at < :before LIMIT :limit',
  );
  const purges = [
    ...['responses', 'item_pages', 'samples', 'transitions'].map((table) => ({ table, column: 'task' })),
    { table: 'removed_tasks', column: 'key' },
  ].map(({ table, column }) =>
    database.command(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(:keys))`),
  );

  const move = (
    rows: readonly TaskRow[],
    now: number,
    revision: number,
    state?: ConnectionStateBackup,
  ): RemovedTasks => {
    const backup = new TrashBackup(
      rows.map(({ key }) => key),
      state,
    );
    const keys = JSON.stringify(backup.keys);
    copyToTrash({ keys, now });
    setRevision({ keys, revision });
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
    ended({ connections, before = null, limit }, now, revision) {
      const named = connections ? JSON.stringify(connections) : null;
      return move(endedRows.all({ connections: named, before, limit }), now, revision);
    },
    restore({ backup }, now, revision) {
      if (backup instanceof TrashBackup) {
        const keys = JSON.stringify(backup.keys);
        copyBack({ keys });
        resetRestored({ keys, now, revision });
        deleteRestored({ keys });
        if (backup.state) {
          connectionStates.putBack(backup.state, revision);
        }
      }
    },
    purge(limit, now) {
      const keys = expired.all({ before: now - retentionMs, limit }).map(({ key }) => key);
      if (keys.length > 0) {
        for (const purge of purges) {
          purge({ keys: JSON.stringify(keys) });
        }
      }
      return keys.length;
    },
  };
}
