import { window, type LogOutputChannel } from 'vscode';

/** Creates the output channel that holds the log. */
export function createOutputLog(): LogOutputChannel {
  return window.createOutputChannel('Cloud Tasks', { log: true });
}
