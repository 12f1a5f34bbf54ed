import {
  InputBoxValidationSeverity,
  QuickInputButtons,
  window,
  type InputBoxValidationMessage,
  type QuickInputButton,
} from 'vscode';
import { omitUndefined } from '../../base/omitUndefined';
import { promptText } from '../text/iconText';
import { plainText } from '../text/plainText';
import { awaitInput } from './awaitInput';

/** An input box. Its texts are translated. */
export interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  readonly value?: string;
  /** Masks the input. */
  readonly password?: boolean;
  readonly ignoreFocusOut?: boolean;
  /** What is wanted, said when Enter is pressed in an empty box, which stays open then; `undefined` where nothing is an answer, too. */
  readonly whenEmpty: string | undefined;
  /** Normalizes the input before it is validated; trims it, if absent. */
  readonly normalize?: (value: string) => string;
  /** What is wrong with an input that is not empty. */
  readonly validateInput?: (value: string) => string | undefined;
  /** What a valid input means, in a sentence that is shown below the box; `undefined` if that is plain. */
  readonly meaning?: (value: string) => string | undefined;
}

/** What the box of a wizard's step has besides. */
interface StepOptions {
  readonly step: number | undefined;
  readonly totalSteps: number | undefined;
  readonly buttons: readonly QuickInputButton[];
}

/** The button that leads to the step before. */
export const backButton = QuickInputButtons.Back;

/**
 * Shows an input box in which the texts of others stay text. All input boxes pass through here: none closes at Enter without a word.
 * @returns the normalized input
 * @throws CancelledError when the user leaves
 */
export async function showInputBox(options: InputOptions): Promise<string> {
  const answer = await runInputBox(options, { step: undefined, totalSteps: undefined, buttons: [] });
  return typeof answer === 'string' ? answer : '';
}

/** The same for a step of a wizard. @returns the normalized input, or the button that was pressed */
export async function runInputBox(
  { title, prompt, placeHolder, whenEmpty, normalize = trim, validateInput, meaning, ...others }: InputOptions,
  { step, totalSteps, buttons }: StepOptions,
): Promise<string | QuickInputButton> {
  const input = window.createInputBox();
  Object.assign(input, omitUndefined({ ...others, placeholder: placeHolder && plainText(placeHolder) }));
  input.title = plainText(title);
  input.prompt = promptText(prompt);
  input.buttons = buttons;
  input.step = step;
  input.totalSteps = totalSteps;
  const problemOf = (value: string): string | undefined => (value === '' ? whenEmpty : validateInput?.(value));
  const messageFor = (value: string): InputBoxValidationMessage | undefined => {
    const problem = problemOf(value);
    const text = problem ?? (value === '' ? undefined : meaning?.(value));
    const severity = problem === undefined ? InputBoxValidationSeverity.Info : InputBoxValidationSeverity.Error;
    return text === undefined ? undefined : { message: promptText(text), severity };
  };
  const show = (): void => {
    const value = normalize(input.value);
    // An empty box is valid until the user presses Enter.
    input.validationMessage = value.trim() === '' ? undefined : messageFor(value);
  };
  // What is proposed has its meaning before anything is typed.
  show();
  return awaitInput<string | QuickInputButton>(input, (resolve) => [
    input.onDidChangeValue(show),
    input.onDidAccept(() => {
      const value = normalize(input.value);
      if (problemOf(value) === undefined) {
        resolve(value);
      } else {
        input.validationMessage = messageFor(value);
      }
    }),
    input.onDidTriggerButton(resolve),
  ]);
}

function trim(value: string): string {
  return value.trim();
}
