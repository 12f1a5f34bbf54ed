import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { extensions, window, workspace } from 'vscode';
import { findSecret, markedSecret } from '../support/markedSecret';
import { searchFiles } from '../support/secretSearch';
import { extensionId } from './extensionUnderTest';
import { handedTexts, note, recordedCalls } from './handedToEditor';
import { profileFolder } from './profileFolder';
import { allMessagesEver } from './shownMessages';

// Runs after all others, so that connections of every kind have left their traces.
describe('secrets that all tests left behind', () => {
  it('are in no file of the profile, and in nothing that was handed to the editor', async () => {
    const { files, found } = await search();
    for (const expected of [/User\/settings\.json$/, new RegExp(`${extensionId}/tasks\\.db$`), /\/Cloud Tasks\.log$/]) {
      assert.ok(
        files.some((name) => expected.test(name)),
        `${expected} is not among ${files.join(', ')}`,
      );
    }
    assert.deepEqual(found, []);
  });

  it('would be found at each of these places', async () => {
    const secret = markedSecret('planted');
    const profile = await profileFolder();
    const file = path.join(profile, 'User', 'planted');
    await writeFile(file, Buffer.from(`user:${secret}`).toString('base64'));
    const item = window.createStatusBarItem('planted');
    item.tooltip = secret;
    void window.showInformationMessage('Planted', { modal: true, detail: secret });
    const document = await workspace.openTextDocument({ content: secret });
    note('clipboard', secret);
    const { found } = await search();
    item.dispose();
    await rm(file);
    const places = ['User/planted', 'createStatusBarItem tooltip', 'message', document.uri.toString(), 'clipboard'];
    for (const place of places) {
      assert.ok(
        found.some((each) => each.startsWith(`${place}: `)),
        `${place} is not searched: ${found.join(', ')}`,
      );
    }
  });

  it('could only be shown by parts of the editor that are recorded', () => {
    const source = path.join(extensions.getExtension(extensionId)?.extensionPath ?? '', 'src');
    const names = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const texts = names.map((name) => readFileSync(path.join(source, name), 'utf8'));
    const used = new Set(texts.join('\n').match(/\bwindow\.(?:create|show|set|with)\w+/g));
    const messages = /^window\.show(Information|Warning|Error)Message$/;
    const seen = new Set(recordedCalls.map((name) => `window.${name}`));
    assert.ok(used.size > 5);
    assert.deepEqual(
      [...used].filter((call) => !seen.has(call) && !messages.test(call)),
      [],
    );
  });
});

/** Where secrets are, and the words around each; with the files that were searched. */
async function search(): Promise<{ readonly files: readonly string[]; readonly found: readonly string[] }> {
  const { files, found } = await searchFiles(await profileFolder(), findSecret);
  const texts = [
    ...workspace.textDocuments.map((document) => [document.uri.toString(), document.getText()] as const),
    ...allMessagesEver().map((message) => ['message', JSON.stringify(message)] as const),
    ...handedTexts(),
  ].flatMap(([place, text]) => {
    const words = findSecret(text);
    return words === undefined ? [] : [[place, words] as const];
  });
  return { files, found: [...found, ...texts].map(([place, words]) => `${place}: ${words}`) };
}
