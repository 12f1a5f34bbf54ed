import type { Message } from '../base/message';

/**
 * Why a question got no usable answer. A closed set, each with something the user or the tracker can do about it.
 *
 * - `offline`: no connection to the host (name not found, refused, unreachable, reset, not let through by a proxy)
 * - `timeout`: no complete answer in time
 * - `tls`: the host's certificate was not accepted, or the file that should vouch for it cannot be used
 * - `address`: the connection's address cannot be used (malformed, or http to another machine)
 * - `redirected`: the host answered with a redirect, which is not followed
 * - `too-large`: the answer passed the size limit
 * - `credentials-missing`: nothing to sign in with is stored here
 * - `unauthorised`: the service refused the credentials
 * - `forbidden`: the credentials are good but may not do this
 * - `throttled`: too many requests; see `retryAt`
 * - `not-found`: the service does not know this task (or this path)
 * - `rejected`: the service found the request wrong
 * - `server-error`: the service failed
 * - `not-json`: the answer was empty, cut off, HTML or otherwise not JSON
 * - `unexpected-shape`: JSON, but not what the documents describe
 */
export const failureKinds = [
  'offline',
  'timeout',
  'tls',
  'address',
  'redirected',
  'too-large',
  'credentials-missing',
  'unauthorised',
  'forbidden',
  'throttled',
  'not-found',
  'rejected',
  'server-error',
  'not-json',
  'unexpected-shape',
] as const;

/** One of {@link failureKinds}. */
export type FailureKind = (typeof failureKinds)[number];

/** A step that comes before the requests of all tasks of a connection: fetching a token, or looking up the project's id. */
export type SharedStep = 'sign-in' | 'project';

/** The code of a request that was not sent because the host's certificate would not have been verified. */
export const unverifiedCode = 'ERR_TLS_UNVERIFIED';

/** A failed question as a value, which can be stored and turned into a sentence later. Holds no secret. */
export interface RequestFailure {
  readonly kind: FailureKind;
  /** The host that was asked, with a port that is not the usual one. */
  readonly host?: string;
  /** Whether something on the way is at fault, a proxy or a firewall, rather than the host. */
  readonly byProxy?: true;
  /** The connection's file of certificates, where that cannot be used; `code` may say why. */
  readonly caFile?: string;
  /** The step before the request that failed, where it was one: all tasks of the connection need it. */
  readonly step?: SharedStep;
  /** HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** What its provider says of it, in place of the sentence for its kind. */
  readonly explanation?: Message;
  /** The service's own error code, or the system's (`ECONNREFUSED`). */
  readonly code?: string;
  /** The service's own words, shortened to 300 characters; never an HTML page. */
  readonly detail?: string;
  /** The service's id of the request, for its support. */
  readonly requestId?: string;
  /** Not before this time, ms since the epoch (from `Retry-After`). */
  readonly retryAt?: number;
}

/** The failure with what `describe` has to say of it; one that is explained already stays as it is. */
export function explained(
  failure: RequestFailure,
  describe: ((failure: RequestFailure) => Message | undefined) | undefined,
): RequestFailure {
  const explanation = failure.explanation ?? describe?.(failure);
  return explanation ? { ...failure, explanation } : failure;
}

/** A {@link RequestFailure} on its way up. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly failure: RequestFailure,
    options?: ErrorOptions,
  ) {
    super([failure.kind, failure.status, failure.code].filter(Boolean).join(' '), options);
  }
}
