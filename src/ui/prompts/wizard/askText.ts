import { InputBoxValidationSeverity, l10n, QuickInputButtons, window, type QuickInputButton } from 'vscode';
import type { Message } from '../../../base/message';
import { localize } from '../../shell/localize';
import { awaitInput } from '../awaitInput';
import { back, type StepFrame } from './runSteps';
import { promptText } from '../../text/iconText';
import { plainText } from '../../text/plainText';

/** An input box. Its texts are translated already. */
export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** Masks the input. */
  readonly password?: boolean;
  readonly required: boolean;
  /** Normalizes the input before validation. */
  readonly normalize?: (value: string) => string;
  readonly validate?: (value: string) => Message | undefined;
  /** An extra button in the title. */
  readonly button?: QuickInputButton;
}

/**
 * Shows an input box.
 * @returns the input (trimmed), `back`, or the pressed button
 * @throws CancelledError when the user leaves
 */
export async function askText(
  frame: StepFrame,
  question: TextQuestion,
): Promise<string | typeof back | { readonly button: QuickInputButton }> {
  const input = window.createInputBox();
  input.title = plainText(frame.title);
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.prompt = promptText(question.prompt);
  input.placeholder = question.placeholder;
  input.value = question.value ?? '';
  input.password = question.password ?? false;
  input.ignoreFocusOut = true;
  input.buttons = [...(frame.canGoBack ? [QuickInputButtons.Back] : []), ...(question.button ? [question.button] : [])];
  const normalized = (): string => (question.normalize ?? trim)(input.value);
  const problem = (): string | undefined => {
    const value = normalized();
    if (value === '') {
      return question.required ? l10n.t('Enter a value.') : undefined;
    }
    const found = question.validate?.(value);
    return found && localize(found);
  };
  const show = (found: string | undefined): void => {
    input.validationMessage = found
      ? { message: promptText(found), severity: InputBoxValidationSeverity.Error }
      : undefined;
  };
  return awaitInput(input, (resolve) => [
    input.onDidChangeValue((value) => {
      // An empty box is valid until the user presses Enter.
      show(value.trim() === '' ? undefined : problem());
    }),
    input.onDidAccept(() => {
      const found = problem();
      show(found);
      if (!found) {
        resolve(normalized());
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
