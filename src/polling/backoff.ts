import type { RequestFailure } from '../http/failure';
import { limitRetry } from '../http/retryAfter';

/** Delay (ms) after a 429 without `Retry-After`. */
const throttledDelayMs = 60_000;
/** Shortest backoff (ms). */
const shortestBackoffMs = 5_000;
/** Longest backoff (ms). */
export const longestBackoff = 300_000;

/**
 * Backoff (ms) after consecutive failures: doubled each time, with full jitter, so that many clients do not return at once.
 * @param failures how many so far, including the last
 * @param random from 0 (included) to 1
 */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(longestBackoff, shortestBackoffMs * 2 ** Math.min(failures, 16));
  return Math.round(shortestBackoffMs + random * (ceiling - shortestBackoffMs));
}

/** When a throttling service may be polled again, ms since the epoch: as it says, else after a minute. */
export function throttledUntil({ retryAt }: RequestFailure, now: number): number {
  return retryAt === undefined ? now + throttledDelayMs : limitRetry(retryAt, now);
}
