import assert from 'node:assert/strict';
import { ESLint } from 'eslint';

/** What ESLint's rule about syntax says of a statement in a file of the user interface. */
async function problemsOf(code: string, filePath: string): Promise<readonly string[]> {
  const eslint = new ESLint({ ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax' });
  const results = await eslint.lintText(code, { filePath });
  return results.flatMap(({ messages }) => messages.map(({ message }) => message));
}

describe('call sites that show texts', () => {
  const view = 'src/ui/views/statusBar.ts';
  const bypasses = [
    'void window.showInformationMessage(name);',
    'void window.showWarningMessage(name);',
    'const show = window.showErrorMessage;',
    'void window.withProgress({ location: 1, title: name }, run);',
    'void window.showQuickPick([name]);',
    'const pick = window.createQuickPick();',
    'void window.showInputBox({ prompt: name });',
    'const input = window.createInputBox();',
    'const panel = window.createWebviewPanel(name, name, 1);',
    'window.setStatusBarMessage(name);',
    "window.setStatusBarMessage(l10n.t('{0} copied', name));",
    'item.text = name;',
    'text.appendMarkdown(name);',
    'text.appendMarkdown(`**${name}**`);',
    "text.appendMarkdown('**' + name);",
    'const text = new MarkdownString(name);',
    'text.isTrusted = true;',
    'const row = new TreeItem(name);',
    'const wait = new Task(definition, 1, name, name);',
  ];
  for (const code of bypasses) {
    it(`T1, E3: ESLint finds ${code}`, async () => {
      assert.equal((await problemsOf(code, view)).length, 1);
      assert.equal((await problemsOf(code, 'src/extension.ts')).length, 1);
    });
  }

  const accepted = [
    "void showMessage('warning', name);",
    "text.appendMarkdown('**').appendMarkdown(asMarkdown(name)).appendMarkdown(markdownIcon(name));",
    'const text = new MarkdownString(undefined, true);',
    'item.text = statusBarText(parts);',
    "window.setStatusBarMessage(l10n.t('$(copy) Copied'), 2000);",
  ];
  for (const code of accepted) {
    it(`ESLint accepts ${code}`, async () => {
      assert.deepEqual(await problemsOf(code, view), []);
    });
  }
});
