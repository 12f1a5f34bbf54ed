import { window, type LogOutputChannel } from 'vscode';

/** The one place where the user reads what happened. */
export function createOutputLog(): LogOutputChannel {
  return window.createOutputChannel('Cloud Tasks', { log: true });
}
