import type { SQLInputValue } from 'node:sqlite';
import type { Clock } from '../../base/clock';
import type { TaskRef, TaskState } from '../../tasks/task';
import type { TaskEditor } from '../../tasks/ports/taskEditor';
import type { TaskCount, TaskQuery, TaskReader } from '../../tasks/ports/taskReader';
import type { ChangeFeed } from '../changeFeed';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import type { Responses } from './responses';
import type { Samples } from './samples';
import type { Transitions } from './transitions';
import { taskRowColumns, toProgress, toState, toTask, type TaskRow } from './taskRow';
import type { Trash } from './trash';

/** What the table of tasks needs. */
interface TasksDeps {
  readonly clock: Clock;
  readonly feed: ChangeFeed;
  readonly responses: Responses;
  readonly samples: Samples;
  readonly transitions: Transitions;
  readonly trash: Trash;
}

interface CountRow {
  readonly connection: string;
  readonly provider: string;
  readonly state: string;
  readonly count: number;
  readonly stale: number;
  readonly unseen: number;
}

const firstState: TaskState = 'unknown';

/** Creates the reader and the editor of tasks over a database. */
export function createTasks(database: SqlDatabase, deps: TasksDeps): TaskReader & TaskEditor {
  const { clock, feed, responses, samples, transitions, trash } = deps;
  const one = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection AND id = :id`,
  );
  const count = database.query<CountRow>(
    `SELECT connection, provider, state, count(*) AS count, count(stale_since) AS stale, sum(unseen) AS unseen
    FROM tasks GROUP BY connection, provider, state`,
  );
  // Counts are cached by revision: every change that affects a count, by any window, has a new one.
  const revision = database.query<{ revision: number }>('SELECT revision FROM counter');
  let cachedCounts: { readonly revision: number | undefined; readonly counts: readonly TaskCount[] } | undefined;
  // For a task tracked after it ended, only the service's own times give its duration.
  const durations = database.query<{ duration: number }>(
    `SELECT coalesce(ended_at - created_at, changed_at - tracked_at) AS duration FROM tasks
    WHERE connection = :connection AND ended = 1 AND state IN ('succeeded', 'partial', 'failed')
      AND coalesce(ended_at - created_at, changed_at - tracked_at) >= 5000
    ORDER BY listed_at DESC LIMIT 30`,
  );
  const insert = database.command(
    `INSERT INTO tasks (connection, id, provider, user_name, state, ended, tracked_at, changed_at, next_poll_at, scheduled_at,
      due_at, revision, listed_revision)
    VALUES (:connection, :id, :provider, :name, '${firstState}', 0, :now, :now, :now, :now, :now, :revision, :revision)
    ON CONFLICT (connection, id) DO UPDATE
    SET user_name = excluded.user_name, revision = excluded.revision, listed_revision = excluded.revision
    WHERE excluded.user_name IS NOT NULL AND excluded.user_name IS NOT user_name`,
  );
  const see = database.command('UPDATE tasks SET unseen = 0, revision = :revision WHERE unseen = 1');
  const setName = database.command(
    `UPDATE tasks SET user_name = :name, revision = :revision, listed_revision = :revision
    WHERE connection = :connection AND id = :id AND user_name IS NOT :name`,
  );

  /** Whether the write-ahead log may still hold what was deleted, by this window or an earlier one. */
  let mayLogHoldDeleted = true;

  const rowOf = ({ connection, id }: TaskRef): TaskRow | undefined => one.get({ connection, id });
  const countTasks = (): readonly TaskCount[] => {
    const current = revision.get()?.revision;
    if (cachedCounts?.revision !== current) {
      cachedCounts = { revision: current, counts: count.all().map((row) => ({ ...row, state: toState(row.state) })) };
    }
    return cachedCounts?.counts ?? [];
  };

  return {
    get: (ref) =>
      database.read(() => {
        const row = rowOf(ref);
        return row && toTask(row);
      }),
    snapshot: (ref) =>
      database.read(() => {
        const row = rowOf(ref);
        const progress = row && toProgress(row);
        const raw = row && responses.raw(row.key);
        return row && progress && raw && { ...progress, items: responses.allItems(row.key), raw: raw.value };
      }),
    items: (ref, offset, limit) =>
      database.read(() => {
        const row = rowOf(ref);
        return row ? responses.items(row.key, offset, limit) : [];
      }),
    samples: (ref) =>
      database.read(() => {
        const row = rowOf(ref);
        return row ? samples.of(row.key) : [];
      }),
    transitions: (ref) =>
      database.read(() => {
        const row = rowOf(ref);
        return row ? transitions.of(row.key) : [];
      }),
    durations: (connection) => database.read(() => durations.all({ connection }).map(({ duration }) => duration)),
    page: (query) =>
      database.read(() => {
        const { sql, parameters } = toPageStatement(query, taskRowColumns);
        return database.query<TaskRow>(sql).all(parameters).map(toTask);
      }),
    pageRefs: (query) =>
      database.read(() => {
        const { sql, parameters } = toPageStatement(query, 'connection, id');
        return database.query<TaskRef>(sql).all(parameters);
      }),
    counts: () => database.read(countTasks),

    track: (tasks, now) =>
      feed.write((revision) => {
        for (const { connection, id, provider, name } of tasks) {
          insert({ connection, id, provider, name: toGivenName(name), now, revision });
        }
        return tasks.map(rowOf).flatMap((row) => (row ? [toTask(row)] : []));
      }),
    rename({ connection, id }, name) {
      feed.write((revision) => {
        setName({ connection, id, name: toGivenName(name), revision });
      });
    },
    markSeen() {
      if (countTasks().some(({ unseen }) => unseen > 0)) {
        feed.write((revision) => {
          see({ revision });
        });
      }
    },
    remove: (refs) => feed.write((revision) => trash.refs(refs, clock.now(), revision)),
    removeOf: (connection) => feed.write((revision) => trash.connection(connection, clock.now(), revision)),
    removeEnded: (limit) => feed.write((revision) => trash.ended(limit, clock.now(), revision)),
    restore(removed) {
      feed.write((revision) => {
        trash.restore(removed, clock.now(), revision);
      });
    },
    purge(limit) {
      const deleted = database.transact(() => trash.purge(limit, clock.now()));
      mayLogHoldDeleted ||= deleted > 0;
      if (deleted < limit && mayLogHoldDeleted) {
        mayLogHoldDeleted = !database.checkpoint();
      }
      return deleted;
    },
  };
}

const orders: Readonly<Record<TaskQuery['order'], string>> = {
  activity: 'ended, listed_at DESC, tasks.key',
  name: 'name COLLATE NOCASE, tasks.key',
  tracked: 'tracked_at DESC, tasks.key',
};

/** @param columns of `tasks` */
function toPageStatement(
  query: TaskQuery,
  columns: string,
): { sql: string; parameters: Record<string, SQLInputValue> } {
  const { provider, connection, states, isUnseen, text, order, offset = 0, limit } = query;
  const filters: readonly { where: string; parameters: Record<string, SQLInputValue> }[] = [
    ...(connection === undefined ? [] : [{ where: 'connection = :connection', parameters: { connection } }]),
    ...(provider === undefined ? [] : [{ where: 'provider = :provider', parameters: { provider } }]),
    ...(isUnseen ? [{ where: 'unseen = 1', parameters: {} }] : []),
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
    sql: `SELECT ${columns} FROM tasks ${where} ORDER BY ${orders[order]} LIMIT :limit OFFSET :offset`,
    parameters: Object.assign({ limit, offset }, ...filters.map((filter) => filter.parameters)) as Record<
      string,
      SQLInputValue
    >,
  };
}

// With an empty name, the service's name or the id is shown again.
function toGivenName(name: string | undefined): string | null {
  const trimmed = name?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
