import type { Clock } from './clock';
import { toError } from './errors';
import { MutableDisposable, type Disposable } from './lifecycle';

/** Together with what the editor does of its own, this stays well under a dropped frame or two; ms. */
const longestSlice = 8;

/**
 * Does many small pieces of work in order, and lets everything else have its turn between every few of them. One for the
 * whole window: two would take twice as long of the same turn.
 */
export class Slices implements Disposable {
  private readonly waiting: (() => void)[] = [];
  private readonly next = new MutableDisposable();
  private endsAt = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** Does one piece: at once while the slice lasts, else when its turn comes. After the end it never comes. */
  run<T>(work: () => T): T | Promise<Awaited<T>> {
    if (this.waiting.length === 0 && this.hasTime()) {
      return work();
    }
    return new Promise<Awaited<T>>((resolve, reject) => {
      this.waiting.push(() => {
        try {
          resolve(work() as Awaited<T> | PromiseLike<Awaited<T>>);
        } catch (error) {
          reject(toError(error));
        }
      });
    });
  }

  dispose(): void {
    this.waiting.length = 0;
    this.next.dispose();
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
      this.waiting.shift()?.();
    }
  }
}
