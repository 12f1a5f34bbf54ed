import { InputBoxValidationSeverity, l10n, QuickInputButtons, window, type QuickInputButton } from 'vscode';
import type { Message } from '../../../base/message';
import { localize } from '../../shell/localize';
import { awaitInput } from '../awaitInput';
import { back, type StepFrame } from './runSteps';

/** A question that is answered by typing. Texts are in the user's language already. */
export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** What is typed is not shown. */
  readonly password?: boolean;
  readonly required: boolean;
  /** Makes what is meant of what was typed, before it is checked. */
  readonly normalize?: (value: string) => string;
  readonly validate?: (value: string) => Message | undefined;
  /** Another way to answer. */
  readonly button?: QuickInputButton;
}

/**
 * Asks in an input box.
 * @returns what was typed (trimmed), `back`, or the question's button
 * @throws CancelledError when the user leaves
 */
export async function askText(
  frame: StepFrame,
  question: TextQuestion,
): Promise<string | typeof back | { readonly button: QuickInputButton }> {
  const input = window.createInputBox();
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  input.value = question.value ?? '';
  input.password = question.password ?? false;
  input.ignoreFocusOut = true;
  input.buttons = [...(frame.canGoBack ? [QuickInputButtons.Back] : []), ...(question.button ? [question.button] : [])];
  const meant = (): string => (question.normalize ?? trim)(input.value);
  const problem = (): string | undefined => {
    const value = meant();
    if (value === '') {
      return question.required ? l10n.t('A value is needed here.') : undefined;
    }
    const found = question.validate?.(value);
    return found && localize(found);
  };
  const show = (found: string | undefined): void => {
    input.validationMessage = found ? { message: found, severity: InputBoxValidationSeverity.Error } : undefined;
  };
  return awaitInput(input, (resolve) => [
    input.onDidChangeValue((value) => {
      // An empty box is not scolded before it was accepted.
      show(value.trim() === '' ? undefined : problem());
    }),
    input.onDidAccept(() => {
      const found = problem();
      show(found);
      if (!found) {
        resolve(meant());
      }
    }),
    input.onDidTriggerButton((button) => {
      resolve(button === QuickInputButtons.Back ? back : { button });
    }),
  ]);
}

function trim(value: string): string {
  return value.trim();
}
