import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { commands, env, window, workspace } from 'vscode';
import { commandIds } from '../../src/ids';
import { findSecret, markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { extensionId } from './extensionUnderTest';
import { allMessagesEver } from './shownMessages';
import { longRun, useStage } from './stage';

// Runs after all others, whose connections of every kind left their traces by now.
describe('secrets', () => {
  const stage = useStage();

  it('are in no file of the profile, no document, no message and not on the clipboard', async () => {
    for (const name of ['dsc-temporary-key', 'vod-iam-password', 'koodrive-app', 'shoplazza-2025-06'] as const) {
      const account = await stage.connect(name);
      const ref = await stage.trackNew(account, longRun);
      await commands.executeCommand(commandIds.openJson, ref);
      await commands.executeCommand(commandIds.copyId, ref);
    }
    await commands.executeCommand(commandIds.showLog);
    const profile = await profileFolder();
    const files = await filesBelow(profile);
    const names = files.map((file) => path.relative(profile, file).replaceAll(path.sep, '/'));
    for (const expected of [/User\/settings\.json$/, new RegExp(`${extensionId}/tasks\\.db$`), /\/Cloud Tasks\.log$/]) {
      assert.ok(
        names.some((name) => expected.test(name)),
        `${expected} is not among ${names.join(', ')}`,
      );
    }
    const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const));
    const found = [
      ...texts,
      ...workspace.textDocuments.map((document) => [document.uri.toString(), document.getText()] as const),
      ...allMessagesEver().map((message) => ['message', JSON.stringify(message)] as const),
      ['clipboard', await env.clipboard.readText()] as const,
    ].flatMap(([place, text]) => {
      const words = findSecret(text);
      return words === undefined ? [] : [`${place}: ${words}`];
    });
    assert.deepEqual(found, []);
  });

  it('would be found', () => {
    const secret = markedSecret('any');
    for (const before of ['', 'a', 'ab', 'abc']) {
      assert.ok(findSecret(`x ${before}${secret}`));
      assert.ok(findSecret(Buffer.from(`${before}:${secret}`).toString('base64')));
    }
    assert.equal(findSecret('Keep this out'), undefined);
  });
});

/** The folder of the profile with all that the editor keeps; found through the user's settings file, which is in it. */
async function profileFolder(): Promise<string> {
  await commands.executeCommand('workbench.action.openSettingsJson');
  const { uri } = await until('the settings are open', () =>
    window.visibleTextEditors
      .map(({ document }) => document)
      .find(({ uri: shown }) => path.basename(shown.path) === 'settings.json'),
  );
  await commands.executeCommand('workbench.action.closeActiveEditor');
  return path.dirname(path.dirname(uri.fsPath));
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
