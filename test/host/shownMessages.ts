import { window } from 'vscode';

/** A message that the extension showed to the user. */
export interface ShownMessage {
  readonly level: 'information' | 'warning' | 'error';
  readonly text: string;
  /** The buttons below it. */
  readonly actions: readonly string[];
  /** What a dialog says below its question. */
  readonly detail?: string;
}

const levels = {
  showInformationMessage: 'information',
  showWarningMessage: 'warning',
  showErrorMessage: 'error',
} as const;

let shown: readonly ShownMessage[] = [];
let all: readonly ShownMessage[] = [];
let press: string | undefined;
let notify: (message: ShownMessage) => void = () => undefined;

/**
 * Catches every message from now on instead of showing it. It can: the editor hands one and the same `window` to the
 * extension and to the tests below its folder.
 * @param onMessage is called with each
 */
export function catchMessages(onMessage: typeof notify = () => undefined): void {
  notify = onMessage;
  for (const [name, level] of Object.entries(levels)) {
    const show = (text: string, ...rest: readonly unknown[]): Promise<unknown> => {
      const buttons = rest.filter((each) => labelOf(each) !== undefined);
      const actions = buttons.flatMap((each) => labelOf(each) ?? []);
      const { detail } = (rest.find((each) => !buttons.includes(each)) ?? {}) as { readonly detail?: string };
      const message = { level, text, actions, ...(detail === undefined ? {} : { detail }) };
      shown = [...shown, message];
      all = [...all, message];
      notify(message);
      return Promise.resolve(buttons.find((each) => press !== undefined && labelOf(each) === press));
    };
    Object.defineProperty(window, name, { value: show, configurable: true, writable: true });
  }
}

/** What a button says: a text, or the title of an item. */
function labelOf(button: unknown): string | undefined {
  return typeof button === 'string' ? button : (button as { readonly title?: string } | undefined)?.title;
}

/** The messages since {@link forgetMessages}, oldest first. */
export function shownMessages(): readonly ShownMessage[] {
  return shown;
}

/** Their texts alone. */
export function shownTexts(): readonly string[] {
  return shown.map(({ text }) => text);
}

/** Also those that were forgotten. */
export function allMessagesEver(): readonly ShownMessage[] {
  return all;
}

/** Presses the button with this label wherever it is offered; `undefined` presses none. */
export function pressButton(label: string | undefined): void {
  press = label;
}

/** Starts over: nothing was shown, and no button is pressed. */
export function forgetMessages(): void {
  shown = [];
  press = undefined;
}
