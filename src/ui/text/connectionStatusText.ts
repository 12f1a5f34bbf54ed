import { l10n, ThemeIcon } from 'vscode';
import { failureLabel, failureMessage } from '../../http/failureMessage';
import { visibleFailure } from '../../polling/failureScope';
import { localize } from '../shell/localize';
import type { ViewDeps } from '../shell/viewDeps';
import { pausedIcon, unfollowedIcon, warningIcon } from './stateIcons';

/** Why a connection's tasks are not being asked for. */
export interface ConnectionStatusText {
  /** A few words. */
  readonly label: string;
  readonly sentence: string;
  readonly icon: ThemeIcon;
  /** For its tasks that are under way: the trouble itself is told once, on the connection's row. */
  readonly taskIcon: ThemeIcon;
  /** Whether nothing goes on until the user gives credentials. */
  readonly isBlocked: boolean;
}

/** Why a connection's tasks are not being asked for, if so. @param id of the connection */
export function connectionStatusText(deps: ViewDeps, id: string): ConnectionStatusText | undefined {
  const { connections, providers, store, clock } = deps;
  const connection = connections.get(id);
  if (!connection) {
    const sentence = l10n.t('The settings of this machine have no connection {0}. Its tasks are kept.', id);
    return {
      label: l10n.t('not in settings'),
      sentence,
      icon: warningIcon,
      taskIcon: unfollowedIcon,
      isBlocked: false,
    };
  }
  if (!providers.get(connection.provider)) {
    const sentence = l10n.t('No installed extension brings the provider {0}.', connection.provider);
    return {
      label: l10n.t('provider not installed'),
      sentence,
      icon: warningIcon,
      taskIcon: unfollowedIcon,
      isBlocked: false,
    };
  }
  if (!connections.hasCredentials(id)) {
    const sentence = l10n.t('The credentials of {0} are not on this machine. Update them to go on.', connection.name);
    const icon = new ThemeIcon('key', warningIcon.color);
    return { label: l10n.t('credentials needed'), sentence, icon, taskIcon: unfollowedIcon, isBlocked: true };
  }
  const { credentialsRejected, backoff, pollingPausedSince, credentialVersion } = store.connections.state(id);
  const mine = connections.withCredentials().find((usable) => usable.id === id)?.credentialVersion ?? 0;
  if (mine < credentialVersion) {
    const sentence = l10n.t(
      'Another window has newer credentials of {0}. Reload this window to use them.',
      connection.name,
    );
    return {
      label: l10n.t('newer credentials elsewhere'),
      sentence,
      icon: warningIcon,
      taskIcon: unfollowedIcon,
      isBlocked: false,
    };
  }
  if (pollingPausedSince !== undefined && !credentialsRejected) {
    const sentence = l10n.t('You paused polling of {0}. Resume it to follow its tasks.', connection.name);
    return { label: l10n.t('polling paused'), sentence, icon: pausedIcon, taskIcon: pausedIcon, isBlocked: false };
  }
  const failure =
    credentialsRejected?.failure ?? (backoff && backoff.until > clock.now() ? visibleFailure(backoff) : undefined);
  return (
    failure && {
      label: localize(failureLabel(failure)),
      sentence: localize(failureMessage(failure)),
      icon: failure.kind === 'offline' ? new ThemeIcon('debug-disconnect', warningIcon.color) : warningIcon,
      taskIcon: unfollowedIcon,
      isBlocked: credentialsRejected !== undefined,
    }
  );
}
