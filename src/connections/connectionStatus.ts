import type { OriginMismatch } from '../auth/origins';
import type { Clock } from '../base/clock';
import { omitUndefined } from '../base/omitUndefined';
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
 * - `no-credentials`: there are none on this machine, the storage failed, or they were entered for another place (`mismatch`)
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
  | { readonly kind: 'no-credentials'; readonly mismatch?: OriginMismatch }
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
  /**
   * Whether the poller polls its tasks: `now`, `later` once a time has come, by another window (`elsewhere`), or not before
   * something changes (`never`).
   */
  readonly poll: 'now' | 'later' | 'elsewhere' | 'never';
  /**
   * Whether a request of a person or of another extension is sent. `probe`: it also ends a backoff. `wait`: once the
   * credentials were read. `test`: only by Test Connection, which clears the status when it succeeds. {@link isAllowed} tells
   * what follows for each kind of request.
   */
  readonly ask: 'yes' | 'probe' | 'wait' | 'test' | 'no';
  /** Whether its running tasks count as running, in the status bar and the badge. */
  readonly countsAsRunning: boolean;
  /** Whether a starting window waits for its overdue tasks before it notifies. */
  readonly startupWaits: boolean;
  /** Whether it works again only after the user has updated its credentials. */
  readonly needsCredentials: boolean;
}

const no = { countsAsRunning: false, startupWaits: false, needsCredentials: false } as const;

const table = {
  'not-configured': { ...no, poll: 'never', ask: 'no' },
  'no-provider': { ...no, poll: 'never', ask: 'no' },
  loading: { ...no, poll: 'never', ask: 'wait', startupWaits: true },
  'no-credentials': { ...no, poll: 'never', ask: 'no', needsCredentials: true },
  'outdated-credentials': { ...no, poll: 'elsewhere', ask: 'no' },
  'credentials-rejected': { ...no, poll: 'never', ask: 'test', needsCredentials: true },
  'polling-paused': { ...no, poll: 'never', ask: 'yes' },
  'rate-limited': { ...no, poll: 'later', ask: 'no', countsAsRunning: true },
  'backing-off': { ...no, poll: 'later', ask: 'probe' },
  probing: { ...no, poll: 'now', ask: 'yes', startupWaits: true },
  ready: { ...no, poll: 'now', ask: 'yes', countsAsRunning: true, startupWaits: true },
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

/**
 * What is sent to a service, or waited for:
 *
 * - `poll`: a request of the poller
 * - `refresh`: a poll that a person demands; it ends a backoff
 * - `look-up`: a request of a person that stores nothing, such as a look-up, a list or a cancellation
 * - `test`: Test Connection
 * - `wait`: nothing is sent; the next response of a poll, of any window
 */
export type RequestPurpose = 'poll' | 'refresh' | 'look-up' | 'test' | 'wait';

/** Whether a status lets a request be sent, in this window; for `wait`, whether a response may come without a person's doing. */
export function isAllowed(status: ConnectionStatus, purpose: RequestPurpose): boolean {
  const { poll, ask } = rulesOf(status);
  switch (purpose) {
    case 'poll':
      return (poll === 'now' || poll === 'later') && ask !== 'no';
    case 'refresh':
      return ask === 'wait' || isAllowed(status, 'poll');
    case 'look-up':
      return ask !== 'no' && ask !== 'test';
    case 'test':
      return ask !== 'no';
    case 'wait':
      return ask === 'wait' || poll !== 'never';
  }
}

/** What the secret storage has for a connection: the version of its credentials, none, or not known yet. */
export type CredentialAvailability = number | OriginMismatch | 'none' | 'loading';

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
    return { kind: 'no-credentials', mismatch: credentials };
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

/**
 * The status that keeps a request from being sent; nothing when it may be sent. A status that allows it hides no other: a rate
 * limit counts although the user paused polling, and for a test although the credentials were rejected.
 */
export function toBlockingStatus(facts: StatusFacts, purpose: RequestPurpose): ConnectionStatus | undefined {
  const status = toConnectionStatus(facts);
  if (!isAllowed(status, purpose)) {
    return status;
  }
  switch (status.kind) {
    case 'polling-paused':
      return toBlockingStatus(withoutFact(facts, 'pollingPausedSince'), purpose);
    case 'credentials-rejected':
      return toBlockingStatus(withoutFact(facts, 'credentialsRejected'), purpose);
    default:
      return undefined;
  }
}

function withoutFact(facts: StatusFacts, fact: 'pollingPausedSince' | 'credentialsRejected'): StatusFacts {
  return { ...facts, state: omitUndefined({ ...facts.state, [fact]: undefined }) };
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
export function statusOf(id: string, deps: StatusDeps): ConnectionStatus {
  return toConnectionStatus(factsOf(id, deps));
}

/** The status that keeps a request to a connection from being sent now, see {@link toBlockingStatus}. */
export function blockingStatusOf(id: string, purpose: RequestPurpose, deps: StatusDeps): ConnectionStatus | undefined {
  return toBlockingStatus(factsOf(id, deps), purpose);
}

/**
 * Whether the user paused polling of a connection. Its status may name another reason first, such as rejected credentials;
 * the pause can be ended all the same.
 */
export function isPausedByUser(id: string, { store }: Pick<StatusDeps, 'store'>): boolean {
  return store.connections.state(id).pollingPausedSince !== undefined;
}

function factsOf(id: string, { connections, providers, store, clock }: StatusDeps): StatusFacts {
  const connection = connections.get(id);
  return {
    isConfigured: connection !== undefined,
    hasProvider: connection !== undefined && hasProvider(connection.provider, providers),
    credentials: connections.credentialAvailability(id),
    state: store.connections.state(id),
    now: clock.now(),
  };
}

function hasProvider(id: string, providers: StatusDeps['providers']): StatusFacts['hasProvider'] {
  return providers.get(id) !== undefined || (providers.isLoading() && 'loading');
}
