import { fullLength, withFullLength } from '../base/fullLength';
import { omitUndefined } from '../base/omitUndefined';
import { sameJson } from '../base/sameJson';
import type { RequestFailure } from '../http/failure';
import { isBareNotFound, scopeOf } from '../http/failureScope';
import { itemRank } from './itemFilter';
import { isEnded, type Progress, type Snapshot, type TaskState } from './task';
import type { Sample, TrackedTask } from './trackedTask';

/** A task after a response or a failure, with what to store and to notify of. The caller sets `nextPollAt`. */
export interface TaskUpdate {
  readonly task: TrackedTask;
  /** Present when the response differs from the one before. */
  readonly snapshot?: Snapshot;
  readonly sample?: Sample;
  /** Present when the task ended, unless its first response already said so. */
  readonly transition?: { readonly from: TaskState; readonly to: TaskState; readonly at: number };
}

/** A good response about a task. */
export interface GoodResult {
  readonly snapshot: Snapshot;
  /** The service's name for the task. */
  readonly name?: string;
  /** The service wants no other poll before this time (ms). */
  readonly retryAfterMs?: number;
}

/** A time that moved by less (ms) did not change: the clocks of service and machine are compared with each response. */
const clockToleranceMs = 60_000;

/** A task that the service knew expires when the service has reported it as not found for this long. */
export const missingForMs = 60_000;
/** A task that the service never knew, and may not know yet, expires after this; and one whose `not-found` may be a router's. */
export const neverFoundForMs = 15 * 60_000;
/** A task expires only after this many earlier failures in a row. */
const confirmations = 2;

/**
 * Applies a response to a task.
 * @param before the task before the response
 * @param previous the previous snapshot, to detect changes
 * @param now ms since the epoch
 */
export function applySnapshot(
  before: TrackedTask,
  previous: Snapshot | undefined,
  { snapshot: stated, name, retryAfterMs }: GoodResult,
  now: number,
): TaskUpdate {
  const snapshot = withFailedFirst(withSteadyTimes(stated, before.progress));
  const { items, raw, ...rest } = snapshot;
  // A list may contain times that the response about a single task omits.
  const { createdAt, endedAt } = before.progress?.state === snapshot.state ? before.progress : {};
  const progress = { ...omitUndefined({ createdAt, endedAt }), ...rest };
  const { stale, nextPollAt, retryAt, ...kept } = before;
  // A field that differs in every response, such as a request id, is stored but is no progress.
  const merged: Snapshot = { ...progress, items, raw };
  const moved = !previous || !sameProgress(previous, merged);
  const differs = moved || !sameJson(previous.raw, snapshot.raw);
  const task: TrackedTask = {
    ...kept,
    // The store prefers the user's own name.
    name: name ?? before.name,
    state: snapshot.state,
    progress,
    itemCount: items.length,
    lastResponseAt: now,
    changedAt: moved ? now : before.changedAt,
    failures: 0,
    ...(retryAfterMs === undefined ? {} : { retryAt: now + retryAfterMs }),
  };
  const { percent } = snapshot;
  const sample = moved && percent !== undefined ? { at: now, percent } : undefined;
  return {
    ...omitUndefined({ task, snapshot: differs ? merged : undefined, sample }),
    ...transition(before, snapshot.state, now),
  };
}

/**
 * Applies a failed request to a task. The last snapshot stays and the task becomes stale. The task expires only if it
 * had not ended and the service repeatedly reports it as not found: services forget ended tasks.
 */
export function applyFailure(before: TrackedTask, failure: RequestFailure, now: number): TaskUpdate {
  const { nextPollAt, ...kept } = before;
  const missing = scopeOf(failure) === 'task';
  if (missing && before.state === 'expired') {
    return { task: { ...kept, failures: 0 } };
  }
  // The time starts with the first `not-found`: an outage before it proves nothing.
  const continues = before.stale && (!missing || before.stale.failure.kind === 'not-found');
  const stale = { since: continues ? before.stale.since : now, failure };
  const expiresAfterMs = before.progress && !isBareNotFound(failure) ? missingForMs : neverFoundForMs;
  const isSure = now - stale.since >= expiresAfterMs && before.failures >= confirmations;
  if (missing && !isEnded(before.state) && isSure) {
    const { stale, ...settled } = kept;
    const task: TrackedTask = { ...settled, state: 'expired', changedAt: now, failures: 0 };
    return { task, ...transition(before, 'expired', now) };
  }
  return { task: { ...kept, stale, failures: before.failures + 1 } };
}

/** Whether the service has not known a task so far: it may be too new. */
export function isNotFoundYet({ progress, state, stale }: TrackedTask): boolean {
  return !progress && !isEnded(state) && stale?.failure.kind === 'not-found';
}

/** Sorts the items: those that failed come first, then those that are unaccounted for, and the others as the service lists them. */
function withFailedFirst(snapshot: Snapshot): Snapshot {
  const { items } = snapshot;
  const groups = [0, 1, 2].map((wanted) => items.filter((item) => itemRank(item) === wanted));
  return { ...snapshot, items: withFullLength(groups.flat(), fullLength(items)) };
}

/** Keeps times that differ only by how well the clocks agree. */
function withSteadyTimes(snapshot: Snapshot, before: Progress | undefined): Snapshot {
  const steady = (key: 'createdAt' | 'endedAt'): number | undefined => {
    const [time, known] = [snapshot[key], before?.[key]];
    return time !== undefined && known !== undefined && Math.abs(time - known) < clockToleranceMs ? known : time;
  };
  return { ...snapshot, ...omitUndefined({ createdAt: steady('createdAt'), endedAt: steady('endedAt') }) };
}

function sameProgress(one: Snapshot, other: Snapshot): boolean {
  const { raw, ...progress } = one;
  const { raw: otherRaw, ...otherProgress } = other;
  return sameJson(progress, otherProgress);
}

function transition(before: TrackedTask, to: TaskState, at: number): Pick<TaskUpdate, 'transition'> {
  // The first response is no transition: the user has just requested it.
  return before.progress && to !== before.state && isEnded(to) ? { transition: { from: before.state, to, at } } : {};
}
