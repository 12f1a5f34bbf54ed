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
 * Shows a modal dialog with a warning.
 * @param detail one paragraph, or its lines
 * @returns the pressed action
 */
export function showModalWarning<Action extends string>(
  text: string,
  detail: string | readonly string[],
  ...actions: readonly Action[]
): Thenable<Action | undefined> {
  const lines = [detail].flat().map(messageText).join('\n');
  return window.showWarningMessage(messageText(text), { modal: true, detail: lines }, ...actions);
}
