import type { RequestFailure } from '../http/failure';
import { limitRetry } from '../http/retryAfter';

/** A service that wants to be asked less often, and does not say how much less, is left alone for this long; ms. */
const throttledDelayMs = 60_000;
/** A service that fails is asked again after at least this; ms. */
const shortestBackoffMs = 5_000;
/** And after at most this; ms. */
export const longestBackoff = 300_000;

/**
 * How long a connection is left alone after failures in a row, ms: twice as long each time, and anywhere up to that, so
 * that many clients do not come back at once.
 * @param failures how many so far, the last included
 * @param random from 0 (included) to 1
 */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(longestBackoff, shortestBackoffMs * 2 ** Math.min(failures, 16));
  return Math.round(shortestBackoffMs + random * (ceiling - shortestBackoffMs));
}

/** Until when a service that is asked too often is left alone, ms since the epoch: as it says, else for a minute. */
export function throttledUntil({ retryAt }: RequestFailure, now: number): number {
  return retryAt === undefined ? now + throttledDelayMs : limitRetry(retryAt, now);
}
