import { affectsWholeConnection } from '../connections/connectionStatus';
import type { RequestFailure } from '../http/failure';

/**
 * What a failure affects. `task`: the requested one. `service`: it needs a pause, after which another task may get a
 * response. `connection`: every task of it would fail alike.
 */
export type FailureScope = 'task' | 'service' | 'connection';

/** The scope of a failure. */
export function scopeOf(failure: RequestFailure): FailureScope {
  const { kind, status = 0 } = failure;
  if (affectsWholeConnection(failure)) {
    return 'connection';
  }
  return kind === 'timeout' || kind === 'throttled' || (kind === 'server-error' && status >= 500) ? 'service' : 'task';
}
