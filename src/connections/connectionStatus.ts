import type { Clock } from '../base/clock';
import type { Elsewhere } from '../auth/origins';
import type { RequestFailure } from '../http/failure';
import { scopeOf } from '../http/failureScope';
import {
  isServiceRequested,
  type Backoff,
  type ConnectionState,
  type ConnectionStates,
} from '../tasks/ports/connectionStates';
import type { Connection } from './connection';

/**
 * What a connection can do right now; see {@link rulesOf} for what follows from it.
 *
 * - `not-configured`: tasks refer to it, but the settings have no such entry
 * - `no-provider`: no installed extension provides its task API, or its definition in the settings has a mistake
 * - `loading`: its credentials have not been read from the secret storage yet, or definitions of providers not yet from the settings
 * - `no-credentials`: there are none on this machine, the storage failed, or they were entered for another place (`elsewhere`)
 * - `outdated-credentials`: another window has newer ones
 * - `credentials-rejected`: the service rejected them; polling waits for new ones
 * - `polling-paused`: by the user
 * - `rate-limited`: the service demanded a delay
 * - `backing-off`: waiting after a failure. Without `failure` the wait is short and not shown: one request failed, or this
 *   window had a fault of its own
 * - `probing`: the backoff is over, and no response has come yet (half-open, as circuit breakers call it)
 * - `ready`
 */
export type ConnectionStatus =
  | { readonly kind: 'not-configured' | 'no-provider' | 'outdated-credentials' | 'ready' }
  | { readonly kind: 'no-credentials'; readonly elsewhere?: Elsewhere }
  | { readonly kind: 'loading'; readonly isLastKnownRunning: boolean }
  | { readonly kind: 'credentials-rejected'; readonly failure: RequestFailure }
  | { readonly kind: 'polling-paused'; readonly since: number }
  | { readonly kind: 'rate-limited'; readonly failure: RequestFailure; readonly until: number }
  | { readonly kind: 'backing-off'; readonly failure?: RequestFailure; readonly until: number }
  | { readonly kind: 'probing'; readonly failure: RequestFailure };

/** The name of a status. */
export type ConnectionStatusKind = ConnectionStatus['kind'];

/** What follows from a status. */
export interface StatusRules {
  /** Whether the poller polls its tasks: now, once a time has come, or not before something changes. */
  readonly poll: 'now' | 'later' | 'never';
  /**
   * Whether a person's request is sent. `probe`: it also ends a backoff. `wait`: once the credentials were read.
   * `test`: only by Test Connection, which clears the status when it succeeds.
   */
  readonly ask: 'yes' | 'probe' | 'wait' | 'test' | 'no';
  /** Whether its running tasks count as running, in the status bar and the badge. */
  readonly countsAsRunning: boolean;
  /** Whether a starting window waits for its overdue tasks before it notifies. */
  readonly startupWaits: boolean;
}

const table = {
  'not-configured': { poll: 'never', ask: 'no', countsAsRunning: false, startupWaits: false },
  'no-provider': { poll: 'never', ask: 'no', countsAsRunning: false, startupWaits: false },
  loading: { poll: 'never', ask: 'wait', countsAsRunning: false, startupWaits: true },
  'no-credentials': { poll: 'never', ask: 'no', countsAsRunning: false, startupWaits: false },
  'outdated-credentials': { poll: 'never', ask: 'no', countsAsRunning: false, startupWaits: false },
  'credentials-rejected': { poll: 'never', ask: 'test', countsAsRunning: false, startupWaits: false },
  'polling-paused': { poll: 'never', ask: 'yes', countsAsRunning: false, startupWaits: false },
  'rate-limited': { poll: 'later', ask: 'no', countsAsRunning: true, startupWaits: false },
  'backing-off': { poll: 'later', ask: 'probe', countsAsRunning: false, startupWaits: false },
  probing: { poll: 'now', ask: 'yes', countsAsRunning: false, startupWaits: true },
  ready: { poll: 'now', ask: 'yes', countsAsRunning: true, startupWaits: true },
} as const satisfies Record<ConnectionStatusKind, StatusRules>;

