import type { SQLInputValue } from 'node:sqlite';
import type { Clock } from '../../base/clock';
import type { TaskRef, TaskState } from '../../tasks/task';
import type { TaskEditor } from '../../tasks/ports/taskEditor';
import type { TaskCount, TaskMatch, TaskQuery, TaskReader } from '../../tasks/ports/taskReader';
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

/** Counts of all tasks, and of those that match what was typed last. */
const maxCachedCounts = 4;

/** Creates the reader and the editor of tasks over a database. */
export function createTasks(database: SqlDatabase, deps: TasksDeps): TaskReader & TaskEditor {
  const { clock, feed, responses, samples, transitions, trash } = deps;
  const one = database.query<TaskRow>(
    `SELECT ${taskRowColumns} FROM tasks WHERE connection = :connection AND id = :id`,
  );
  // Counts are cached by revision: every change that affects a count, by any window, has a new one.
  const revision = database.query<{ revision: number }>('SELECT revision FROM counter');
  const cachedCounts = new Map<string, readonly TaskCount[]>();
  let countedRevision: number | undefined;
  // For a task tracked after it ended, only the service's own times give its duration.
  const durations = database.query<{ duration: number }>(
    `SELECT coalesce(ended_at - created_at, changed_at - tracked_at) AS duration FROM tasks
    WHERE connection = :connection AND ended = 1 AND state IN ('succeeded', 'partial', 'failed')
      AND coalesce(ended_at - created_at, changed_at - tracked_at) >= 5000
    ORDER BY listed_at DESC LIMIT 30`,
  );
  const insert = database.command(
    `INSERT INTO tasks (connection, id, provider, user_name, state, ended, tracked_at, changed_at, listed_at, next_poll_at,
      scheduled_at, due_at, revision, listed_revision)
    VALUES (:connection, :id, :provider, :name, '${firstState}', 0, :now, :now, :now, :now, :now, :now, :revision, :revision)
    ON CONFLICT (connection, id) DO UPDATE
    SET user_name = excluded.user_name, revision = excluded.revision, listed_revision = excluded.revision
    WHERE excluded.user_name IS NOT NULL AND excluded.user_name IS NOT user_name`,
  );
  const see = database.command('UPDATE tasks SET unseen = 0, revision = :revision WHERE unseen = 1');
  const setName = database.command(
    `UPDATE tasks SET user_name = :name, revision = :revision, listed_revision = :revision
    WHERE connection = :connection AND id = :id AND user_name IS NOT :name`,
  );

  const setMarks = database.command(
    `UPDATE tasks SET muted = coalesce(:muted, muted), pinned = coalesce(:pinned, pinned),
      unseen = iif(coalesce(:muted, muted), 0, unseen), revision = :revision
    WHERE connection = :connection AND id = :id
      AND (muted <> coalesce(:muted, muted) OR pinned <> coalesce(:pinned, pinned))`,
  );

  /** Whether the write-ahead log may still hold what was deleted, by this window or an earlier one. */
  let mayLogHoldDeleted = true;

  const rowOf = ({ connection, id }: TaskRef): TaskRow | undefined => one.get({ connection, id });
  const countTasks = (match: TaskMatch = {}): readonly TaskCount[] => {
    const current = revision.get()?.revision;
    const key = JSON.stringify([match.text, match.orConnections]);
    if (countedRevision !== current || cachedCounts.size >= maxCachedCounts) {
      cachedCounts.clear();
      countedRevision = current;
    }
    const cached = cachedCounts.get(key);
    if (cached) {
      return cached;
    }
    const { sql, parameters } = toCountStatement(match);
    const counts = database
      .query<CountRow>(sql)
      .all(parameters)
      .map((row) => ({ ...row, state: toState(row.state) }));
    cachedCounts.set(key, counts);
    return counts;
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
    response: (ref) =>
      database.read(() => {
        const row = rowOf(ref);
        return row && responses.raw(row.key)?.value;
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
        const { sql, parameters } = toPageStatement(query, 'connection, id, provider');
        return database.query<TaskRef & { readonly provider: string }>(sql).all(parameters);
      }),
    counts: (match) => database.read(() => countTasks(match)),

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
    mark(refs, { isMuted, isPinned }) {
      const marks = { muted: toFlag(isMuted), pinned: toFlag(isPinned) };
      feed.write((revision) => {
        for (const { connection, id } of refs) {
          setMarks({ connection, id, ...marks, revision });
        }
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
    removeEnded: (ended) => feed.write((revision) => trash.ended(ended, clock.now(), revision)),
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
  start: 'started_at DESC, tasks.key',
  name: 'name COLLATE NOCASE, tasks.key',
  tracked: 'tracked_at DESC, tasks.key',
};

/** A condition of a statement on `tasks`, with its parameters. */
interface Condition {
  readonly where: string;
  readonly parameters: Record<string, SQLInputValue>;
}

/** @param columns of `tasks` */
function toPageStatement(query: TaskQuery, columns: string): { sql: string; parameters: Condition['parameters'] } {
  const { provider, connection, states, isUnseen, order, offset = 0, limit } = query;
  const { where, parameters } = allOf([
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
    ...toMatchConditions(query),
  ]);
  return {
    sql: `SELECT ${columns} FROM tasks ${where} ORDER BY ${orders[order]} LIMIT :limit OFFSET :offset`,
    parameters: { ...parameters, limit, offset },
  };
}

function toCountStatement(match: TaskMatch): { sql: string; parameters: Condition['parameters'] } {
  const { where, parameters } = allOf(toMatchConditions(match));
  const sql = `SELECT connection, provider, state, count(*) AS count, count(stale_since) AS stale, sum(unseen) AS unseen
    FROM tasks ${where} GROUP BY connection, provider, state`;
  return { sql, parameters };
}

function allOf(conditions: readonly Condition[]): Condition {
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.map(({ where }) => where).join(' AND ')}`,
    parameters: Object.assign({}, ...conditions.map(({ parameters }) => parameters)) as Condition['parameters'],
  };
}

function toMatchConditions(match: TaskMatch): readonly Condition[] {
  const { orConnections = [] } = match;
  const text = match.text?.toLowerCase() ?? '';
  if (text === '') {
    return [];
  }
  // SQLite's own function ignores case in ASCII only, but takes a fifth of the time.
  const contains = hasCaseBeyondAscii(text)
    ? (place: string) => `(octet_length(${place}) > length(${place}) AND instr(folded(${place}), :text) > 0)`
    : (place: string) => `instr(lower(${place}), :text) > 0`;
  const places = ['name', 'id', "json_extract(error, '$.message')"].map(contains);
  const parameters = { text };
  return orConnections.length === 0
    ? [{ where: `(${places.join(' OR ')})`, parameters }]
    : [
        {
          where: `(${places.join(' OR ')} OR connection IN (SELECT value FROM json_each(:orConnections)))`,
          parameters: { ...parameters, orConnections: JSON.stringify(orConnections) },
        },
      ];
}

function hasCaseBeyondAscii(text: string): boolean {
  const others = text.replace(/\p{ASCII}+/gu, '');
  return others.toLowerCase() !== others.toUpperCase();
}

function toFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

// With an empty name, the service's name or the id is shown again.
function toGivenName(name: string | undefined): string | null {
  const trimmed = name?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
