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
  if (text.length > longestSelection) {
    throw new UserError(message('The selection is too long. Select the ID or the address of a task.'));
  }
  return text;
}

function inEditor(): string {
  const { activeTextEditor: editor } = window;
  return editor?.selections.map((selection) => editor.document.getText(selection)).join('\n') ?? '';
}

/**
 * Extensions can read a terminal's selection only through the clipboard, whose text is put back. The command is offered only where
 * something is selected.
 */
async function inTerminal(): Promise<string> {
  if (!window.activeTerminal) {
    return '';
  }
  const before = await env.clipboard.readText();
  await commands.executeCommand('workbench.action.terminal.copySelection');
  const selected = await env.clipboard.readText();
  if (before !== '' && before !== selected) {
    await env.clipboard.writeText(before);
  }
  return selected;
}
