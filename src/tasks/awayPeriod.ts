import { taskKey } from './task';
import type { Notice } from './ports/outbox';

/** The time before this window started, when possibly no window was open. */
export interface AwayPeriod {
  /** When the window started, ms since the epoch. */
  readonly until: number;
  /** Whether no window was open until then: overdue tasks had not been polled. */
  readonly noWindowWasOpen: boolean;
  /** Keys ({@link taskKey}) of tasks that had ended by their first response since the start. */
  readonly endedAtFirstPoll: ReadonlySet<string>;
}

/** An open window shows every notice within this time, even one that a killed window had leased. */
const shownWithinMs = 60_000;

/**
 * Whether a task ended while no window was open. The service's own end time decides. Without one, the task ended before
 * the start if the first response already said so.
 */
export function endedWhileAway(
  { task, at }: Notice,
  { until, noWindowWasOpen, endedAtFirstPoll }: AwayPeriod,
): boolean {
  if (!noWindowWasOpen) {
    return at < until - shownWithinMs;
  }
  if (at < until) {
    return true;
  }
  const endedAt = task.progress?.endedAt;
  return endedAt === undefined ? endedAtFirstPoll.has(taskKey(task)) : endedAt < until;
}
