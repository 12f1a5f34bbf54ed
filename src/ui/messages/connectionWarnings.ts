import { commands, l10n, window } from 'vscode';
import type { Event } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { failureMessage } from '../../http/failureMessage';
import { commandIds } from '../../ids';
import type { Rejection } from '../../polling/pollBatch';
import { localize } from '../shell/localize';

/**
 * Tells once of what keeps connections from working: refused credentials, in the window that met them first, and entries
 * of the settings that cannot be used, when they change.
 */
export function registerConnectionWarnings(
  connections: ConnectionDirectory,
  onDidReject: Event<Rejection>,
): Disposable {
  const owned = new DisposableStore();
  owned.add(
    onDidReject(({ connection, failure }) => {
      const name = connections.get(connection)?.name ?? connection;
      const text = l10n.t('{0} is paused. {1}', name, localize(failureMessage(failure)));
      void offer(window.showWarningMessage, text, l10n.t('Update Credentials'), () =>
        commands.executeCommand(commandIds.updateCredentials, { connection }),
      );
    }),
  );
  let told = 0;
  const tellProblems = (): void => {
    const problems = connections.problems();
    // An entry that only moves to another place, or goes, is no news.
    if (problems.length > told) {
      const sentences = problems.map(({ name, message }) => {
        const text = localize(message);
        return name === undefined ? text : `${name}: ${text}`;
      });
      void offer(window.showWarningMessage, sentences.join(' '), l10n.t('Open Settings'), () =>
        commands.executeCommand(commandIds.openSettings),
      );
    }
    told = problems.length;
  };
  owned.add(connections.onDidChange(tellProblems));
  return owned;
}

async function offer(
  show: typeof window.showWarningMessage,
  text: string,
  action: string,
  run: () => unknown,
): Promise<void> {
  if ((await show(text, action)) === action) {
    await run();
  }
}
