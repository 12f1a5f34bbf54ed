import type { Clock } from './clock';
import { CancelledError, toError } from './errors';
import { MutableDisposable, type Disposable } from './lifecycle';

/** Together with what the editor does of its own, this stays well under a dropped frame or two; ms. */
const longestSlice = 5;

/** A piece of work that waits. */
interface Piece {
  readonly run: () => void;
  /** Says that it will never be run. */
  readonly cancel: () => void;
}

/**
 * Does many small pieces of work in order, and lets everything else have its turn between every few of them. One for the
 * whole window: two would take twice as long of the same turn.
 */
export class TimeSlicer implements Disposable {
  private waiting: Piece[] = [];
  private readonly next = new MutableDisposable();
  private endsAt = -Infinity;
  private isOver = false;

  /** @param onError is told of work that failed and that nobody waits for */
  constructor(
    private readonly clock: Clock,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Does one piece: at once while the slice lasts, else when its turn comes.
   * @throws what the work throws, in whichever way it was done; CancelledError when the end comes first
   */
  run<T>(work: () => T): T | Promise<Awaited<T>> {
    if (this.isOver) {
      return Promise.reject(new CancelledError());
    }
    if (this.waiting.length === 0 && this.hasTime()) {
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
      this.waiting.push({ run, cancel });
    });
  }

  /** Does one piece that nobody waits for, in the same way; after the end nothing. */
  post(work: () => void): void {
    if (this.isOver) {
      return;
    }
    const run = (): void => {
      try {
        work();
      } catch (error) {
        this.onError(error);
      }
    };
    if (this.waiting.length === 0 && this.hasTime()) {
      run();
    } else {
      this.waiting.push({ run, cancel: () => undefined });
    }
  }

  dispose(): void {
    this.isOver = true;
    this.next.dispose();
    const { waiting } = this;
    this.waiting = [];
    for (const { cancel } of waiting) {
      cancel();
    }
  }

  private hasTime(): boolean {
    const now = this.clock.now();
    if (!this.next.current) {
      this.endsAt = now + longestSlice;
      // It comes when whoever calls now has come to an end, however soon that is.
      this.next.current = this.clock.schedule(0, () => {
        this.next.current = undefined;
        this.goOn();
      });
    }
    return now < this.endsAt;
  }

  private goOn(): void {
    while (this.waiting.length > 0 && this.hasTime()) {
      this.waiting.shift()?.run();
    }
  }
}
