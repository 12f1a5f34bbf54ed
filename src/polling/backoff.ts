import type { RequestFailure } from '../http/failure';
import { limitRetry, longestRetry } from '../http/retryAfter';

/** Delay (ms) after a 429 without `Retry-After`. */
const throttledDelayMs = 60_000;
/** Shortest backoff (ms). */
const shortestBackoffMs = 5_000;
/** A shorter delay (ms) in `Retry-After` is not taken for one that the service needs. */
const shortestNamedMs = 2_000;
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

/**
 * Whether the service named a delay that replaces the backoff. Gateways send 0, 1 or a passed date through a whole outage, which
 * would poll it all the time.
 */
export function namesDelay({ retryAt }: RequestFailure, now: number): boolean {
  return retryAt !== undefined && retryAt - now >= shortestNamedMs;
}

/** When a throttling service may be polled again, ms since the epoch: as it says, else after a minute. */
export function throttledUntil({ retryAt }: RequestFailure, now: number): number {
  return retryAt === undefined ? now + throttledDelayMs : requestedTime(retryAt, now);
}

/**
 * Limits a stored time before which a service wants no request, ms since the epoch. A time further ahead than
 * {@link longestRetry} was stored before the clock went back: the delay that the service demanded is not known any more, and
 * becomes a minute.
 */
export function requestedTime(retryAt: number, now: number): number {
  return retryAt > now + longestRetry ? now + throttledDelayMs : limitRetry(retryAt, now);
}
