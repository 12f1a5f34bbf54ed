import { l10n, ThemeIcon } from 'vscode';
import { CancelledError } from '../../../base/errors';
import { message, type Message } from '../../../base/message';
import {
  readPasted,
  unreadable,
  type Pasted,
  type PastedRequest,
} from '../../../providers/definitions/paste/readPasted';
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
    choices.push({
      label: l10n.t('Paste something else…'),
      iconPath: new ThemeIcon('edit'),
      alwaysShow: true,
      value: other,
    });
    const picked = await askChoice(frame, l10n.t('Select a request or response of the API'), choices);
    if (picked !== other && picked !== back) {
      return picked;
    }
  }
  return askInBox(frame, {
    prompt: l10n.t('Paste a curl command, the address of a task, or a JSON response. Secrets go to the keychain.'),
    check: (pasted) => (pasted.kind === 'problem' ? pasted : { kind: 'usable', pasted }),
  });
}

/**
 * Asks for the request whose response the user has pasted before.
 * @throws CancelledError when the user leaves
 */
export async function askRequestOf(frame: StepFrame): Promise<PastedRequest> {
  const wanted = message(
    'Now paste the address or the curl command that gave this response. Secrets go to the keychain.',
  );
  return askInBox<PastedRequest>(frame, {
    prompt: localize(wanted),
    check: (pasted) => {
      if (pasted.kind === 'request') {
        return { kind: 'usable', pasted };
      }
      const isOther = pasted.kind === 'response' || pasted.problem === unreadable;
      return { kind: 'problem', problem: isOther ? wanted : pasted.problem };
    },
  });
}

/** What is wanted, or why a text is not. */
type Checked<Usable> =
  { readonly kind: 'usable'; readonly pasted: Usable } | { readonly kind: 'problem'; readonly problem: Message };

/** Asks for a text until it is one that is wanted. */
async function askInBox<Usable extends UsablePasted>(
  { title }: StepFrame,
  { prompt, check }: { readonly prompt: string; readonly check: (pasted: Pasted) => Checked<Usable> },
): Promise<Usable> {
  const typed = await showInputBox({
    title,
    prompt,
    placeHolder: 'curl https://api.example.com/v1/jobs/123 -H "Authorization: Bearer …"',
    ignoreFocusOut: true,
    // A pasted command holds a secret. What was read of it is shown below the box.
    password: true,
    whenEmpty: prompt,
    validateInput: (text) => {
      const checked = check(readPasted(text));
      return checked.kind === 'problem' ? localize(checked.problem) : undefined;
    },
    meaning: (text) => pastedText(readPasted(text)),
  });
  const checked = check(readPasted(typed));
  if (checked.kind === 'problem') {
    throw new CancelledError();
  }
  return checked.pasted;
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
