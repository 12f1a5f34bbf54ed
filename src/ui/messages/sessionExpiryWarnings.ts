import { commands, l10n, window } from 'vscode';
import type { Event } from '../../base/event';
import type { Disposable } from '../../base/lifecycle';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { commandIds } from '../../ids';
import type { ExpiringSession } from '../../notices/sessionExpiry';
import { clockText } from '../text/timeText';

/** Warns before a sign-in ends that polling would keep alive. */
export function registerSessionExpiryWarnings(
  connections: ConnectionDirectory,
  onWillExpire: Event<ExpiringSession>,
): Disposable {
  return onWillExpire(({ connection, endsAt }) => {
    const name = connections.get(connection)?.name ?? connection;
    const text = l10n.t(
      'KooDrive ends the sign-in of {0} at {1}, because nobody asks for its tasks. Resume polling to keep it.',
      name,
      clockText(endsAt),
    );
    const resume = l10n.t('Resume Polling');
    void window.showWarningMessage(text, resume).then((pressed) => {
      if (pressed === resume) {
        void commands.executeCommand(commandIds.resumePolling, { connection });
      }
    });
  });
}
