import { toHttpDate } from '../../http/httpDate';
import type { HttpResponse } from '../../http/request';
import { renewalTime } from '../tokenCache';

/** The lifetime (ms) of a token whose response names no end: that of Huawei's tokens. */
const usualLifetime = 24 * 60 * 60_000;

/**
 * When a new token must be renewed. Its lifetime is the difference of two times of the service, whose clock may differ from this
 * machine's.
 * @param stated the `token` in the body of the response
 * @returns ms since the epoch, by this machine's clock
 */
export function usableUntil(stated: Readonly<Record<string, unknown>>, response: HttpResponse): number {
  const { headers, sentAt } = response;
  // A response with `Age` comes from a cache, and its `Date` is older.
  const date = headers['age'] === undefined ? toHttpDate(headers['date']?.trim() ?? '', sentAt) : undefined;
  const issuedAt = toTime(stated['issued_at']) ?? date ?? sentAt;
  const life = (toTime(stated['expires_at']) ?? NaN) - issuedAt;
  const lifetime = life > 0 ? life : usualLifetime;
  return renewalTime(sentAt, lifetime);
}

/** A time in ISO 8601; one without a zone is UTC, as in all of OpenStack. Returns ms since the epoch. */
function toTime(value: unknown): number | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  const text = value.trim().replace(' ', 'T');
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}
