import type { RequestFailure } from '../http/failure';
import type { HttpResponse } from '../http/request';
import type { Credentials } from './credentials';

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

/** Whether a service rejected the time of a signature. That of a token or a key, which can expire, too, is another matter. */
export function isClockRejected(
  { kind, detail }: RequestFailure,
  { kind: signedAs }: Pick<Credentials, 'kind'>,
): boolean {
  return (
    (signedAs === 'aksk' || signedAs === 'koodrive-app') &&
    kind === 'unauthorised' &&
    /x-(sdk-)?date|clock|timestamp|(signature|request)[^,.]*(\btime\b|expire)/i.test(detail ?? '')
  );
}
