import { l10n } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import type { TaskRef } from '../../tasks/task';
import { withMeaning } from '../../providers/definitions/withMeaning';
import { checkDefinition, usableDefinition } from '../prompts/importProvider';
import { askMeaning } from '../prompts/newProvider/askMeaning';
import { back } from '../prompts/wizard/runSteps';
import type { Services } from '../services';
import { unknownWordOf } from '../text/unknownWord';
import { definitionInSettings, saveDefinitions } from './providerSettings';
import { oneTaskOf } from './taskTargets';

/** How many tasks with the same status are polled at once. */
const maxPolled = 1_000;

/**
 * Asks which state the unknown status of a task means, and writes the answer into the definition in the settings. All tasks with
 * that status are polled at once.
 * @throws CancelledError when the user leaves or cannot say; UserError when the task has no such status
 */
export async function setStatusMeaning(deps: Services, args: readonly unknown[]): Promise<void> {
  const { store, providers, definitions, poller } = deps;
  const title = l10n.t('Set Meaning of Status');
  const none = message('No task of a provider that is defined in the settings has an unknown status.');
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
  const definition = usableDefinition(definitionInSettings(task.provider));
  if (!definition) {
    throw new UserError(message('{0} is not defined in the settings.', task.provider));
  }
  await saveDefinitions([checkDefinition(withMeaning(definition, word, state))]);
  await definitions.load();
  await poller.refresh(tasksWith(deps, task.provider, word));
}

function tasksWith({ store }: Pick<Services, 'store'>, provider: string, word: string): readonly TaskRef[] {
  return store.tasks
    .page({ provider, states: ['unknown'], order: 'activity', limit: maxPolled })
    .filter(({ progress }) => progress?.rawState === word);
}
