import type { RequestFailure } from '../http/failure';
import type { HttpResponse } from '../http/request';

/** An offset below this is the network's delay and the Date header's whole seconds; ms. */
const noise = 30_000;

/**
 * How far a service's clock is ahead of this machine's, ms: its `Date` against the middle of sending and receiving.
 * @returns 0 when they agree; nothing when the answer does not tell, or came from a cache (`Age`)
 */
export function clockOffset({ headers, sentAt, receivedAt }: HttpResponse): number | undefined {
  const date = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(date) || headers['age'] !== undefined) {
    return undefined;
  }
  const offset = date - (sentAt + receivedAt) / 2;
  return Math.abs(offset) < noise ? 0 : Math.round(offset);
}

/** Whether a refusal may be about the time of the request rather than its credentials. */
export function isAboutTime({ kind, detail }: RequestFailure): boolean {
  return kind === 'unauthorised' && /x-(sdk-)?date|clock|timestamp|time|expired?/i.test(detail ?? '');
}
