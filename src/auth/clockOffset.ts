import type { RequestFailure } from '../http/failure';
import type { HttpResponse } from '../http/request';

/** A smaller offset (ms) may come from the network's delay and the Date header's whole seconds. */
const noiseMs = 30_000;

/**
 * How far a service's clock is ahead of this machine's (ms): its `Date` against the middle of sending and receiving.
 * @returns 0 when they agree; undefined when the response has no date, or came from a cache (`Age`)
 */
export function clockOffset({ headers, sentAt, receivedAt }: HttpResponse): number | undefined {
  const date = Date.parse(headers['date'] ?? '');
  if (Number.isNaN(date) || headers['age'] !== undefined) {
    return undefined;
  }
  const offset = date - (sentAt + receivedAt) / 2;
  return Math.abs(offset) < noiseMs ? 0 : Math.round(offset);
}

/** Whether a rejection may be about the time of the request rather than its credentials. */
export function isAboutTime({ kind, detail }: RequestFailure): boolean {
  return kind === 'unauthorised' && /x-(sdk-)?date|clock|timestamp|time|expired?/i.test(detail ?? '');
}
