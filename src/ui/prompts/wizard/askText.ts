import { l10n, type QuickInputButton } from 'vscode';
import type { Message } from '../../../base/message';
import { omitUndefined } from '../../../base/omitUndefined';
import { localize } from '../../shell/localize';
import { backButton, runInputBox } from '../inputBox';
import { back, type StepFrame } from './runSteps';

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
  { title, step, totalSteps, canGoBack }: StepFrame,
  { prompt, placeholder, value, password, required, normalize, validate, button }: TextQuestion,
): Promise<string | typeof back | { readonly button: QuickInputButton }> {
  const answer = await runInputBox(
    {
      ...{ title, prompt, ignoreFocusOut: true },
      // The message stands in place of the prompt.
      whenEmpty: required ? l10n.t('Enter a value. {0}', prompt) : undefined,
      validateInput: (typed) => {
        const found = validate?.(typed);
        return found && localize(found);
      },
      ...omitUndefined({ placeHolder: placeholder, value, password, normalize }),
    },
    { step, totalSteps, buttons: [...(canGoBack ? [backButton] : []), ...(button ? [button] : [])] },
  );
  return typeof answer === 'string' ? answer : answer === backButton ? back : { button: answer };
}
