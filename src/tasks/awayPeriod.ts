import { taskKey } from './task';
import type { Notice } from './ports/outbox';

/** The time before a window's start, as far as the window knows of it. */
export interface AwayPeriod {
  /** When the window started, ms since the epoch. */
  readonly until: number;
  /** Whether no other window was awake then: what was due had not been asked for. */
  readonly noWindowWasOpen: boolean;
  /** Keys ({@link taskKey}) of tasks whose first answer since the start said that they had ended. */
  readonly endedAtFirstPoll: ReadonlySet<string>;
}

/** A window that is awake shows a notice within this time, also one that a killed window had taken; ms. */
const shownWithin = 60_000;

/**
 * Whether a task ended while no window was awake. The service's word for its end counts; where it has none, the end was
 * before the start if the first answer already told of it.
 */
export function endedWhileAway(
  { task, at }: Notice,
  { until, noWindowWasOpen, endedAtFirstPoll }: AwayPeriod,
): boolean {
  if (!noWindowWasOpen) {
    return at < until - shownWithin;
  }
  if (at < until) {
    return true;
  }
  const endedAt = task.progress?.endedAt;
  return endedAt === undefined ? endedAtFirstPoll.has(taskKey(task)) : endedAt < until;
}
