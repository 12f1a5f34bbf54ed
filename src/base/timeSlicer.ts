import type { Clock } from './clock';
import { CancelledError, toError } from './errors';
import { MutableDisposable, type Disposable } from './lifecycle';

/** Together with the editor's own work, a slice this long drops one or two frames at most. */
const sliceMs = 5;

interface QueuedWork {
  readonly run: () => void;
  /** Called instead of `run` when the slicer is disposed. */
  readonly cancel: () => void;
}

/** Runs all work at once, where no other work waits for the event loop. */
export const unsliced: Pick<TimeSlicer, 'run'> = { run: (work) => work() };

/**
 * Runs queued work in order for up to 5 ms, then yields to the event loop. Share one instance per window: two would
 * each take 5 ms of the same tick.
 */
export class TimeSlicer implements Disposable {
  private queue: QueuedWork[] = [];
  private readonly nextSlice = new MutableDisposable();
  private sliceEndsAt = -Infinity;
  private isDisposed = false;

  /** @param onError receives what posted work throws */
  constructor(
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Runs work: at once while the slice lasts, otherwise in a later slice.
   * @throws what the work throws, at once or as a rejection; CancelledError when the slicer is disposed first
   */
  run<T>(work: () => T): T | Promise<Awaited<T>> {
    if (this.isDisposed) {
      return Promise.reject(new CancelledError());
    }
    if (this.queue.length === 0 && this.hasTime()) {
      return work();
    }
    return new Promise<Awaited<T>>((resolve, reject) => {
      const run = (): void => {
        try {
          resolve(work() as Awaited<T> | PromiseLike<Awaited<T>>);
        } catch (error) {
          reject(toError(error));
        }
      };
      const cancel = (): void => {
        reject(new CancelledError());
      };
      this.queue.push({ run, cancel });
    });
  }

  /** Runs work in the same way without a result. Does nothing once disposed. */
  post(work: () => void): void {
    if (this.isDisposed) {
      return;
    }
    const run = (): void => {
      try {
        work();
      } catch (error) {
        this.onError(error);
      }
    };
    if (this.queue.length === 0 && this.hasTime()) {
      run();
    } else {
      this.queue.push({ run, cancel: () => undefined });
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.nextSlice.dispose();
    const { queue } = this;
    this.queue = [];
    for (const { cancel } of queue) {
      cancel();
    }
  }

  private hasTime(): boolean {
    const now = this.clock.now();
    if (!this.nextSlice.current) {
      this.sliceEndsAt = now + sliceMs;
      // Fires after the current callback: ends this slice and runs queued work in the next one.
      this.nextSlice.current = this.clock.schedule(0, () => {
        this.nextSlice.current = undefined;
        this.runSlice();
      });
    }
    return now < this.sliceEndsAt;
  }

  private runSlice(): void {
    while (this.queue.length > 0 && this.hasTime()) {
      this.queue.shift()?.run();
    }
  }
}
