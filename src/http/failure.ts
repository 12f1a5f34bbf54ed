import type { Message } from '../base/message';
import type { BodyForm } from './responseBody';

/**
 * Why a request got no usable response. A closed set: for each kind there is something that the user or the poller can do.
 *
 * - `offline`: no connection to the host (name not found, refused, unreachable, reset, not let through by a proxy)
 * - `timeout`: no complete response in time
 * - `tls`: the host's certificate was not accepted, or the connection's file of certificates cannot be used
 * - `address`: the connection's address is wrong: malformed, http to another machine, or what responds there is not the service
 * - `redirected`: the response is a redirect, which is not followed
 * - `too-large`: the response exceeds the size limit
 * - `credentials-missing`: no credentials are stored on this machine
 * - `unauthorised`: the service rejected the credentials
 * - `wrong-clock`: the service rejected the time of a signature, which says nothing of the credentials
 * - `forbidden`: the credentials are valid but lack a permission
 * - `throttled`: too many requests; see `retryAt`
 * - `not-found`: the service itself says that it does not know this task
 * - `rejected`: the service did not accept the request
 * - `server-error`: the service failed
 * - `not-json`: the response is empty, cut off, HTML or otherwise not JSON
 * - `unexpected-shape`: JSON of another shape than the documents describe
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
  'wrong-clock',
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

/** All scopes of a failure; `failureScope.ts` says what each means and follows from. */
export const failureScopes = ['task', 'request', 'service', 'connection'] as const;

/** What failed. */
export type FailureScope = (typeof failureScopes)[number];

/** A step before the requests of all tasks of a connection: fetching a token, or looking up the project ID. */
export type SharedStep = 'sign-in' | 'project';

/** The code of a request that was not sent because the host's certificate would not have been verified. */
export const unverifiedCode = 'ERR_TLS_UNVERIFIED';

/** A failed request as a value, which can be stored and turned into a sentence later. Holds no secret. */
export interface RequestFailure {
  readonly kind: FailureKind;
  /** The requested host, with its port unless that is the default one. */
  readonly host?: string;
  /** Whether a proxy or firewall is at fault rather than the host. */
  readonly byProxy?: true;
  /** The connection's file of certificates, if that cannot be used; `code` may say why. */
  readonly caFile?: string;
  /** The step before the request that failed, if it was one: all tasks of the connection need it. */
  readonly step?: SharedStep;
  /** What failed, where the evidence says otherwise than the kind; read it through `scopeOf`. */
  readonly scope?: FailureScope;
  /** What the response's body was: only JSON is the service's own word. Absent without a response. */
  readonly evidence?: BodyForm;
  /** HTTP status of the response, if there was one. */
  readonly status?: number;
  /** The provider's own sentence, in place of the one for the kind. */
  readonly explanation?: Message;
  /** The service's own error code, or the system's (`ECONNREFUSED`). */
  readonly code?: string;
  /** The service's own words, shortened to 300 characters; never an HTML page. */
  readonly detail?: string;
  /** The service's id of the request, for its support. */
  readonly requestId?: string;
  /** No request before this time, ms since the epoch (from `Retry-After`). */
  readonly retryAt?: number;
}

/** Adds the explanation that `describe` gives, unless the failure has one. */
export function explained(
  failure: RequestFailure,
  describe: ((failure: RequestFailure) => Message | undefined) | undefined,
): RequestFailure {
  const explanation = failure.explanation ?? describe?.(failure);
  return explanation ? { ...failure, explanation } : failure;
}

/** That a request was not sent; the failure is that of an earlier one. */
export interface Unsent {
  /** When a request will be sent again, ms since the epoch; absent where the credentials must change first. */
  readonly until?: number;
}

/** Options of a {@link RequestError}. */
interface RequestErrorOptions extends ErrorOptions {
  readonly unsent?: Unsent;
}

/** Carries a {@link RequestFailure} to the caller. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly unsent: Unsent | undefined;

  constructor(
    readonly failure: RequestFailure,
    { unsent, ...options }: RequestErrorOptions = {},
  ) {
    super([failure.kind, failure.status, failure.code].filter(Boolean).join(' '), options);
    this.unsent = unsent;
  }
}
