import type { Clock } from '../clock';
import { MutableDisposable, type Disposable } from '../lifecycle';
import type { TimeSlicer } from '../timeSlicer';

/** Where the time comes from, and what runs the work if it should not block the event loop. */
export interface RunOnceSchedulerDeps {
  readonly clock: Clock;
  readonly timeSlicer?: Pick<TimeSlicer, 'post'>;
}

/**
 * Runs something once after a while, however often it is asked to meanwhile. {@link schedule} coalesces and
 * {@link reschedule} postpones. (The method `schedule` of VS Code's class of this name postpones.)
 */
export class RunOnceScheduler implements Disposable {
  private readonly timer = new MutableDisposable();
  /** When the pending run is due, ms since the epoch. */
  private dueAt = 0;

  /** @param run an error that it throws reaches the timer, or the time slicer's error handler */
  constructor(
    private readonly deps: RunOnceSchedulerDeps,
    private readonly run: () => void,
  ) {}

  /** Whether a run is pending. False while `run` runs. */
  get isScheduled(): boolean {
    return this.timer.current !== undefined;
  }

  /** Runs after `delayMs`. A pending run that comes earlier stays, so that a steady stream of calls cannot put it off. */
  schedule(delayMs: number): void {
    if (!this.isScheduled || this.deps.clock.now() + delayMs < this.dueAt) {
      this.reschedule(delayMs);
    }
  }

  /** Runs after `delayMs`, in place of the pending run: the last call wins. */
  reschedule(delayMs: number): void {
    const { clock, timeSlicer } = this.deps;
    this.dueAt = clock.now() + delayMs;
    const timer = clock.schedule(delayMs, () => {
      const runIfPending = (): void => {
        // A run that waits in the time slicer is still pending: it can be canceled or replaced.
        if (this.timer.current === timer) {
          this.timer.current = undefined;
          this.run();
        }
      };
      if (timeSlicer) {
        timeSlicer.post(runIfPending);
      } else {
        runIfPending();
      }
    });
    this.timer.current = timer;
  }

  /** Drops the pending run. */
  cancel(): void {
    this.timer.current = undefined;
  }

  /** Drops the pending run and ignores later calls. */
  dispose(): void {
    this.timer.dispose();
  }
}
