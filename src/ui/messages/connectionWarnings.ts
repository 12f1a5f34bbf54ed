import { commands, l10n } from 'vscode';
import type { Event } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { DefinedProviders } from '../../providers/definedProviders';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { failureMessage } from '../../http/failureMessage';
import { commandIds, settingIds, settingsSection } from '../../ids';
import type { Rejection } from '../../polling/pollBatch';
import { localize } from '../shell/localize';
import { showMessage } from '../shell/showMessage';

/** One message shows no more problems than this. */
const maxSentences = 8;

/**
 * Shows a message, once, for each connection that stops working: for rejected credentials in the window that used them, and
 * for invalid entries in the settings when they change.
 */
export function registerConnectionWarnings(
  connections: ConnectionDirectory,
  definitions: DefinedProviders,
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
    const mistakes = definitions.problems().map(({ pointer, message }) => {
      return { name: `${settingsSection}.${settingIds.providers}${pointer}`, message };
    });
    const problems = [...mistakes, ...connections.problems()];
    // An entry that was only moved or removed needs no message.
    if (problems.length > reportedCount) {
      const sentences = problems.slice(0, maxSentences).map(({ name, message }) => {
        const text = localize(message);
        return name === undefined ? text : `${name}: ${text}`;
      });
      void offer(sentences.join(' '), l10n.t('Open Settings'), () => commands.executeCommand(commandIds.openSettings));
    }
    reportedCount = problems.length;
  };
  owned.add(connections.onDidChange(reportProblems));
  owned.add(definitions.onDidRead(reportProblems));
  return owned;
}

/** Shows a warning with an action. */
async function offer(text: string, action: string, run: () => unknown): Promise<void> {
  if ((await showMessage('warning', text, action)) === action) {
    await run();
  }
}
