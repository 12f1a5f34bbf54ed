import { window, type InputBoxOptions } from 'vscode';
import { omitUndefined } from '../../base/omitUndefined';
import { promptText } from '../text/iconText';
import { plainText } from '../text/plainText';

/** Options of {@link showInputBox}. */
export type InputOptions = Omit<InputBoxOptions, 'validateInput'> & {
  readonly validateInput?: (value: string) => string | undefined;
};

/** Shows an input box in which the texts of others stay text. */
export function showInputBox({
  title,
  prompt,
  placeHolder,
  validateInput,
  ...others
}: InputOptions): Thenable<string | undefined> {
  return window.showInputBox({
    ...others,
    ...omitUndefined({
      title: title && plainText(title),
      prompt: prompt && promptText(prompt),
      placeHolder: placeHolder && plainText(placeHolder),
      validateInput:
        validateInput &&
        ((value: string) => {
          const problem = validateInput(value);
          return problem && promptText(problem);
        }),
    }),
  });
}
