import { systemClock, type Clock } from '../../src/base/clock';

/** A clock that stands until it is set, so that a slow machine changes nothing. Its timers are real. */
export interface SetClock extends Clock {
  /** Sets it on or back by `ms`. */
  set(ms: number): void;
}

/** A clock that shows the time at which it was made. */
export function createSetClock(): SetClock {
  let time = systemClock.now();
  return {
    now: () => time,
    schedule: (delay, run) => systemClock.schedule(delay, run),
    set(ms) {
      time += ms;
    },
  };
}
