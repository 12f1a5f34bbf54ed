import { window } from 'vscode';
import { messageText } from '../text/messageText';

/** How serious a message is. */
export type Severity = 'error' | 'warning' | 'information';

const functions = {
  error: 'showErrorMessage',
  warning: 'showWarningMessage',
  information: 'showInformationMessage',
} as const;

/**
 * Shows a notification in which the texts of others stay text. All notifications pass through here.
 * @returns the pressed action
 */
export function showMessage<Action extends string>(
  severity: Severity,
  text: string,
  ...actions: readonly Action[]
): Thenable<Action | undefined> {
  return window[functions[severity]](messageText(text), ...actions);
}

/**
 * Asks before something that cannot be undone, in a modal dialog. As in VS Code's own questions before it deletes, the button that
 * does it is the first and has the focus, and Escape leaves it.
 * @param detail one paragraph, or its lines
 * @param labels of the button that does it, and of the one that leaves it: VS Code's own says "Cancel", which may be what is asked
 * @returns whether the user wants it
 */
export async function confirm(
  text: string,
  detail: string | readonly string[],
  labels: { readonly yes: string; readonly no: string },
): Promise<boolean> {
  const yes = { title: labels.yes };
  const no = { title: labels.no, isCloseAffordance: true };
  return (await window.showWarningMessage(messageText(text), { modal: true, detail: lines(detail) }, yes, no)) === yes;
}

/**
 * Shows a modal dialog with a warning.
 * @param detail one paragraph, or its lines
 * @returns the pressed action
 */
export function showModalWarning<Action extends string>(
  text: string,
  detail: string | readonly string[],
  ...actions: readonly Action[]
): Thenable<Action | undefined> {
  return window.showWarningMessage(messageText(text), { modal: true, detail: lines(detail) }, ...actions);
}

function lines(detail: string | readonly string[]): string {
  return [detail].flat().map(messageText).join('\n');
}
