import type { SQLInputValue } from 'node:sqlite';
import type { TaskRef, TaskState } from '../../tasks/task';
import type { NewTask, TaskCount, TaskQuery } from '../../tasks/taskRepository';
import type { TrackedTask } from '../../tasks/trackedTask';
import { taskRowColumns, toState, toTask, type TaskRow } from './taskRow';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** The list of tasks itself: what is in it, and what the user puts there. Runs inside the caller's transaction. */
export interface TaskList {
  row(ref: TaskRef): TaskRow | undefined;
  page(query: TaskQuery): readonly TrackedTask[];
  counts(): readonly TaskCount[];
  durations(connection: string): readonly number[];
  /** Adds what is not there, due at `now`; a name that is given replaces the one that is there. */
  add(tasks: readonly NewTask[], now: number, revision: number): void;
  rename(ref: TaskRef, name: string, revision: number): void;
}

interface CountRow {
  readonly connection: string;
  readonly provider: string;
  readonly state: string;
  readonly count: number;
  readonly stale: number;
}

const firstState: TaskState = 'unknown';

/** Creates the list over a database. */
export function createTaskList(database: SqlDatabase): TaskList {
  const one = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection AND id = :id`,
  );
  const count = database.query<CountRow>(
    `SELECT connection, provider, state, count(*) AS count, count(stale_since) AS stale
    FROM tasks GROUP BY connection, provider, state`,
  );
  // Every change that could count differently has a revision of its own, whichever window made it.
  const revision = database.query<{ revision: number }>('SELECT revision FROM counter');
  let counted: { readonly revision: number | undefined; readonly counts: readonly TaskCount[] } | undefined;
  // Who was tracked only after its end tells how long it took by the service's times alone.
  const durations = database.query<{ duration: number }>(
    `SELECT coalesce(ended_at - created_at, changed_at - tracked_at) AS duration FROM tasks
    WHERE connection = :connection AND ended = 1 AND state IN ('succeeded', 'partial', 'failed')
      AND coalesce(ended_at - created_at, changed_at - tracked_at) >= 5000
    ORDER BY listed_at DESC LIMIT 30`,
  );
  const insert = database.command(
    `INSERT INTO tasks (connection, id, provider, user_name, state, ended, tracked_at, changed_at, next_poll_at, due_at,
      revision, listed_revision)
    VALUES (:connection, :id, :provider, :name, '${firstState}', 0, :now, :now, :now, :now, :revision, :revision)
    ON CONFLICT (connection, id) DO UPDATE
    SET user_name = excluded.user_name, revision = excluded.revision, listed_revision = excluded.revision
    WHERE excluded.user_name IS NOT NULL AND excluded.user_name IS NOT user_name`,
  );
  const setName = database.command(
    `UPDATE tasks SET user_name = :name, revision = :revision, listed_revision = :revision
    WHERE connection = :connection AND id = :id AND user_name IS NOT :name`,
  );

  return {
    row: ({ connection, id }) => one.get({ connection, id }),
    page(query) {
      const { sql, parameters } = toPageStatement(query);
      return database.query<TaskRow>(sql).all(parameters).map(toTask);
    },
    counts() {
      const current = revision.get()?.revision;
      if (counted?.revision !== current) {
        counted = { revision: current, counts: count.all().map((row) => ({ ...row, state: toState(row.state) })) };
      }
      return counted?.counts ?? [];
    },
    durations: (connection) => durations.all({ connection }).map(({ duration }) => duration),
    add(tasks, now, revision) {
      for (const { connection, id, provider, name } of tasks) {
        insert({ connection, id, provider, name: toGivenName(name), now, revision });
      }
    },
    rename({ connection, id }, name, revision) {
      setName({ connection, id, name: toGivenName(name), revision });
    },
  };
}

const orders: Readonly<Record<TaskQuery['order'], string>> = {
  activity: 'ended, listed_at DESC, tasks.key',
  name: 'name COLLATE NOCASE, tasks.key',
  tracked: 'tracked_at DESC, tasks.key',
};

function toPageStatement(query: TaskQuery): { sql: string; parameters: Record<string, SQLInputValue> } {
  const { connection, states, text, order, offset = 0, limit } = query;
  const filters: readonly { where: string; parameters: Record<string, SQLInputValue> }[] = [
    ...(connection === undefined ? [] : [{ where: 'connection = :connection', parameters: { connection } }]),
    ...(states === undefined
      ? []
      : [
          {
            where: 'state IN (SELECT value FROM json_each(:states))',
            parameters: { states: JSON.stringify(states) },
          },
        ]),
    ...(text === undefined || text === ''
      ? []
      : [
          {
            where: '(instr(folded(name), :text) > 0 OR instr(folded(id), :text) > 0)',
            parameters: { text: text.toLowerCase() },
          },
        ]),
  ];
  const where = filters.length === 0 ? '' : `WHERE ${filters.map((filter) => filter.where).join(' AND ')}`;
  return {
    sql: `SELECT ${taskRowColumns} FROM tasks ${where} ORDER BY ${orders[order]} LIMIT :limit OFFSET :offset`,
    parameters: Object.assign({ limit, offset }, ...filters.map((filter) => filter.parameters)) as Record<
      string,
      SQLInputValue
    >,
  };
}

// An empty name is none: the service's or the id shows again.
function toGivenName(name: string | undefined): string | null {
  const trimmed = name?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
