import type { SavedCall, CallContext } from '../client/callContext';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import { scopeOf } from '../http/failureScope';
import type { ProviderRegistry } from '../providers/registry';
import { isRateLimited, isServiceRequested, type ConnectionStates } from '../tasks/ports/connectionStates';
import { backoff, longestBackoff, namesDelay, throttledUntil } from './backoff';
import { clearHostOutage, connectionsAt } from './hostOutage';
import type { PollingLimits } from './schedule';

// What a response or a failure means for its connection: one place for polls and for requests of people.

/** One connection probes an unreachable host; the others there wait this much longer (ms). */
const siblingsDelayMs = 60_000;

/** What an outcome is applied to. */
export interface OutcomeDeps {
  readonly store: { readonly connections: ConnectionStates };
  readonly connections: Pick<ConnectionDirectory, 'all'>;
}

/** What the length of a backoff depends on, too. */
export interface BackoffDeps extends OutcomeDeps {
  readonly providers: Pick<ProviderRegistry, 'get'>;
  readonly limits: () => PollingLimits;
  /** From 0 (included) to 1. */
  readonly random: () => number;
}

/** What follows from a failed poll that concerns the connection. */
export interface PollFailureOutcome {
  /** When the tasks can be polled again, ms since the epoch; absent when newer credentials can be used at once. */
  readonly until?: number;
  /** Whether this poll met the first rejection of the credentials. */
  readonly isFirstRejection: boolean;
}

/** Applies the failure of a poll: a rejection stops polling, any other failure starts a backoff. @param now ms since the epoch */
export function applyPollFailure(
  deps: BackoffDeps,
  call: SavedCall,
  failure: RequestFailure,
  now: number,
): PollFailureOutcome {
  const { store } = deps;
  const { id } = call.connection;
  const until = backoffEnd(deps, id, failure, now);
  if (failure.kind === 'unauthorised') {
    const isFirstRejection = reject(deps, call, failure, now);
    const isOutdated = !isFirstRejection && store.connections.state(id).credentialVersion > call.version;
    // Rejected credentials wait for new ones; `until` is for the tasks only.
    return { isFirstRejection, ...(!isOutdated && { until }) };
  }
  store.connections.backOff(id, { until, failure });
  // A host whose response broke off is there.
  if (failure.kind === 'offline' && scopeOf(failure) === 'connection') {
    const others = connectionsAt(failure.host, deps).filter((other) => other !== id);
    store.connections.extendBackoff(others, { until: until + siblingsDelayMs, failure });
  }
  return { isFirstRejection: false, until };
}

/** Applies a response to a poll: it ends a backoff, here and at the same host, but no rate limit of the service. */
export function applyPollSuccess(deps: OutcomeDeps, connection: string, now: number): void {
  const state = deps.store.connections.state(connection);
  if (state.backoff && !isRateLimited(state, now)) {
    deps.store.connections.clearBackoff(connection, now);
    clearHostOutage(state.backoff.failure, deps, now);
  }
}

/**
 * Applies the outcome of a person's request: a rejection stops polling, a success ends rejection and backoff, and a rate limit
 * starts a backoff. Other failures do not: a person decides when to try again.
 * @param call without a version it tests a draft, which has no state
 */
export function applyRequestOutcome(
  deps: OutcomeDeps,
  call: CallContext,
  failure: RequestFailure | undefined,
  now: number,
): void {
  const { store } = deps;
  const { fingerprint } = call;
  const { id } = call.connection;
  if (!failure && fingerprint !== undefined && store.connections.rejectionOf(fingerprint)) {
    store.connections.clearRejections(fingerprint, now);
  }
  if (!isSaved(call)) {
    return;
  }
  const state = store.connections.state(id);
  if (failure?.kind === 'unauthorised') {
    reject(deps, call, failure, now);
  } else if (failure && isServiceRequested({ failure })) {
    // Of several requests sent together only one starts a backoff and counts as a failure.
    if (!isRateLimited(state, now)) {
      store.connections.backOff(id, { until: throttledUntil(failure, now), failure });
    }
  } else if (!failure && (state.credentialsRejected ?? state.backoff?.failure)) {
    store.connections.clearBlocks(id, now);
    clearHostOutage(state.backoff?.failure, deps, now);
  }
}

/**
 * Stops polling of a connection whose credentials were rejected at another connection: they are not sent again.
 * @returns why they were rejected; nothing when they were not
 */
export function adoptRejection(
  deps: Pick<OutcomeDeps, 'store'>,
  call: CallContext,
  now: number,
): RequestFailure | undefined {
  const { fingerprint } = call;
  const failure = fingerprint === undefined ? undefined : deps.store.connections.rejectionOf(fingerprint);
  if (failure && isSaved(call)) {
    reject(deps, call, failure, now);
  }
  return failure;
}

function reject(
  { store }: Pick<OutcomeDeps, 'store'>,
  { connection, version, fingerprint }: SavedCall,
  failure: RequestFailure,
  now: number,
): boolean {
  return store.connections.rejectCredentials(connection.id, version, failure, now, fingerprint);
}

function isSaved(call: CallContext): call is SavedCall {
  return call.version !== undefined;
}

/** When a connection that met a failure can be polled again, ms since the epoch: when the service says so, if it does. */
function backoffEnd(
  { store, limits, random }: BackoffDeps,
  connection: string,
  failure: RequestFailure,
  now: number,
): number {
  const least = now + leastDelay(failure, limits());
  const requested = isServiceRequested({ failure }) ? throttledUntil(failure, now) : 0;
  if (namesDelay(failure, now)) {
    return Math.max(least, requested);
  }
  const failures = (store.connections.state(connection).backoff?.failures ?? 0) + 1;
  return Math.max(now + backoff(failures, random()), least, requested);
}

function leastDelay({ kind }: RequestFailure, limits: PollingLimits): number {
  switch (kind) {
    case 'offline':
      // A host that cannot be reached does not suffer from frequent requests.
      return 0;
    case 'wrong-clock':
      // Services lock a key after a few rejections in a few minutes, whatever they were about.
      return longestBackoff;
    default:
      return limits.minInterval;
  }
}
