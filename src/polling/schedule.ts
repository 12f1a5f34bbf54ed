import type { RequestFailure } from '../http/failure';
import { estimateRemaining } from '../tasks/estimate';
import type { PresenceLevel } from '../tasks/presence';
import { isEnded } from '../tasks/task';
import { isNotFoundYet, neverFoundForMs } from '../tasks/taskUpdate';
import type { Sample, TrackedTask } from '../tasks/trackedTask';
import { backoff, namesDelay, requestedTime } from './backoff';
import { intervalFactor } from './durationHistory';

/** What the settings allow, in milliseconds. */
export interface PollingLimits {
  readonly minInterval: number;
  readonly maxInterval: number;
}

/** The limits for tasks of a provider, which may state a longer interval (ms) than the settings. */
export function limitsWith({ minInterval, maxInterval }: PollingLimits, minIntervalMs = 0): PollingLimits {
  const least = Math.max(minInterval, minIntervalMs);
  return { minInterval: least, maxInterval: Math.max(maxInterval, least) };
}

/** What {@link nextPoll} decides from. */
export interface ScheduleInput {
  /** The task after the last response or failure. */
  readonly task: TrackedTask;
  /** Oldest first, including the newest. */
  readonly samples: readonly Sample[];
  /** How long earlier tasks of the connection took (ms), in any order; a few dozen suffice. */
  readonly earlier?: readonly number[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly limits: PollingLimits;
  readonly presence: PresenceLevel;
  /** From 0 (included) to 1, for jitter. */
  readonly random: number;
}

// These were chosen with `npm run bench`.

/** The interval grows with this part of the time since the last change. */
const growth = 0.03;
/** After a change the time since then counts as at least this part of the task's age: a long task does not end in a moment. */
const memory = 0.75;
/** With an estimate, the interval is at most this part of the task's age, because an estimate cannot foresee a failure. */
const trust = 0.11;
/** With an estimate, the interval is this part of the time left. */
const approach = 0.4;
/** Upper bound of that part; with jitter it stays below 1. */
const furthestApproach = 0.85;
/** After the estimated end, the interval grows with this part of the time since then. */
const lateness = 0.4;
/** Jitter, as a part of the interval. */
const jitter = 0.15;
/** Least delay (ms) after `not-found`: two polls fit in the minute that decides about `expired`. */
const missingDelayMs = 30_000;
/** First delays (ms) of a task that the service does not know yet. */
const firstMissingDelayMs = 10_000;
/** Later delays of such a task, as a part of the time for which it was not found. */
const missingGrowth = 0.5;

/** Factors of the interval. */
const presenceFactors: Record<PresenceLevel, number> = { visible: 0.75, focused: 1, background: 2.5 };

/**
 * The time of a task's next poll, ms since the epoch; nothing once it has ended. Pure: the interval grows geometrically
 * with the time since the last change, shrinks towards the estimated end, follows the durations of earlier tasks where
 * there is no progress, backs off after failures, and where `Retry-After` says when to poll again obeys that instead.
 */
export function nextPoll(input: ScheduleInput): number | undefined {
  const { task, now, random } = input;
  if (isEnded(task.state)) {
    return undefined;
  }
  const next = task.stale
    ? afterFailure(input, task.stale.failure)
    : now + jittered(pollDelay(input), input.limits, random);
  return Math.max(next, task.retryAt === undefined ? 0 : requestedTime(task.retryAt, now));
}

function afterFailure({ task, now, limits, random }: ScheduleInput, failure: RequestFailure): number {
  const isNew = isNotFoundYet(task);
  const least = isNew
    ? notFoundYetDelay(task, now, limits)
    : Math.max(limits.minInterval, failure.kind === 'not-found' ? missingDelayMs : 0);
  const grown = isNew || namesDelay(failure, now) ? 0 : backoff(task.failures, random);
  const delayMs = Math.max(least * (1 + jitter * random), grown);
  // Other clients got the same time.
  const retryAt = failure.retryAt === undefined ? 0 : requestedTime(failure.retryAt, now) + limits.minInterval * random;
  return Math.round(Math.max(now + delayMs, retryAt));
}

/** The delay (ms) after which a task is polled that the service may know soon; the last poll comes when it expires. */
function notFoundYetDelay({ stale }: TrackedTask, now: number, { minInterval }: PollingLimits): number {
  const missingMs = now - (stale?.since ?? now);
  const remainingMs = Math.max(neverFoundForMs - missingMs, 0);
  const grown = Math.max(firstMissingDelayMs, missingGrowth * missingMs);
  return Math.max(minInterval, Math.min(grown, remainingMs));
}

/** The interval (ms) before jitter and limits. */
function pollDelay({ task, samples, earlier = [], now, limits, presence }: ScheduleInput): number {
  const slowness = presenceFactors[presence] * stateFactor(task);
  const grown = (rate: number, since: number): number => (limits.minInterval + rate * since) * slowness;
  const total = age(task, now);
  const estimate = estimateRemaining(samples, now);
  if (!estimate) {
    const percent = samples.at(-1)?.percent;
    const rate =
      percent === undefined ? growth * intervalFactor(earlier, total) : growth + (trust - growth) * (1 - percent / 100);
    return grown(rate, Math.max(0, now - task.changedAt, memory * total));
  }
  if (estimate.remainingMs === 0) {
    return grown(lateness, estimate.lateMs);
  }
  const closer = Math.min(approach * slowness, furthestApproach) * estimate.remainingMs;
  return Math.min(Math.max(limits.minInterval, closer), grown(trust, total));
}

/** How long a task has been running (ms), by the service's time where that is earlier than ours. */
function age({ progress, trackedAt }: TrackedTask, now: number): number {
  return Math.max(0, now - Math.min(progress?.createdAt ?? trackedAt, trackedAt));
}

function stateFactor({ state, progress }: TrackedTask): number {
  switch (state) {
    case 'queued':
      return 1.5;
    case 'unknown':
      // Without a response the task is only new.
      return progress ? 4 : 1;
    default:
      return 1;
  }
}

/** Varies an interval by up to {@link jitter} to either side, within the limits; at a limit, to the other side only. */
function jittered(interval: number, { minInterval, maxInterval }: PollingLimits, random: number): number {
  const within = Math.min(Math.max(interval, minInterval), maxInterval);
  const least = Math.max(minInterval, within * (1 - jitter));
  const most = Math.min(maxInterval, within * (1 + jitter));
  return Math.round(least + random * (most - least));
}
