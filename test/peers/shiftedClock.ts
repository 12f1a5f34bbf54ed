import { systemClock, type Clock } from '../../src/base/clock';

/** The machine's clock, set on or back: the other side of a conversation keeps the right time. */
export interface ShiftedClock extends Clock {
  /** How far it is ahead, ms. */
  shift: number;
}

/** A clock that is right until it is set. */
export function createShiftedClock(): ShiftedClock {
  return {
    shift: 0,
    now() {
      return systemClock.now() + this.shift;
    },
    schedule: (delay, run) => systemClock.schedule(delay, run),
  };
}
