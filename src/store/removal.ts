import type { TaskRef } from '../tasks/task';
import type { RemovedTasks } from '../tasks/taskRepository';
import { storedTaskColumns, taskRowColumns, toTask, type TaskRow } from './rows';
import type { SqlDatabase } from './sqlDatabase';
import { createStandingBackups, type StandingBackup } from './standingBackup';

/**
 * Takes tasks out of the list and puts them back. What is removed stays in the file for a day, in `removed_tasks`: so
 * that nothing large is read to keep it in memory, and so that other windows learn what is gone. Runs inside the
 * caller's transaction.
 */
export interface Removal {
  refs(refs: readonly TaskRef[], now: number, revision: number): RemovedTasks;
  connection(connection: string, now: number, revision: number): RemovedTasks;
  ended(now: number, revision: number): RemovedTasks;
  /** Puts back what nobody tracked anew meanwhile; what has not ended is due at `now`. */
  restore(removed: RemovedTasks, now: number, revision: number): void;
  /** Whether {@link Removal.prune} would find anything. */
  isPrunable(now: number): boolean;
  /** Forgets for good what was removed more than a day before `now`. */
  prune(now: number): void;
}

/** An Undo may be pressed in the list of notifications hours later. Milliseconds. */
const keptFor = 24 * 60 * 60 * 1_000;

/** What {@link RemovedTasks.backup} is here. */
class Removed {
  constructor(
    /** Keys of the rows in `removed_tasks`. */
    readonly keys: readonly number[],
    /** What the windows knew of the connection, where it went with its tasks. */
    readonly standing?: StandingBackup,
  ) {}
}

/** Creates the removal over a database. */
export function createRemoval(database: SqlDatabase): Removal {
  const oneRow = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection AND id = :id`,
  );
  const rowsOf = database.query<TaskRow>(`SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection`);
  const standings = createStandingBackups(database);
  const endedRows = database.query<TaskRow>(`SELECT ${taskRowColumns} FROM tasks WHERE ended = 1`);
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
  const anyOld = database.query<object>('SELECT 1 FROM removed_tasks WHERE removed_at < :before LIMIT 1');
  const prune = ['answers', 'item_parts', 'samples'].map((table) =>
    database.command(`DELETE FROM ${table} WHERE task IN (SELECT key FROM removed_tasks WHERE removed_at < :before)`),
  );
  const forgetOld = database.command('DELETE FROM removed_tasks WHERE removed_at < :before');

  const isPrunable = (now: number): boolean => anyOld.get({ before: now - keptFor }) !== undefined;
  const pruneOld = (now: number): void => {
    for (const forget of [...prune, forgetOld]) {
      forget({ before: now - keptFor });
    }
  };
  const move = (
    rows: readonly TaskRow[],
    now: number,
    revision: number,
    standingBefore?: StandingBackup,
  ): RemovedTasks => {
    const backup = new Removed(
      rows.map(({ key }) => key),
      standingBefore,
    );
    const keys = JSON.stringify(backup.keys);
    pruneOld(now);
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
      move(rowsOf.all({ connection }), now, revision, standings.take(connection)),
    ended: (now, revision) => move(endedRows.all(), now, revision),
    restore({ backup }, now, revision) {
      if (backup instanceof Removed) {
        const keys = JSON.stringify(backup.keys);
        putBack({ keys });
        revive({ keys, now, revision });
        forgetPutBack({ keys });
        if (backup.standing) {
          standings.putBack(backup.standing, revision);
        }
      }
    },
    isPrunable,
    prune: pruneOld,
  };
}
