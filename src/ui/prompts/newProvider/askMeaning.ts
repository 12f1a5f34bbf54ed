import { l10n, ThemeIcon } from 'vscode';
import { taskStates, type TaskState } from '../../../tasks/task';
import { stateCodicon } from '../../text/stateIcons';
import { stateText } from '../../text/stateText';
import { askChoice } from '../wizard/askChoice';
import type { back, StepFrame } from '../wizard/runSteps';

/**
 * Asks which state a service's word or number means.
 * @returns `back`, or the state; `unknown` when the user cannot say
 * @throws CancelledError when the user leaves
 */
export async function askMeaning(word: string, frame: StepFrame): Promise<TaskState | typeof back> {
  const choices = taskStates.map((state) => ({
    label: stateText(state),
    iconPath: new ThemeIcon(stateCodicon(state)),
    value: state,
  }));
  return askChoice(frame, l10n.t('What does "{0}" mean?', word), choices, 'running');
}
