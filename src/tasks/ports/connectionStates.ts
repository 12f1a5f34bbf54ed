import type { RequestFailure } from '../../http/failure';

/** The state of a connection, shared by all windows. `connections/connectionStatus.ts` derives its status. */
export interface ConnectionState {
  readonly connection: string;
  /** Grows with every change of the credentials; 0 while no window has any. */
  readonly credentialVersion: number;
  /** The first authentication failure; polling stops until the credentials change. */
  readonly credentialsRejected?: { readonly since: number; readonly failure: RequestFailure };
  /** When the user paused polling, ms since the epoch. */
  readonly pollingPausedSince?: number;
  readonly backoff?: Backoff;
}

/** A time before which a connection is not polled. */
export interface Backoff {
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** The reason; absent after a local failure, such as a locked keychain. */
  readonly failure?: RequestFailure;
  /** Consecutive failures. */
  readonly failures: number;
}

/** Stores the state of connections for all windows. Each method is one transaction. */
export interface ConnectionStates {
  state(connection: string): ConnectionState;
  /** Publishes this window's credential version. A newer one ends rejection and backoff, and makes the tasks due. */
  publishCredentials(connection: string, version: number, now: number): void;
  /**
   * Stops polling of a connection in every window.
   * @param fingerprint of the rejected credentials: other connections that use them need not send them
   * @returns whether this call did; false when the credentials were rejected before, or newer ones exist
   */
  rejectCredentials(
    connection: string,
    credentialVersion: number,
    failure: RequestFailure,
    now: number,
    fingerprint?: string,
  ): boolean;
  /** Why credentials with this fingerprint were rejected, at any connection; nothing when they were not. */
  rejectionOf(fingerprint: string): RequestFailure | undefined;
  /**
   * Claims the first request with credentials that were not accepted lately, so that nobody else sends one meanwhile. A stored
   * rejection ends the claim.
   * @param until when the claim expires, ms since the epoch
   * @returns whether this window may send it; not while it has the claim already: its rejection may be on the way to the store
   */
  claimFirstRequest(fingerprint: string, now: number, until: number): boolean;
  /** Ends this window's claim of {@link claimFirstRequest}. */
  releaseFirstRequest(fingerprint: string): void;
  /** Ends the rejections of credentials with this fingerprint, at all connections, and makes their tasks due. */
  clearRejections(fingerprint: string, now: number): void;
  /**
   * Ends the connection's rejection and its backoff, but no rate limit of the service, and makes its tasks due. Other connections
   * with the same credentials stay rejected: only {@link clearRejections} ends that.
   */
  clearBlocks(connection: string, now: number): void;
  /** Stops polling before `until` and counts consecutive failures. It does not shorten the time that a service named. */
  backOff(connection: string, backoff: { readonly until: number; readonly failure?: RequestFailure }): void;
  /** Stops polling of connections that did not fail themselves: counts no failure, and never shortens a backoff. */
  extendBackoff(
    connections: readonly string[],
    backoff: { readonly until: number; readonly failure: RequestFailure },
  ): void;
  /** Ends a backoff and resets its count of failures. After an outage the tasks are due at once. */
  clearBackoff(connection: string, now: number): void;
  /** Stops polling until {@link resumePolling}. Requests that the user starts, such as a look-up, are still sent. */
  pausePolling(connections: readonly string[], now: number): void;
  /** Ends {@link pausePolling} and makes the tasks due. */
  resumePolling(connections: readonly string[], now: number): void;
  /** When a task of the connection last got a response, ms since the epoch. */
  lastResponseAt(connection: string): number | undefined;
  /** Claims the warning that a session unused since `lastResponseAt` expires. @returns whether this window warns */
  claimExpiryWarning(connection: string, lastResponseAt: number): boolean;
  /**
   * The stored project id of a connection's region.
   * @param account the owner of the project: another account has another project
   */
  project(connection: string, account: string): string | undefined;
  rememberProject(connection: string, account: string, project: string): void;
}

/** Whether polling is blocked by neither rejected credentials nor the user. A backoff only delays it. */
export function mayPoll({ credentialsRejected, pollingPausedSince }: ConnectionState): boolean {
  return credentialsRejected === undefined && pollingPausedSince === undefined;
}

/** Whether the service limits the rate of requests: with 429, or with `Retry-After` in another failure. */
export function isServiceRequested({ failure }: Pick<Backoff, 'failure'>): boolean {
  return failure?.kind === 'throttled' || failure?.retryAt !== undefined;
}

/** Whether the service still limits the rate of requests. @param now ms since the epoch */
export function isRateLimited({ backoff }: ConnectionState, now: number): boolean {
  return backoff !== undefined && isServiceRequested(backoff) && backoff.until > now;
}
