import type { RequestFailure } from '../http/failure';
import { limitRetry } from '../http/retryAfter';
import { backoff, throttledUntil } from './backoff';
import { connectionsAt } from './hosts';
import type { TurnSurroundings } from './turn';

/** An unreachable host is tried with one connection; the others at it wait this much longer for what came of that; ms. */
const siblingsWait = 60_000;

type HoldSurroundings = Pick<TurnSurroundings, 'store' | 'connections' | 'providers' | 'limits' | 'random'>;

/**
 * Lets nobody ask a connection for a while, nor any other at a host that cannot be reached.
 * @param connection id of the one that met the failure
 * @returns until when, ms since the epoch
 */
export function holdAfter(around: HoldSurroundings, connection: string, failure: RequestFailure, now: number): number {
  const until = holdEnd(around, connection, failure, now);
  around.store.hold(connection, { until, failure });
  if (failure.kind === 'offline') {
    const others = connectionsAt(failure.host, around).filter((id) => id !== connection);
    around.store.holdToo(others, { until: until + siblingsWait, failure });
  }
  return until;
}

/** When a connection that met a failure can be asked again, ms since the epoch. */
export function holdEnd(
  { store, limits, random }: HoldSurroundings,
  connection: string,
  failure: RequestFailure,
  now: number,
): number {
  const failures = (store.standing(connection).held?.failures ?? 0) + 1;
  // Who cannot even be reached is not asked too often.
  const least = failure.kind === 'offline' ? 0 : limits().minInterval;
  const asked = failure.kind === 'throttled' ? throttledUntil(failure, now) : limitRetry(failure.retryAt ?? 0, now);
  return Math.max(now + backoff(failures, random()), now + least, asked);
}
