import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { TimeSlicer } from '../base/timeSlicer';
import type { TaskEditor } from '../tasks/ports/taskEditor';

/** How many tasks one transaction removes or deletes. */
const purgeChunkSize = 25;
/** A window may stay open for weeks, so that it purges this often (ms). */
const purgeIntervalMs = 60 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;

/** What purging needs. */
interface PurgeDeps {
  readonly tasks: Pick<TaskEditor, 'removeEnded' | 'purge'>;
  /** How many days a finished task stays in the list unless it is pinned. Read each time. */
  readonly historyDays: () => number;
  readonly timeSlicer: TimeSlicer;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Now, and every hour, a few tasks at a time: removes finished tasks whose days in the list are over, and deletes for good those
 * that were removed over a day ago, by the user or in this way.
 */
export function purgeOldTasks({ tasks, historyDays, timeSlicer, clock, log }: PurgeDeps): Disposable {
  // What fails is tried again the next time.
  const onError = (error: unknown): void => {
    log.warn(`Old tasks could not be removed: ${toError(error).message}`);
  };
  /** @param step returns how many tasks it took */
  const repeat = (step: () => number): void => {
    timeSlicer.post(() => {
      try {
        if (step() === purgeChunkSize) {
          repeat(step);
        }
      } catch (error) {
        onError(error);
      }
    });
  };
  const purge = (): void => {
    const before = clock.now() - historyDays() * dayMs;
    let removed = 0;
    repeat(() => {
      const { length } = tasks.removeEnded({ before, limit: purgeChunkSize }).tasks;
      removed += length;
      if (length < purgeChunkSize && removed > 0) {
        log.info(`Finished tasks removed, since their ${historyDays()} days in the list are over: ${removed}`);
      }
      return length;
    });
    repeat(() => tasks.purge(purgeChunkSize));
  };
  const timer = new IntervalTimer(clock, onError);
  timer.cancelAndSet(purge, purgeIntervalMs);
  purge();
  return timer;
}
