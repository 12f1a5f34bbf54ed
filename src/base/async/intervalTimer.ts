import type { Clock } from '../clock';
import { throwLater } from '../errors';
import { MutableDisposable, type Disposable } from '../lifecycle';

/** Runs something again and again. A run that throws does not end the interval. */
export class IntervalTimer implements Disposable {
  private readonly timer = new MutableDisposable();

  /** @param onError receives what a run throws; without it the host reports the error, as it does any other */
  constructor(
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void = throwLater,
  ) {}

  /** Calls `run` every `intervalMs`, first after one interval, in place of the interval before. */
  cancelAndSet(run: () => void, intervalMs: number): void {
    this.timer.current = this.clock.schedule(intervalMs, () => {
      // First, so that `run` can cancel or replace it.
      this.cancelAndSet(run, intervalMs);
      try {
        run();
      } catch (error) {
        this.onError(error);
      }
    });
  }

  /** Ends the interval. */
  cancel(): void {
    this.timer.current = undefined;
  }

  /** Ends the interval and ignores later calls. */
  dispose(): void {
    this.timer.dispose();
  }
}
