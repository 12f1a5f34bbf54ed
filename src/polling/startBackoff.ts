import type { RequestFailure } from '../http/failure';
import { backoff, throttledUntil } from './backoff';
import { connectionsAt } from './hostOutage';
import type { PollDeps } from './pollDeps';

/** One connection probes an unreachable host; the others there wait this much longer (ms). */
const siblingsDelayMs = 60_000;

type BackoffDeps = Pick<PollDeps, 'store' | 'connections' | 'providers' | 'limits' | 'random'>;

/**
 * Starts the backoff of a connection, and of all others at its host if that cannot be reached.
 * @param connection id of the one that met the failure
 * @returns when the backoff ends, ms since the epoch
 */
export function startBackoff(deps: BackoffDeps, connection: string, failure: RequestFailure, now: number): number {
  const until = backoffEnd(deps, connection, failure, now);
  deps.store.connections.backOff(connection, { until, failure });
  if (failure.kind === 'offline') {
    const others = connectionsAt(failure.host, deps).filter((id) => id !== connection);
    deps.store.connections.extendBackoff(others, { until: until + siblingsDelayMs, failure });
  }
  return until;
}

/** When a connection that met a failure can be polled again, ms since the epoch. */
export function backoffEnd(
  { store, limits, random }: BackoffDeps,
  connection: string,
  failure: RequestFailure,
  now: number,
): number {
  const failures = (store.connections.state(connection).backoff?.failures ?? 0) + 1;
  // A host that cannot be reached does not suffer from frequent requests.
  const least = failure.kind === 'offline' ? 0 : limits().minInterval;
  const isAsked = failure.kind === 'throttled' || failure.retryAt !== undefined;
  const asked = isAsked ? throttledUntil(failure, now) : 0;
  return Math.max(now + backoff(failures, random()), now + least, asked);
}
