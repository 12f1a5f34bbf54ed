import { l10n } from 'vscode';
import { CancelledError } from '../../base/errors';
import { findPastedTasks, type PastedTask } from '../../providers/pastedTask';
import type { Services } from '../services';
import { showInputBox } from './inputBox';

/** Finds the task whose address is in a text, as `findPastedTasks` does. */
export type FindPastedTasks = (text: string) => readonly PastedTask[];

/** Knows the addresses of all providers: the registered ones, and those of the catalog. */
export async function pastedTaskFinder({
  definitions,
  providers,
  connections,
}: Pick<Services, 'definitions' | 'providers' | 'connections'>): Promise<FindPastedTasks> {
  const entries = await definitions.catalog();
  const inCatalog = entries
    .map(({ provider }) => provider)
    .filter((provider) => providers.get(provider.id) === provider);
  const all = [...providers.all(), ...inCatalog];
  return (text) => findPastedTasks(text, all, connections.all());
}

/** What a pasted address means; translated. */
export function pastedTaskText({ id, provider, connection }: PastedTask): string {
  return connection
    ? l10n.t('Task {0} of {1}', id, connection.name)
    : l10n.t('Task {0} of {1}. Press Enter to add a connection.', id, provider.label);
}

/** Asks for the address of a task. @throws CancelledError when the user leaves */
export async function askForAddress(title: string, find: FindPastedTasks): Promise<PastedTask> {
  const typed = await showInputBox({
    title,
    prompt: l10n.t('Paste the address of a task, or a cURL command that requests it.'),
    placeHolder: 'https://',
    ignoreFocusOut: true,
    whenEmpty: l10n.t('Paste the address of a task first.'),
    validateInput: (value) =>
      find(value).length > 0 ? undefined : l10n.t('No service is known that has tasks at this address.'),
    meaning: (value) => {
      const [found] = find(value);
      return found && pastedTaskText(found);
    },
  });
  const [found] = find(typed);
  if (!found) {
    throw new CancelledError();
  }
  return found;
}
