import type { SigningContext } from '../authenticator';
import { toBasicDate } from '../dates';
import { toHeaderValue } from '../headerValue';

// KooDrive rejects a date in the future and accepts one that is up to 15 minutes old. Dating a request back by this (ms)
// keeps a slightly fast clock from locking the user out.
const marginMs = 60_000;

/** The headers of every KooDrive request besides `Authorization`: the date, and the user id where it is known. */
export function koodriveHeaders({ now, userId }: SigningContext): Record<string, string> {
  return {
    'x-date': toBasicDate(now - marginMs),
    ...(userId ? { 'x-user-id': toHeaderValue(userId) } : {}),
  };
}
