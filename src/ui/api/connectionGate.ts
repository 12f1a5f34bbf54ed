import { l10n } from 'vscode';
import type { ErrorCode } from '../../api';
import { DisposableStore } from '../../base/lifecycle';
import { noSuchConnection } from '../../connections/connectionMessages';
import { blockingStatusOf, type ConnectionStatusKind, type RequestPurpose } from '../../connections/connectionStatus';
import { onDidChangeStatus } from '../../connections/statusChanges';
import type { Services } from '../services';
import { localize } from '../shell/localize';
import { connectionStatusText } from '../text/connectionStatusText';
import { ApiError } from './apiError';

/** What decides whether a connection can be requested. */
export type GateDeps = Pick<Services, 'store' | 'connections' | 'providers' | 'clock'>;

/** The code for each status that may keep a request from being sent. */
const codes: Readonly<Partial<Record<ConnectionStatusKind, ErrorCode>>> = {
  'not-configured': 'not-configured',
  'no-provider': 'no-provider',
  'no-credentials': 'no-credentials',
  'outdated-credentials': 'no-credentials',
  'credentials-rejected': 'credentials-rejected',
  'polling-paused': 'polling-paused',
  'rate-limited': 'rate-limited',
};

/** The error that says why a connection's status does not allow a request; `undefined` when it does. */
export function blockOf(deps: GateDeps, id: string, purpose: RequestPurpose): ApiError | undefined {
  const status = blockingStatusOf(id, purpose, deps);
  if (!status) {
    return undefined;
  }
  const sentence =
    status.kind === 'not-configured'
      ? localize(noSuchConnection(id))
      : connectionStatusText(deps, id, status)?.sentence;
  return new ApiError(codes[status.kind] ?? 'internal', sentence ?? l10n.t('This connection cannot be used.'));
}

/** @throws ApiError when the connection's status does not allow the request */
export function refuseBlocked(deps: GateDeps, id: string, purpose: RequestPurpose): void {
  const block = blockOf(deps, id, purpose);
  if (block) {
    throw block;
  }
}

/** The same once it is known whether the connection has credentials. @throws ApiError as {@link refuseBlocked} does */
export async function refuseBlockedWhenLoaded(deps: GateDeps, id: string, purpose: RequestPurpose): Promise<void> {
  await deps.connections.whenLoaded([id]);
  refuseBlocked(deps, id, purpose);
}

/** Calls `listener` after anything changed that tasks or the status of a connection depend on. */
export function onDidChangeAnything(deps: GateDeps, listener: () => void): DisposableStore {
  const owned = new DisposableStore();
  owned.add(deps.store.onDidChange(listener));
  owned.add(onDidChangeStatus(deps, listener));
  return owned;
}
