import { toDisposable, type Disposable } from './lifecycle';

/** Time as the rest of the house sees it, so that weeks can be tested in seconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delay` ms; dispose to call it off. */
  schedule(delay: number, run: () => void): Disposable;
}

// Node turns a longer delay into one of 1 ms.
const longestDelay = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep a process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delay, run) {
    const timer = setTimeout(run, Math.min(Math.max(delay, 0), longestDelay));
    timer.unref();
    return toDisposable(() => {
      clearTimeout(timer);
    });
  },
};

/** Lets everything that is ready be done first. */
export function yieldToEventLoop(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(0, resolve);
  });
}