/** Looks up what follows from a status. */
export function rulesOf(status: ConnectionStatus): StatusRules {
  const rules = table[status.kind];
  switch (status.kind) {
    case 'loading':
      return { ...rules, countsAsRunning: status.isLastKnownRunning };
    case 'backing-off':
      return status.failure === undefined ? { ...rules, countsAsRunning: true, startupWaits: true } : rules;
    default:
      return rules;
  }
}

/** What the secret storage has for a connection: the version of its credentials, none, or not known yet. */
export type CredentialAvailability = number | Elsewhere | 'none' | 'loading';

/** All that a status is derived from. */
export interface StatusFacts {
  readonly isConfigured: boolean;
  /** `loading` while definitions of providers are read. */
  readonly hasProvider: boolean | 'loading';
  readonly credentials: CredentialAvailability;
  readonly state: ConnectionState;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Derives the status of a connection; the first reason that applies decides. */
export function toConnectionStatus(facts: StatusFacts): ConnectionStatus {
  const { isConfigured, hasProvider, credentials, state, now } = facts;
  const { credentialVersion, credentialsRejected, pollingPausedSince, backoff } = state;
  if (!isConfigured) {
    return { kind: 'not-configured' };
  }
  if (!hasProvider) {
    return { kind: 'no-provider' };
  }
  if (credentials === 'loading' || hasProvider === 'loading') {
    // No window had credentials before, so there is no last known status.
    const lastKnown =
      credentialVersion > 0 && toConnectionStatus({ ...facts, credentials: credentialVersion, hasProvider: true });
    return { kind: 'loading', isLastKnownRunning: lastKnown && rulesOf(lastKnown).countsAsRunning };
  }
  if (credentials === 'none') {
    return { kind: 'no-credentials' };
  }
  if (typeof credentials === 'object') {
    return { kind: 'no-credentials', elsewhere: credentials };
  }
  if (credentials < credentialVersion) {
    return { kind: 'outdated-credentials' };
  }
  if (credentialsRejected && credentials === credentialVersion) {
    return { kind: 'credentials-rejected', failure: credentialsRejected.failure };
  }
  if (pollingPausedSince !== undefined) {
    return { kind: 'polling-paused', since: pollingPausedSince };
  }
  return backoff ? toBackoffStatus(backoff, now) : { kind: 'ready' };
}

function toBackoffStatus(backoff: Backoff, now: number): ConnectionStatus {
  const { until, failure, failures } = backoff;
  // A single failure may be due to its task; the next request follows in a few seconds.
  const isOutage = failure !== undefined && (failures > 1 || scopeOf(failure) === 'connection');
  if (until > now) {
    return failure && isServiceRequested(backoff)
      ? { kind: 'rate-limited', failure, until }
      : { kind: 'backing-off', until, ...(isOutage && { failure }) };
  }
  return isOutage && !isServiceRequested(backoff) ? { kind: 'probing', failure } : { kind: 'ready' };
}

/** Where the facts of a status come from. */
export interface StatusDeps {
  readonly connections: {
    get(id: string): Connection | undefined;
    credentialAvailability(id: string): CredentialAvailability;
  };
  readonly providers: { get(id: string): unknown; isLoading(): boolean };
  readonly store: { readonly connections: Pick<ConnectionStates, 'state'> };
  readonly clock: Pick<Clock, 'now'>;
}

/** The status of a connection now. @param id of the connection, in the settings or not */
export function statusOf(id: string, { connections, providers, store, clock }: StatusDeps): ConnectionStatus {
  const connection = connections.get(id);
  return toConnectionStatus({
    isConfigured: connection !== undefined,
    hasProvider: connection !== undefined && hasProvider(connection.provider, providers),
    credentials: connections.credentialAvailability(id),
    state: store.connections.state(id),
    now: clock.now(),
  });
}

function hasProvider(id: string, providers: StatusDeps['providers']): StatusFacts['hasProvider'] {
  return providers.get(id) !== undefined || (providers.isLoading() && 'loading');
}
