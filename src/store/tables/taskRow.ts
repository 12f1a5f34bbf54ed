import type { SQLInputValue } from 'node:sqlite';
import { omitUndefined } from '../../base/omitUndefined';
import type { RequestFailure } from '../../http/failure';
import { isEnded, taskStates, type Fact, type Progress, type TaskError, type TaskState } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';

/** A row of `tasks` with the columns of a {@link TrackedTask}. */
export interface TaskRow {
  readonly key: number;
  readonly connection: string;
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly state: string;
  readonly response_state: string | null;
  readonly raw_state: string | null;
  readonly percent: number | null;
  readonly completed: number | null;
  readonly failed: number | null;
  readonly total: number | null;
  readonly created_at: number | null;
  readonly ended_at: number | null;
  readonly error: string | null;
  readonly facts: string | null;
  readonly link: string | null;
  readonly item_count: number;
  readonly tracked_at: number;
  readonly last_response_at: number | null;
  readonly changed_at: number;
  readonly next_poll_at: number | null;
  readonly retry_at: number | null;
  readonly stale_since: number | null;
  readonly stale_failure: string | null;
  readonly failures: number;
  readonly muted: number;
  readonly pinned: number;
}

/** The columns of a {@link TaskRow}, for a SELECT from `tasks`. */
export const taskRowColumns = `tasks.key, connection, id, provider, name, state, response_state, raw_state, percent,
  completed, failed, total, created_at, ended_at, error, facts, link, item_count, tracked_at, last_response_at,
  changed_at, next_poll_at, retry_at, stale_since, stale_failure, failures, muted, pinned`;

/** Every column of `tasks` that is not computed, for moving a row to `removed_tasks` and back. */
export const storedTaskColumns = `key, connection, id, provider, user_name, service_name, state, ended, response_state,
  raw_state, percent, completed, failed, total, created_at, ended_at, error, facts, link, item_count, tracked_at,
  last_response_at, changed_at, listed_at, next_poll_at, retry_at, scheduled_at, stale_since, stale_failure, failures, unseen, muted,
  pinned, due_at, claim_token, claim_expires_at, revision, listed_revision`;

/** Converts a row to a task. */
export function toTask(row: TaskRow): TrackedTask {
  return omitUndefined({
    connection: row.connection,
    id: row.id,
    provider: row.provider,
    name: row.name,
    state: toState(row.state),
    progress: toProgress(row),
    itemCount: row.item_count,
    trackedAt: row.tracked_at,
    lastResponseAt: row.last_response_at ?? undefined,
    changedAt: row.changed_at,
    nextPollAt: row.next_poll_at ?? undefined,
    retryAt: row.retry_at ?? undefined,
    stale: toStale(row),
    failures: row.failures,
    isMuted: row.muted === 1 ? true : undefined,
    isPinned: row.pinned === 1 ? true : undefined,
  });
}

/** Returns the progress from the last response; undefined before the first one. */
export function toProgress(row: TaskRow): Progress | undefined {
  if (row.response_state === null) {
    return undefined;
  }
  return omitUndefined({
    state: toState(row.response_state),
    rawState: row.raw_state ?? '',
    percent: row.percent ?? undefined,
    completed: row.completed ?? undefined,
    failed: row.failed ?? undefined,
    total: row.total ?? undefined,
    createdAt: row.created_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    error: row.error === null ? undefined : (JSON.parse(row.error) as TaskError),
    facts: row.facts === null ? undefined : (JSON.parse(row.facts) as readonly Fact[]),
    link: row.link ?? undefined,
  });
}

function toStale({ stale_since: since, stale_failure: failure }: TaskRow): TrackedTask['stale'] {
  return since === null || failure === null ? undefined : { since, failure: toFailure(failure) };
}

/** Returns the columns that a response changes, as parameters of a statement. */
export function toResponseColumns(task: TrackedTask): Record<string, SQLInputValue> {
  const { progress } = task;
  return {
    state: task.state,
    ended: isEnded(task.state) ? 1 : 0,
    response_state: progress?.state ?? null,
    raw_state: progress?.rawState ?? null,
    percent: progress?.percent ?? null,
    completed: progress?.completed ?? null,
    failed: progress?.failed ?? null,
    total: progress?.total ?? null,
    created_at: progress?.createdAt ?? null,
    ended_at: progress?.endedAt ?? null,
    error: progress?.error ? JSON.stringify(progress.error) : null,
    facts: progress?.facts ? JSON.stringify(progress.facts) : null,
    link: progress?.link ?? null,
    item_count: task.itemCount,
    last_response_at: task.lastResponseAt ?? null,
    changed_at: task.changedAt,
    next_poll_at: isEnded(task.state) ? null : (task.nextPollAt ?? null),
    retry_at: task.retryAt ?? null,
    stale_since: task.stale?.since ?? null,
    stale_failure: task.stale ? JSON.stringify(task.stale.failure) : null,
    failures: task.failures,
  };
}

const knownStates: ReadonlySet<string> = new Set(taskStates);

/** Converts a column to a state; `unknown` for a newer version's state. */
export function toState(text: string): TaskState {
  return knownStates.has(text) ? (text as TaskState) : 'unknown';
}

/** Parses a stored failure. */
export function toFailure(text: string): RequestFailure {
  return JSON.parse(text) as RequestFailure;
}
