import type { Clock } from '../../src/base/clock';
import { toDisposable } from '../../src/base/lifecycle';

/** The time of a storm. All processes compute it from the machine's clock, so that it is one for all of them. */
export interface StormTime {
  /** When the storm began, ms since the epoch by the machine's clock. */
  readonly startedAt: number;
  /** How many times faster than the machine's clock it goes. */
  readonly speed: number;
}

/** The true time of the storm, ms since the epoch. Services have it, and the record of what happened. */
export function trueNow({ startedAt, speed }: StormTime): number {
  return startedAt + (Date.now() - startedAt) * speed;
}

/** The clock of a machine in the storm. */
export interface StormClock extends Clock {
  /** Sets the clock this far (ms) ahead of the true time. Timers wait as long as before, as Node's do. */
  setAhead(ms: number): void;
}

/** @param ahead of the true time (ms) */
export function createStormClock(time: StormTime, ahead = 0): StormClock {
  return {
    now: () => Math.round(trueNow(time)) + ahead,
    schedule(delayMs, run) {
      // A day is longer than a storm, and Node's timers have a limit.
      const timer = setTimeout(run, Math.min(Math.max(delayMs, 0) / time.speed, 86_400_000));
      return toDisposable(() => {
        clearTimeout(timer);
      });
    },
    setAhead(ms) {
      ahead = ms;
    },
  };
}
