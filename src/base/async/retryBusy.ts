import type { Clock } from '../clock';
import { BusyError } from '../errors';
import { delay } from './abort';

/** Time between two attempts (ms). */
const retryMs = 250;
/** How long to try (ms). */
const patienceMs = 20_000;

/**
 * Does work that may meet a {@link BusyError}, and tries it again for 20 s without blocking the event loop.
 * @throws what the work throws, BusyError after the last attempt; CancelledError when the signal is aborted
 */
export async function retryBusy<T>(
  clock: Clock,
  signal: AbortSignal | undefined,
  work: () => T | Promise<T>,
): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BusyError) || waitedMs >= patienceMs) {
        throw error;
      }
      await delay(clock, retryMs, signal);
    }
  }
}
