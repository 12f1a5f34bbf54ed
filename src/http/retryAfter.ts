import { toHttpDate } from './httpDate';
import type { HttpResponse } from './request';

/** Upper bound for `Retry-After` (ms). */
export const longestRetry = 3_600_000;

/**
 * Bounds the time before which a service wants no other request.
 * @param at ms since the epoch, from the service
 * @param receivedAt when the response came, ms since the epoch
 * @returns from `receivedAt` to {@link longestRetry} later, ms since the epoch
 */
export function limitRetry(at: number, receivedAt: number): number {
  return Math.min(Math.max(at, receivedAt), receivedAt + longestRetry);
}

/**
 * The earliest time for another request, from a `Retry-After` header (RFC 9110, 10.2.3): seconds or an HTTP date. Some
 * services send seconds with a decimal point.
 * A date counts from the response's own `Date`, because the service's clock may differ from ours; one that has passed means
 * now.
 * @returns ms since the epoch by our clock, at most {@link longestRetry} after the response; nothing when the header is
 * absent or has another form
 */
export function toRetryAt({ headers, receivedAt }: Pick<HttpResponse, 'headers' | 'receivedAt'>): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,30}(\.\d{1,30})?$/.test(text)) {
    return limitRetry(receivedAt + Number(text) * 1000, receivedAt);
  }
  const at = toHttpDate(text, receivedAt);
  // A cached response has the `Date` of the time when it was cached.
  const said = headers['age'] === undefined ? toHttpDate(headers['date']?.trim() ?? '', receivedAt) : undefined;
  return at === undefined ? undefined : limitRetry(receivedAt + at - (said ?? receivedAt), receivedAt);
}
