import { toHttpDate } from './httpDate';
import type { HttpResponse } from './request';

/** No service is believed that wants to be left alone for longer; ms. */
export const longestRetry = 3_600_000;

/**
 * What is believed of a time before which a service does not want another request.
 * @param at ms since the epoch, as the service said
 * @param receivedAt when it said so, ms since the epoch
 * @returns from `receivedAt` to {@link longestRetry} later, ms since the epoch
 */
export function limitRetry(at: number, receivedAt: number): number {
  return Math.min(Math.max(at, receivedAt), receivedAt + longestRetry);
}

/**
 * The earliest time for another request, from a `Retry-After` header (RFC 9110, 10.2.3): whole seconds or an HTTP date.
 * A date counts from the answer's own `Date`, because the service's clock need not agree with ours; one that has passed means now.
 * @returns ms since the epoch by our clock, at most {@link longestRetry} after the answer came; nothing when the header is
 * absent or anything else
 */
export function toRetryAt({ headers, receivedAt }: Pick<HttpResponse, 'headers' | 'receivedAt'>): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) {
    return limitRetry(receivedAt + Number(text) * 1000, receivedAt);
  }
  const at = toHttpDate(text, receivedAt);
  // An answer from a cache tells what time it was when it was put there.
  const said = headers['age'] === undefined ? toHttpDate(headers['date']?.trim() ?? '', receivedAt) : undefined;
  return at === undefined ? undefined : limitRetry(receivedAt + at - (said ?? receivedAt), receivedAt);
}
