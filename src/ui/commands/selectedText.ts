import { commands, env, window } from 'vscode';
import { UserError } from '../../base/errors';
import { message } from '../../base/message';

/** A longer text is no list of task IDs, but a slip of the mouse. */
const longestSelection = 20_000;

/**
 * The text that is selected in the active editor, or else in the terminal.
 * @throws UserError when none is
 */
export async function selectedText(): Promise<string> {
  const text = (inEditor() || (await inTerminal())).trim();
  if (text === '') {
    throw new UserError(message('Select the ID or the address of a task first.'));
  }
  return text.slice(0, longestSelection);
}

function inEditor(): string {
  const { activeTextEditor: editor } = window;
  return editor?.selections.map((selection) => editor.document.getText(selection)).join('\n') ?? '';
}

/** Extensions can read a terminal's selection only through the clipboard, which is put back. */
async function inTerminal(): Promise<string> {
  if (!window.activeTerminal) {
    return '';
  }
  const before = await env.clipboard.readText();
  await env.clipboard.writeText('');
  try {
    await commands.executeCommand('workbench.action.terminal.copySelection');
    return await env.clipboard.readText();
  } finally {
    await env.clipboard.writeText(before);
  }
}
