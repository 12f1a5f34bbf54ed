import type { RequestFailure } from '../http/failure';
import { estimateRemaining } from '../tasks/estimate';
import type { PresenceLevel } from '../tasks/presence';
import { isEnded } from '../tasks/task';
import type { Sample, TrackedTask } from '../tasks/trackedTask';
import { backoff } from './backoff';
import { intervalFactor } from './durationHistory';

/** What the settings allow, in milliseconds. */
export interface PollingLimits {
  readonly minInterval: number;
  readonly maxInterval: number;
}

/** What {@link nextPoll} decides from. */
export interface ScheduleInput {
  /** The task as the last answer or failure left it. */
  readonly task: TrackedTask;
  /** Oldest first, the newest one included. */
  readonly samples: readonly Sample[];
  /** How long earlier tasks of the connection took until they ended, ms, in any order; a few dozen are plenty. */
  readonly earlier?: readonly number[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly limits: PollingLimits;
  readonly presence: PresenceLevel;
  /** From 0 (included) to 1: spreads what would otherwise come at once. */
  readonly random: number;
}

// These were chosen with `npm run bench`.

/** The pause grows with this part of the time since anything changed. */
const growth = 0.03;
/** A change makes a task look no younger than this part of its age: what took long so far is not over in a moment. */
const memory = 0.75;
/** An estimate foretells no failure, so that the pause also grows with no more than this part of the task's age. */
const trust = 0.11;
/** With an estimate, polls close in on the end by this part of the time left. */
const approach = 0.4;
/** And never so far that the end is passed; with the jitter this stays below 1. */
const furthestApproach = 0.85;
/** An estimate that proved wrong is trusted less by this part of the time that has passed since. */
const lateness = 0.4;
/** A poll comes up to this part of its pause sooner or later. */
const jitter = 0.15;
/** A service that does not find a task is given this long before it is asked again: twice within the minute that counts; ms. */
const missingDelayMs = 30_000;

/** Nobody is in a hurry where they are not. */
const presenceFactors: Record<PresenceLevel, number> = { visible: 0.75, focused: 1, background: 2.5 };

/**
 * When to ask for a task again, ms since the epoch; nothing once it has ended. Pure: grows geometrically with the time
 * since anything changed, closes in on the estimated end, learns from earlier tasks where there is no progress, backs
 * off from a failing service and obeys its `Retry-After`.
 */
export function nextPoll(input: ScheduleInput): number | undefined {
  const { task, now, random } = input;
  if (isEnded(task.state)) {
    return undefined;
  }
  return task.stale ? afterFailure(input, task.stale.failure) : now + jittered(pollDelay(input), input.limits, random);
}

function afterFailure({ task, now, limits, random }: ScheduleInput, failure: RequestFailure): number {
  const least = Math.max(limits.minInterval, failure.kind === 'not-found' ? missingDelayMs : 0);
  const pause = Math.max(least * (1 + jitter * random), backoff(task.failures, random));
  // Everyone else was told the same time.
  const retryAt = failure.retryAt === undefined ? 0 : failure.retryAt + limits.minInterval * random;
  return Math.round(Math.max(now + pause, retryAt));
}

/** How long to wait before jitter and limits, ms. */
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

/** For how long a task has been under way, ms: by the service's word where it is older than ours. */
function age({ progress, trackedAt }: TrackedTask, now: number): number {
  return Math.max(0, now - Math.min(progress?.createdAt ?? trackedAt, trackedAt));
}

function stateFactor({ state, progress }: TrackedTask): number {
  switch (state) {
    case 'queued':
      return 1.5;
    case 'unknown':
      // One that has not answered yet is only new.
      return progress ? 4 : 1;
    default:
      return 1;
  }
}

/** Spreads a pause by up to {@link jitter} to either side, within the limits; at a limit, to the other side only. */
function jittered(pause: number, { minInterval, maxInterval }: PollingLimits, random: number): number {
  const within = Math.min(Math.max(pause, minInterval), maxInterval);
  const least = Math.max(minInterval, within * (1 - jitter));
  const most = Math.min(maxInterval, within * (1 + jitter));
  return Math.round(least + random * (most - least));
}
