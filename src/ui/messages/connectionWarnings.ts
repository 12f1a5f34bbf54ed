import { commands, l10n, window } from 'vscode';
import type { Event } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { DefinedProviders } from '../../providers/definedProviders';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import type { ConnectionProblem } from '../../connections/parseConnections';
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
  const allProblems = (): readonly Problem[] => {
    const mistakes = definitions.problems().map(({ pointer, message }) => {
      return { name: `${settingsSection}.${settingIds.providers}${pointer}`, message };
    });
    return [...mistakes, ...connections.problems()];
  };
  // What was wrong at the start has its row in the tree; a message in each window at each start would be noise.
  let known = new Set(allProblems().map(toKey));
  const reportProblems = (): void => {
    // An entry that was only moved or removed needs no message. Of several windows the one in use shows it.
    const problems = allProblems();
    const fresh = problems.filter((problem) => !known.has(toKey(problem)));
    if (fresh.length > 0 && window.state.focused) {
      const sentences = fresh.slice(0, maxSentences).map(({ name, message }) => {
        const text = localize(message);
        return name === undefined ? text : l10n.t('{0}: {1}', name, text);
      });
      void offer(sentences.join(' '), l10n.t('Open Settings'), () => commands.executeCommand(commandIds.openSettings));
    }
    known = new Set(problems.map(toKey));
  };
  owned.add(connections.onDidChange(reportProblems));
  owned.add(definitions.onDidRead(reportProblems));
  return owned;
}

type Problem = Pick<ConnectionProblem, 'name' | 'message'>;

/** Identifies a problem wherever its entry stands. */
function toKey({ name, message }: Problem): string {
  return JSON.stringify([name, message.text, message.args.filter((arg) => typeof arg !== 'number')]);
}

/** Shows a warning with an action. */
async function offer(text: string, action: string, run: () => unknown): Promise<void> {
  if ((await showMessage('warning', text, action)) === action) {
    await run();
  }
}
