import { estimateRest } from '../tasks/estimate';
import { isEnded } from '../tasks/task';
import type { Sample, TrackedTask } from '../tasks/trackedTask';

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
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly limits: PollingLimits;
  /** Whether the user is in this window; nobody is in a hurry elsewhere. */
  readonly focused: boolean;
  /** From 0 (included) to 1: spreads what would otherwise come at once. */
  readonly random: number;
}

/** The pause grows with this part of the time since anything changed. */
const growth = 0.05;
/** Polls close in on the estimated end by this part of the time left. */
const approach = 0.6;
/** Nobody is told sooner by asking more often than this of a service that fails; ms. */
const longestBackoff = 300_000;
/** A task that the service does not find is asked for again after this; ms. */
const missingPause = 60_000;

/**
 * When to ask for a task again, ms since the epoch; nothing once it has ended. Pure: grows geometrically with the time
 * since anything changed, closes in on the estimated end, backs off from a failing service and obeys its `Retry-After`.
 */
export function nextPoll(input: ScheduleInput): number | undefined {
  const { task, now } = input;
  if (isEnded(task.state)) {
    return undefined;
  }
  const { minInterval, maxInterval } = input.limits;
  const longest = task.stale ? longestBackoff : maxInterval;
  const spread = 0.85 + 0.3 * input.random;
  const pause = Math.max(Math.min(Math.round(pauseFor(input) * spread), longest), minInterval);
  return Math.max(now + pause, task.stale?.failure.retryAt ?? 0);
}

function pauseFor(input: ScheduleInput): number {
  const { task, samples, now, limits, focused } = input;
  if (task.stale) {
    const backoff = Math.min(limits.minInterval * 2 ** Math.min(task.failures, 16), longestBackoff);
    return task.stale.failure.kind === 'not-found' ? Math.max(backoff, missingPause) : backoff;
  }
  const quiet = Math.max(0, now - task.changedAt);
  const slowed = (growth * quiet + limits.minInterval) * (focused ? 1 : 2) * slowness(task);
  const longest = Math.min(Math.max(slowed, limits.minInterval), limits.maxInterval);
  const rest = estimateRest(samples, now)?.restMs;
  return rest === undefined ? longest : Math.min(longest, Math.max(limits.minInterval, approach * rest));
}

function slowness(task: TrackedTask): number {
  switch (task.state) {
    case 'queued':
      return 1.5;
    case 'unknown':
      return task.progress ? 4 : 1;
    default:
      return 1;
  }
}
