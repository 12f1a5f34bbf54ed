import { createClock } from '@sinonjs/fake-timers';
import type { Clock } from '../../src/base/clock';
import { toDisposable } from '../../src/base/lifecycle';

/** A clock that moves only when told. */
export interface ManualClock extends Clock {
  /** Moves on by `ms` and runs what falls due, all at once. */
  advance(ms: number): void;
  /** Moves on by `ms`, and after each timer waits for `settle`. */
  run(ms: number, settle?: () => Promise<void>): Promise<void>;
  /** Sets the time forward or back by `ms`, as after a sleep or by hand: timers still wait as long as before. */
  jump(ms: number): void;
}

/** Lets all promises settle that need no input or output. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** @param start ms since the epoch */
export function createManualClock(start = Date.parse('2026-11-20T08:00:00Z')): ManualClock {
  const fake = createClock(start);
  const waiting = new Map<number, number>();
  const now = (): number => Date.prototype.getTime.call(new fake.Date());
  return {
    now,
    schedule(delay, run) {
      // As in Node, no timer fires at once.
      const wait = Math.max(delay, 1);
      const timer = Number(
        fake.setTimeout(() => {
          waiting.delete(timer);
          run();
        }, wait),
      );
      waiting.set(timer, now() + wait);
      return toDisposable(() => {
        waiting.delete(timer);
        fake.clearTimeout(timer);
      });
    },
    advance(ms) {
      fake.tick(ms);
    },
    jump(ms) {
      fake.setSystemTime(now() + ms);
      for (const [timer, at] of waiting) {
        waiting.set(timer, at + ms);
      }
    },
    async run(ms, settle = settled) {
      const end = now() + ms;
      for (;;) {
        await settle();
        const next = Math.min(...waiting.values());
        if (next > end) {
          fake.tick(end - now());
          return;
        }
        fake.tick(next - now());
      }
    },
  };
}

/** The same time, but no timer ever fires: for objects whose timers a test leaves out. */
export function withoutTimers(clock: Clock): Clock {
  return { now: () => clock.now(), schedule: () => toDisposable(() => undefined) };
}
