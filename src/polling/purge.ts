import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { TimeSlicer } from '../base/timeSlicer';
import type { TaskEditor } from '../tasks/ports/taskEditor';

/** How many tasks one transaction deletes. */
const purgeChunkSize = 25;
/** A window may stay open for weeks, so that it purges this often (ms). */
const purgeIntervalMs = 60 * 60 * 1_000;

/** What purging needs. */
interface PurgeDeps {
  readonly tasks: Pick<TaskEditor, 'purge'>;
  readonly timeSlicer: TimeSlicer;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Deletes for good, a few at a time, the tasks that were removed over a day ago: now, and every hour. */
export function purgeRemovedTasks({ tasks, timeSlicer, clock, log }: PurgeDeps): Disposable {
  // They are deleted the next time.
  const onError = (error: unknown): void => {
    log.warn(`Removed tasks could not be deleted: ${toError(error).message}`);
  };
  const purge = (): void => {
    timeSlicer.post(() => {
      try {
        if (tasks.purge(purgeChunkSize) === purgeChunkSize) {
          purge();
        }
      } catch (error) {
        onError(error);
      }
    });
  };
  const timer = new IntervalTimer(clock, onError);
  timer.cancelAndSet(purge, purgeIntervalMs);
  purge();
  return timer;
}
