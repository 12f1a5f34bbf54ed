import { commands, l10n } from 'vscode';
import type { Event } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { failureMessage } from '../../http/failureMessage';
import { commandIds } from '../../ids';
import type { Rejection } from '../../polling/pollBatch';
import { localize } from '../shell/localize';
import { showMessage } from '../shell/showMessage';

/**
 * Shows a message, once, for each connection that stops working: for rejected credentials in the window that used them, and
 * for invalid entries in the settings when they change.
 */
export function registerConnectionWarnings(
  connections: ConnectionDirectory,
  onDidReject: Event<Rejection>,
): Disposable {
  const owned = new DisposableStore();
  owned.add(
    onDidReject(({ connection, failure }) => {
      const name = connections.get(connection)?.name ?? connection;
      const text = l10n.t('Polling paused for {0}. {1}', name, localize(failureMessage(failure)));
      void offer(text, l10n.t('Update Credentials'), () =>
        commands.executeCommand(commandIds.updateCredentials, { connection }),
      );
    }),
  );
  let reportedCount = 0;
  const reportProblems = (): void => {
    const problems = connections.problems();
    // An entry that was only moved or removed needs no message.
    if (problems.length > reportedCount) {
      const sentences = problems.map(({ name, message }) => {
        const text = localize(message);
        return name === undefined ? text : `${name}: ${text}`;
      });
      void offer(sentences.join(' '), l10n.t('Open Settings'), () => commands.executeCommand(commandIds.openSettings));
    }
    reportedCount = problems.length;
  };
  owned.add(connections.onDidChange(reportProblems));
  return owned;
}

/** Shows a warning with an action. */
async function offer(text: string, action: string, run: () => unknown): Promise<void> {
  if ((await showMessage('warning', text, action)) === action) {
    await run();
  }
}
