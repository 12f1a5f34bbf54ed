import { l10n, ThemeIcon } from 'vscode';
import { elsewhereMessage } from '../../auth/origins';
import { rulesOf, statusOf, type ConnectionStatus } from '../../connections/connectionStatus';
import type { RequestFailure } from '../../http/failure';
import { failureLabel, failureMessage } from '../../http/failureMessage';
import { missingProvider } from '../../providers/missingProvider';
import { localize } from '../shell/localize';
import type { ViewDeps } from '../shell/viewDeps';
import { pausedIcon, notPolledIcon, warningIcon } from './stateIcons';
import { clockText } from './timeText';

/** Why a connection's tasks are not polled as usual. */
export interface ConnectionStatusText {
  readonly status: ConnectionStatus;
  /** A few words. */
  readonly label: string;
  readonly sentence: string;
  /** Name of the codicon. */
  readonly codicon: string;
}

/** Says why a connection is not polled as usual; `undefined` if it is ready or still loading. */
export function connectionStatusText(
  deps: Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>,
  id: string,
): ConnectionStatusText | undefined {
  const status = statusOf(id, deps);
  const { connections } = deps;
  const connection = connections.get(id);
  const name = connection?.name ?? id;
  const text = (label: string, sentence: string, codicon = 'warning'): ConnectionStatusText => ({
    ...{ status, label, sentence, codicon },
  });
  switch (status.kind) {
    case 'ready':
    case 'loading':
      return undefined;
    case 'not-configured':
      return text(
        l10n.t('not in settings'),
        l10n.t('The settings of this machine have no connection {0}. Its tasks are kept.', id),
      );
    case 'no-provider':
      return text(
        deps.providers.mistakeOf(connection?.provider ?? '')
          ? l10n.t('mistake in definition')
          : l10n.t('provider not installed'),
        localize(missingProvider(connection?.provider ?? '', deps.providers)),
      );
    case 'no-credentials':
      return text(
        l10n.t('credentials needed'),
        status.elsewhere
          ? localize(elsewhereMessage(status.elsewhere))
          : l10n.t('The credentials of {0} are not on this machine. Update them to go on.', name),
        'key',
      );
    case 'outdated-credentials':
      return text(
        l10n.t('newer credentials elsewhere'),
        l10n.t('Another window has newer credentials of {0}. Reload this window to use them.', name),
      );
    case 'credentials-rejected':
      return text(localize(failureLabel(status.failure)), localize(failureMessage(status.failure)), 'key');
    case 'polling-paused':
      return text(
        l10n.t('polling paused'),
        l10n.t('You paused polling of {0}. Resume it to follow its tasks.', name),
        'debug-pause',
      );
    case 'rate-limited':
      return text(
        localize(failureLabel(status.failure)),
        `${localize(failureMessage(status.failure))} ${l10n.t('Polling resumes at {0}.', clockText(status.until))}`,
      );
    case 'backing-off':
    case 'probing':
      return (
        status.failure &&
        text(
          localize(failureLabel(status.failure)),
          localize(failureMessage(status.failure)),
          codiconOf(status.failure),
        )
      );
  }
}

/** The icon of a connection's row. */
export function connectionIcon({ status, codicon }: ConnectionStatusText): ThemeIcon {
  return status.kind === 'polling-paused' ? pausedIcon : new ThemeIcon(codicon, warningIcon.color);
}

/** The icon of a running task whose connection is not polled; `undefined` while the task still counts as running. */
export function runningTaskIcon({ status }: ConnectionStatusText): ThemeIcon | undefined {
  return rulesOf(status).countsAsRunning ? undefined : status.kind === 'polling-paused' ? pausedIcon : notPolledIcon;
}

function codiconOf({ kind }: RequestFailure): string {
  return kind === 'offline' ? 'debug-disconnect' : 'warning';
}
