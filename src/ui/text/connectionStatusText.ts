import { l10n, ThemeIcon } from 'vscode';
import { originMismatchMessage } from '../../auth/origins';
import { outdatedCredentials } from '../../connections/connectionMessages';
import { statusOf, type ConnectionStatus } from '../../connections/connectionStatus';
import type { RequestFailure } from '../../http/failure';
import { failureLabel, failureMessage } from '../../http/failureMessage';
import { missingProvider } from '../../providers/missingProvider';
import { localize } from '../shell/localize';
import type { ViewDeps } from '../shell/viewDeps';
import { mendOf, type Mend } from './mend';
import { pausedIcon, warningIcon } from './stateIcons';
import { clockTextToSecond } from './timeText';

/** Why a connection's tasks are not polled as usual. */
export interface ConnectionStatusText {
  readonly status: ConnectionStatus;
  /** A few words. */
  readonly label: string;
  readonly sentence: string;
  /** The sentence with the connection's name, which not every one has. */
  readonly fullSentence: string;
  /** Name of the codicon. */
  readonly codicon: string;
  readonly mend?: Mend;
}

/**
 * Says why a connection is not polled as usual; `undefined` if it is ready or still loading.
 * @param status the connection's own, unless another is to be told
 */
export function connectionStatusText(
  deps: Pick<ViewDeps, 'store' | 'connections' | 'providers' | 'clock'>,
  id: string,
  status = statusOf(id, deps),
): ConnectionStatusText | undefined {
  const { connections } = deps;
  const connection = connections.get(id);
  const name = connection?.name ?? id;
  const named = (label: string, sentence: string, codicon = 'warning'): ConnectionStatusText => {
    const mend = mendOf(status, id);
    return { status, label, sentence, fullSentence: sentence, codicon, ...(mend && { mend }) };
  };
  const text = (label: string, sentence: string, codicon?: string): ConnectionStatusText => ({
    ...named(label, sentence, codicon),
    fullSentence: l10n.t('{0}: {1}', name, sentence),
  });
  switch (status.kind) {
    case 'ready':
    case 'loading':
      return undefined;
    case 'not-configured':
      return named(
        l10n.t('not in settings'),
        l10n.t('There is no connection {0} in the settings of this machine. Its tasks are kept.', id),
      );
    case 'no-provider':
      return text(
        deps.providers.mistakeOf(connection?.provider ?? '')
          ? l10n.t('mistake in definition')
          : l10n.t('provider extension missing'),
        localize(missingProvider(connection?.provider ?? '', deps.providers)),
      );
    case 'no-credentials':
      return status.mismatch
        ? text(l10n.t('sign-in required'), localize(originMismatchMessage(status.mismatch)), 'key')
        : named(
            l10n.t('sign-in required'),
            connection?.credentials === 'vscode'
              ? l10n.t(
                  'You are not signed in to the account of {0} in this editor. Update the credentials to sign in.',
                  name,
                )
              : l10n.t('The credentials of {0} are not on this machine. Update them to continue.', name),
            'key',
          );
    case 'outdated-credentials':
      return named(l10n.t('credentials changed in another window'), localize(outdatedCredentials(name)));
    case 'credentials-rejected':
      return text(localize(failureLabel(status.failure)), localize(failureMessage(status.failure)), 'key');
    case 'polling-paused':
      return named(
        l10n.t('polling paused'),
        l10n.t('Polling is paused for {0}. Resume polling to track its tasks.', name),
        'debug-pause',
      );
    case 'rate-limited':
      return text(
        localize(failureLabel(status.failure)),
        `${localize(failureMessage(status.failure))} ${l10n.t('Polling resumes at {0}.', clockTextToSecond(status.until))}`,
      );
    case 'backing-off':
      return (
        status.failure &&
        text(
          localize(failureLabel(status.failure)),
          `${localize(failureMessage(status.failure))} ${l10n.t('Next try at {0}.', clockTextToSecond(status.until))}`,
          codiconOf(status.failure),
        )
      );
    case 'probing':
      return text(
        localize(failureLabel(status.failure)),
        localize(failureMessage(status.failure)),
        codiconOf(status.failure),
      );
  }
}

/** The icon of a connection's row. */
export function connectionIcon({ status, codicon }: ConnectionStatusText): ThemeIcon {
  return status.kind === 'polling-paused' ? pausedIcon : new ThemeIcon(codicon, warningIcon.color);
}

function codiconOf({ kind }: RequestFailure): string {
  return kind === 'offline' ? 'debug-disconnect' : 'warning';
}
