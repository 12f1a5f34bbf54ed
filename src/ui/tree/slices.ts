import type { Clock } from '../../base/clock';
import { toError } from '../../base/errors';
import { MutableDisposable, type Disposable } from '../../base/lifecycle';

/** Together with what the editor does of its own, this stays well under a dropped frame or two; ms. */
const longestSlice = 8;

/** Does many small pieces of work in order, and lets everything else have its turn between every few of them. */
export class Slices implements Disposable {
  private readonly waiting: (() => void)[] = [];
  private readonly next = new MutableDisposable();
  private endsAt = -Infinity;

  constructor(private readonly clock: Clock) {}

  /** Does one piece: at once while the slice lasts, else when its turn comes. After the end it never comes. */
  run<T>(work: () => T): T | Promise<T> {
    if (this.waiting.length === 0 && this.hasTime()) {
      return work();
    }
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        try {
          resolve(work());
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
