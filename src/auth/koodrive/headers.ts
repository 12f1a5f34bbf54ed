import type { SigningContext } from '../authenticator';
import { toBasicDate } from '../dates';
import { toHeaderValue } from '../headerValue';

// KooDrive refuses a date in the future, so a clock that is a little fast would lock the user out. It takes one that is
// up to 15 minutes old.
const margin = 60_000;

/** What every KooDrive request carries besides `Authorization`: the date, and the user id when it is known. */
export function koodriveHeaders({ now, userId }: SigningContext): Record<string, string> {
  return {
    'x-date': toBasicDate(now - margin),
    ...(userId ? { 'x-user-id': toHeaderValue(userId) } : {}),
  };
}
