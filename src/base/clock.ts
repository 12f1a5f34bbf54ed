import { toDisposable, type Disposable } from './lifecycle';

/** The current time and timers. Injected, so that tests can simulate weeks in seconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`. Dispose the result to cancel. */
  schedule(delayMs: number, run: () => void): Disposable;
}

// Node replaces a longer delay with 1 ms.
const longestDelayMs = 2 ** 31 - 1;

/** The system clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(delayMs, 0), longestDelayMs));
    timer.unref();
    return toDisposable(() => {
      clearTimeout(timer);
    });
  },
};

/** Resolves after the event loop has run everything that is ready. */
export function yieldToEventLoop(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(0, resolve);
  });
}
