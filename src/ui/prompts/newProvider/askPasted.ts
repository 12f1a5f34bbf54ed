import { l10n, ThemeIcon } from 'vscode';
import { CancelledError } from '../../../base/errors';
import { readPasted, type Pasted } from '../../../providers/definitions/paste/readPasted';
import { localize } from '../../shell/localize';
import { truncate } from '../../text/truncate';
import { showInputBox } from '../inputBox';
import { askChoice, type Choice } from '../wizard/askChoice';
import { back, type StepFrame } from '../wizard/runSteps';

/** A text that the user may mean: from the clipboard, or the selection of the editor. */
export interface OfferedText {
  readonly from: 'clipboard' | 'selection';
  readonly text: string;
}

/** A pasted text that something can be made of. */
type UsablePasted = Exclude<Pasted, { readonly kind: 'problem' }>;

/** The entry that leads to the box. */
const other = Symbol('something else');

/** Characters of a request that are shown. */
const longest = 80;

/**
 * Asks for a request or a response. What is on the clipboard or selected is offered when it looks like one.
 * @throws CancelledError when the user leaves
 */
export async function askPasted(frame: StepFrame, offered: readonly OfferedText[]): Promise<UsablePasted> {
  const known = offered.flatMap(({ from, text }) => {
    const pasted = readPasted(text);
    return pasted.kind === 'problem' ? [] : [{ from, pasted }];
  });
  if (known.length > 0) {
    const choices: Choice<UsablePasted | typeof other>[] = known.map(({ from, pasted }) => ({
      label: from === 'clipboard' ? l10n.t('Use the clipboard') : l10n.t('Use the selection'),
      detail: pastedText(pasted) ?? '',
      iconPath: new ThemeIcon(from === 'clipboard' ? 'clippy' : 'selection'),
      value: pasted,
    }));
    choices.push({ label: l10n.t('Paste something else…'), iconPath: new ThemeIcon('edit'), value: other });
    const picked = await askChoice(frame, l10n.t('Select a request or response of the API'), choices);
    if (picked !== other && picked !== back) {
      return picked;
    }
  }
  const typed = await showInputBox({
    title: frame.title,
    prompt: l10n.t('Paste a curl command, the address of a task, or a JSON response. Secrets go to the keychain.'),
    placeHolder: 'curl https://api.example.com/v1/jobs/123 -H "Authorization: Bearer …"',
    ignoreFocusOut: true,
    // A pasted command holds a secret. What was read of it is shown below the box.
    password: true,
    validateInput: (text) => {
      const pasted = readPasted(text);
      return pasted.kind === 'problem' && text.trim() !== '' ? localize(pasted.problem) : undefined;
    },
    meaning: (text) => pastedText(readPasted(text)),
  });
  const pasted = readPasted(typed ?? '');
  if (pasted.kind === 'problem') {
    throw new CancelledError();
  }
  return pasted;
}

/** What a pasted text is, without its secrets; undefined when it is nothing. */
export function pastedText(pasted: Pasted): string | undefined {
  switch (pasted.kind) {
    case 'request': {
      const { method, url } = pasted.sent;
      const text = truncate(`${method} ${url.replace(/^https?:\/\//, '')}`, longest);
      return pasted.secret.kind === 'none' ? text : l10n.t('{0}, with a secret for the keychain', text);
    }
    case 'response':
      return l10n.t('JSON response of {0} characters', pasted.body.length);
    case 'problem':
      return undefined;
  }
}
