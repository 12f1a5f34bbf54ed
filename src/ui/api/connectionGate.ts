import { l10n } from 'vscode';
import type { ErrorCode } from '../../api';
import { DisposableStore } from '../../base/lifecycle';
import { statusOf, type ConnectionStatusKind } from '../../connections/connectionStatus';
import { connectionStatusText } from '../text/connectionStatusText';
import type { Services } from '../services';
import { ApiError } from './apiError';

/** What decides whether a connection can be requested. */
export type GateDeps = Pick<Services, 'store' | 'connections' | 'providers' | 'clock'>;

/** The code for each status in which a request is not sent. */
const codes: Readonly<Partial<Record<ConnectionStatusKind, ErrorCode>>> = {
  'not-configured': 'not-configured',
  'no-provider': 'no-provider',
  'no-credentials': 'no-credentials',
  'outdated-credentials': 'no-credentials',
  'credentials-rejected': 'credentials-rejected',
  'polling-paused': 'polling-paused',
  'rate-limited': 'rate-limited',
};

/** Statuses in which a single request, such as a look-up, is not sent. */
export const requestBlocks: readonly ConnectionStatusKind[] = [
  'not-configured',
  'no-provider',
  'no-credentials',
  'rate-limited',
];

/** Statuses in which no poll of this window is sent. */
export const pollBlocks: readonly ConnectionStatusKind[] = [
  ...requestBlocks,
  'outdated-credentials',
  'credentials-rejected',
  'polling-paused',
];

/**
 * Statuses that last until somebody acts, so that waiting makes no sense. With outdated credentials the window that has the
 * newer ones polls.
 */
export const waitBlocks: readonly ConnectionStatusKind[] = pollBlocks.filter(
  (kind) => kind !== 'rate-limited' && kind !== 'outdated-credentials',
);

/** The error that says why a connection is blocked; `undefined` if its status is none of `blocks`. */
export function blockOf(deps: GateDeps, id: string, blocks: readonly ConnectionStatusKind[]): ApiError | undefined {
  const { kind } = statusOf(id, deps);
  const code = blocks.includes(kind) ? codes[kind] : undefined;
  if (!code) {
    return undefined;
  }
  const sentence =
    kind === 'not-configured'
      ? l10n.t('There is no connection {0} in the settings.', id)
      : connectionStatusText(deps, id)?.sentence;
  return new ApiError(code, sentence ?? l10n.t('This connection cannot be used.'));
}

/** @throws ApiError when the connection is blocked */
export function refuseBlocked(deps: GateDeps, id: string, blocks: readonly ConnectionStatusKind[]): void {
  const block = blockOf(deps, id, blocks);
  if (block) {
    throw block;
  }
}

/** The same once it is known whether the connection has credentials. @throws ApiError when the connection is blocked */
export async function refuseBlockedWhenLoaded(
  deps: GateDeps,
  id: string,
  blocks: readonly ConnectionStatusKind[],
): Promise<void> {
  if (deps.connections.credentialAvailability(id) === 'loading') {
    await deps.connections.load();
  }
  refuseBlocked(deps, id, blocks);
}

/** Calls `listener` after anything changed that tasks or the status of a connection depend on. */
export function onDidChangeAnything(deps: GateDeps, listener: () => void): DisposableStore {
  const owned = new DisposableStore();
  owned.add(deps.store.onDidChange(listener));
  owned.add(deps.connections.onDidChange(listener));
  owned.add(deps.providers.onDidChange(listener));
  return owned;
}
