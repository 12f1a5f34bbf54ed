import { omitUndefined } from '../base/omitUndefined';
import type { RequestFailure } from '../http/failure';
import { isEnded, type Progress, type Snapshot, type TaskState } from './task';
import type { Sample, TrackedTask } from './trackedTask';

/** A task after an answer or a failure, and what is worth keeping or telling of it. `nextPollAt` is yet to be set. */
export interface TaskUpdate {
  readonly task: TrackedTask;
  /** Present when the answer said anything new. */
  readonly snapshot?: Snapshot;
  readonly sample?: Sample;
  /** Present when the task ended, unless its very first answer already said so. */
  readonly transition?: { readonly from: TaskState; readonly to: TaskState; readonly at: number };
}

/** A good response about a task. */
export interface GoodResult {
  readonly snapshot: Snapshot;
  /** What the service calls the task. */
  readonly name?: string;
  /** The service wants no other poll before this time (ms). */
  readonly retryAfterMs?: number;
}

/** A time that moved by less (ms) did not change: the clocks of service and machine are compared with each response. */
const clockToleranceMs = 60_000;

/** A service that forgot a task must have said so for this long before the task counts as expired; ms. */
export const missingFor = 60_000;
/** And it must have confirmed it this often. */
const confirmations = 2;

/**
 * What an answer makes of a task.
 * @param before the task as it was
 * @param previous the answer before, to see whether this one says anything new
 * @param now ms since the epoch
 */
export function applySnapshot(
  before: TrackedTask,
  previous: Snapshot | undefined,
  { snapshot: stated, name, retryAfterMs }: GoodResult,
  now: number,
): TaskUpdate {
  const snapshot = withSteadyTimes(stated, before.progress);
  const { items, raw, ...rest } = snapshot;
  // A list may tell times that the answer about one task leaves out.
  const { createdAt, endedAt } = before.progress?.state === snapshot.state ? before.progress : {};
  const progress = { ...omitUndefined({ createdAt, endedAt }), ...rest };
  const { stale, nextPollAt, retryAt, ...kept } = before;
  // A field that differs in every answer, such as a request id, is kept but is no sign of life.
  const told: Snapshot = { ...progress, items, raw };
  const moved = !previous || !sameProgress(previous, told);
  const differs = moved || JSON.stringify(previous.raw) !== JSON.stringify(snapshot.raw);
  const task: TrackedTask = {
    ...kept,
    // The store keeps the user's own name before it.
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
    ...omitUndefined({ task, snapshot: differs ? told : undefined, sample }),
    ...transition(before, snapshot.state, now),
  };
}

/**
 * What a failed question makes of a task: the last answer stays, marked stale. Only a service that keeps saying it does
 * not know the task makes it `expired`, and only if it had not ended: services forget what is done.
 */
export function applyFailure(before: TrackedTask, failure: RequestFailure, now: number): TaskUpdate {
  const { nextPollAt, ...kept } = before;
  const missing = failure.kind === 'not-found';
  // The time without a network proves nothing, so the minute begins with the service's first word.
  const goesOn = before.stale && (!missing || before.stale.failure.kind === 'not-found');
  const stale = { since: goesOn ? before.stale.since : now, failure };
  const isSure = now - stale.since >= missingFor && before.failures >= confirmations;
  if (missing && !isEnded(before.state) && isSure) {
    const { stale, ...settled } = kept;
    const task: TrackedTask = { ...settled, state: 'expired', changedAt: now, failures: 0 };
    return { task, ...transition(before, 'expired', now) };
  }
  return { task: { ...kept, stale, failures: before.failures + 1 } };
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
  return inOrder(one) === inOrder(other);
}

/** What tells of progress, in an order of its own: the store gives fields back in another one than a provider. */
function inOrder({ state, rawState, percent, completed, failed, total, items, ...rest }: Snapshot): string {
  const { createdAt, endedAt, error } = rest;
  const counts = [percent, completed, failed, total, createdAt, endedAt];
  return JSON.stringify([state, rawState, counts, error?.code, error?.message, items]);
}

function transition(before: TrackedTask, to: TaskState, at: number): Pick<TaskUpdate, 'transition'> {
  // The first answer is no news: the user has just asked for it.
  return before.progress && to !== before.state && isEnded(to) ? { transition: { from: before.state, to, at } } : {};
}
