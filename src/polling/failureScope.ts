import type { RequestFailure } from '../http/failure';
import type { Backoff } from '../tasks/ports/connectionStates';

/**
 * How far a failure reaches. `task`: the one that was asked for. `service`: it wants to be left alone for a while, although
 * another task may be answered for then. `connection`: every task of it would meet the same.
 */
export type FailureScope = 'task' | 'service' | 'connection';

/** How far a failure reaches, by what it is. */
export function scopeOf({ kind, status = 0 }: RequestFailure): FailureScope {
  switch (kind) {
    case 'offline':
    case 'tls':
    case 'address':
    case 'redirected':
    case 'credentials-missing':
    case 'unauthorised':
      return 'connection';
    case 'timeout':
    case 'throttled':
      return 'service';
    case 'server-error':
      return status >= 500 ? 'service' : 'task';
    case 'too-large':
    case 'forbidden':
    case 'not-found':
    case 'rejected':
    case 'not-json':
    case 'unexpected-shape':
      return 'task';
  }
}

/**
 * Why a connection is backoff, where that is worth a word: one question that a service could not answer may be the fault of
 * its task, and the next one goes out in a few seconds.
 */
export function visibleFailure(backoff: Backoff | undefined): RequestFailure | undefined {
  const { failure, failures = 0 } = backoff ?? {};
  return failure && (scopeOf(failure) === 'connection' || failure.kind === 'throttled' || failures > 1)
    ? failure
    : undefined;
}
