import { InputBoxValidationSeverity, window, type InputBoxOptions, type InputBoxValidationMessage } from 'vscode';
import { omitUndefined } from '../../base/omitUndefined';
import { promptText } from '../text/iconText';
import { plainText } from '../text/plainText';

/** Options of {@link showInputBox}. */
export type InputOptions = Omit<InputBoxOptions, 'validateInput'> & {
  readonly validateInput?: (value: string) => string | undefined;
  /** What a valid input means, in a sentence that is shown below the box; `undefined` if that is plain. */
  readonly meaning?: (value: string) => string | undefined;
};

/** Shows an input box in which the texts of others stay text. */
export function showInputBox({
  title,
  prompt,
  placeHolder,
  validateInput,
  meaning,
  ...others
}: InputOptions): Thenable<string | undefined> {
  const validate = (value: string): string | InputBoxValidationMessage | undefined => {
    const problem = validateInput?.(value);
    if (problem !== undefined) {
      return promptText(problem);
    }
    const text = meaning?.(value);
    return text === undefined ? undefined : { message: promptText(text), severity: InputBoxValidationSeverity.Info };
  };
  return window.showInputBox({
    ...others,
    validateInput: validate,
    ...omitUndefined({
      title: title && plainText(title),
      prompt: prompt && promptText(prompt),
      placeHolder: placeHolder && plainText(placeHolder),
    }),
  });
}
