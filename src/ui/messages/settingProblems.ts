import { commands, l10n, window } from 'vscode';
import type { Event } from '../../base/event';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { ConnectionProblem } from '../../connections/parseConnections';
import { commandIds, settingIds, settingsSection } from '../../ids';
import type { Mistake } from '../../providers/definitions/mistake';
import { localize } from '../shell/localize';
import { showMessage } from '../shell/showMessage';

/** One message shows no more problems than this. */
const maxSentences = 8;

/** What of the connections and definitions counts. */
interface SettingProblemsDeps {
  readonly connections: { readonly onDidChange: Event<unknown>; problems(): readonly ConnectionProblem[] };
  readonly definitions: { readonly onDidRead: Event<unknown>; problems(): readonly Mistake[] };
}

/**
 * Shows a message, once, for each entry of the settings that becomes invalid. What is wrong already is not told: a message in
 * each window at each start would be noise.
 * @param deps both were read before
 */
export function registerSettingProblems({ connections, definitions }: SettingProblemsDeps): Disposable {
  const owned = new DisposableStore();
  const allProblems = (): readonly Problem[] => {
    const mistakes = definitions.problems().map(({ pointer, message }) => {
      return { name: `${settingsSection}.${settingIds.providers}${pointer}`, message };
    });
    return [...mistakes, ...connections.problems()];
  };
  let known = new Set(allProblems().map(toKey));
  const reportProblems = (): void => {
    // An entry that was only moved or removed needs no message. Of several windows the one in use shows it.
    const problems = allProblems();
    const fresh = problems.filter((problem) => !known.has(toKey(problem)));
    if (fresh.length > 0 && window.state.focused) {
      void offerSettings(fresh);
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

async function offerSettings(problems: readonly Problem[]): Promise<void> {
  const sentences = problems.slice(0, maxSentences).map(({ name, message }) => {
    const text = localize(message);
    return name === undefined ? text : l10n.t('{0}: {1}', name, text);
  });
  const open = l10n.t('Open Settings');
  if ((await showMessage('warning', sentences.join(' '), open)) === open) {
    await commands.executeCommand(commandIds.openSettings);
  }
}
