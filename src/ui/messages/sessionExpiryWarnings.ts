import { commands, l10n } from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import { commandIds } from '../../ids';
import { SessionExpiryMonitor, type SessionExpiryDeps } from '../../notices/sessionExpiry';
import { clockText } from '../text/timeText';
import { showMessage } from '../shell/showMessage';

/** Warns before a sign-in session expires that polling would keep alive. */
export function registerSessionExpiryWarnings(deps: SessionExpiryDeps): Disposable {
  const { connections, providers } = deps;
  const monitor = new SessionExpiryMonitor(deps);
  monitor.onWillExpire(({ connection, endsAt }) => {
    const { name = connection, provider = '' } = connections.get(connection) ?? {};
    const text = l10n.t(
      'The {0} session of {1} expires at {2} while polling is paused. Resume polling to keep it.',
      providers.get(provider)?.label ?? provider,
      name,
      clockText(endsAt),
    );
    const resume = l10n.t('Resume Polling');
    void showMessage('warning', text, resume).then((pressed) => {
      if (pressed === resume) {
        void commands.executeCommand(commandIds.resumePolling, { connection });
      }
    });
  });
  return monitor;
}
