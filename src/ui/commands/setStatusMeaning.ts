import { l10n } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import type { TaskRef } from '../../tasks/task';
import type { ProviderDefinition } from '../../providers/definitions/definition';
import { toComparable } from '../../providers/definitions/words/wordTable';
import { withMeaning } from '../../providers/definitions/withMeaning';
import { checkDefinition } from '../prompts/importProvider';
import { askMeaning } from '../prompts/newProvider/askMeaning';
import { back } from '../prompts/wizard/runSteps';
import type { Services } from '../services';
import { showMessage } from '../shell/showMessage';
import { unknownWordOf } from '../text/unknownWord';
import { definitionInSettings, openDefinitions, saveDefinitions } from './providerSettings';
import { oneTaskOf } from './taskTargets';

/** How many tasks with the same status are polled at once. */
const maxPolled = 1_000;

/**
 * Asks which state the unknown status of a task means, and writes the answer into the definition in the settings; one of the
 * catalog is copied there first. All tasks with that status are polled at once.
 * @throws CancelledError when the user leaves or cannot say; UserError when the task has no such status, or the definition a mistake
 */
export async function setStatusMeaning(deps: Services, args: readonly unknown[]): Promise<void> {
  const { store, providers, definitions, poller } = deps;
  const title = l10n.t('Set Meaning of Status');
  const none = message('No task of a provider with a definition has an unknown status.');
  const ref = await oneTaskOf(deps, args, {
    title,
    placeholder: l10n.t('Select a task with an unknown status'),
    isOffered: (task) => unknownWordOf(providers, task) !== undefined,
    none,
  });
  const task = store.tasks.get(ref);
  const word = task && unknownWordOf(providers, task);
  if (!task || word === undefined) {
    throw new UserError(none);
  }
  const state = await askMeaning(word, { title, step: undefined, totalSteps: undefined, canGoBack: false });
  if (state === back || state === 'unknown') {
    throw new CancelledError();
  }
  // As it is now: the question may have been open for long.
  const own = definitionInSettings(task.provider);
  const isOwn = isJsonObject(own);
  const definition = isOwn ? checkDefinition(own) : await inCatalog(definitions, task.provider);
  await saveDefinitions([checkDefinition(withMeaning(definition, word, state))]);
  await definitions.load();
  if (!isOwn) {
    void showCopied(definition);
  }
  await poller.refresh(tasksWith(deps, task.provider, word));
}

/** @throws UserError when the catalog has none with this id */
async function inCatalog(definitions: Services['definitions'], id: string): Promise<ProviderDefinition> {
  const entry = (await definitions.catalog()).find(({ provider }) => provider.id === id);
  if (!entry) {
    throw new UserError(message('There is no definition with the ID {0}.', id));
  }
  return entry.definition;
}

/** The copy is what counts from now on, also where a later catalog knows better. */
async function showCopied({ id, label = id }: ProviderDefinition): Promise<void> {
  const open = l10n.t('Open Settings');
  const text = l10n.t('The definition of {0} was copied into your settings, with the new meaning.', label);
  if ((await showMessage('information', text, open)) === open) {
    await openDefinitions();
  }
}

function tasksWith({ store }: Pick<Services, 'store'>, provider: string, word: string): readonly TaskRef[] {
  return store.tasks
    .page({ provider, states: ['unknown'], order: 'activity', limit: maxPolled })
    .filter(({ progress }) => toComparable(progress?.rawState ?? '') === toComparable(word));
}
