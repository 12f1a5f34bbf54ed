import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import type { TaskRef } from '../../src/api';
import { commandIds } from '../../src/ids';
import type { TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { drawRows, handedTexts } from './handedToEditor';
import { pressButton, shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

describe('finished tasks', () => {
  const stage = useStage();
  let account: TestAccount;

  beforeEach(async () => {
    account = await stage.connect('shoplazza-2025-06');
  });

  /** What the editor is handed for a row, tooltip included. */
  async function drawn(ref: TaskRef): Promise<readonly string[]> {
    const before = new Set(handedTexts());
    await drawRows([{ kind: 'task', id: ref.id, provider: 'shoplazza', ref }]);
    return handedTexts().flatMap((each) => (each[0] === 'tree' && !before.has(each) ? [each[1]] : []));
  }

  const finish = async (...refs: readonly TaskRef[]): Promise<void> => {
    stage.advance(longRun.runningMs + 1_000);
    for (const ref of refs) {
      await stage.refreshed(ref);
    }
  };
  const tracked = async (): Promise<readonly string[]> => (await stage.api.listTasks()).map(({ name }) => name).sort();

  it('that are muted are told nowhere, not even in a summary, and their rows say so', async () => {
    const refs: TaskRef[] = [];
    for (const name of ['Muted one', 'Muted two', 'Told one', 'Told two']) {
      refs.push(await stage.trackNew(account, longRun, name));
    }
    const [one, two] = refs;
    assert.ok(one && two);
    const rows = [one, two].map((ref) => ({ kind: 'task', id: ref.id, provider: 'shoplazza', ref }));
    await commands.executeCommand(commandIds.mute, rows[0], rows);
    const texts = await drawn(one);
    assert.ok(
      texts.some((text) => text.endsWith(' · muted')),
      texts.join('\n'),
    );
    assert.ok(texts.some((text) => /Muted: no notification when it ends/.test(text)));
    await finish(...refs);
    await until('the others are told', () => shownTexts().length > 0);
    assert.deepEqual(shownTexts(), ['Told one succeeded. Told two succeeded.']);
  });

  it('are told again once they are unmuted', async () => {
    const ref = await stage.trackNew(account, longRun, 'Catalog');
    await commands.executeCommand(commandIds.mute, ref);
    await commands.executeCommand(commandIds.unmute, ref);
    await finish(ref);
    await until('it is told', () => shownTexts().some((text) => text.includes('Catalog')));
  });

  it('are cleared of one connection, but for pinned ones, and come back with Undo', async () => {
    const other = await stage.connect('vod-aksk');
    const [cleared, kept] = [
      await stage.trackNew(account, longRun, 'Catalog'),
      await stage.trackNew(account, longRun, 'Kept'),
    ];
    const elsewhere = await stage.trackNew(other, longRun, 'Trailer');
    await commands.executeCommand(commandIds.pin, kept);
    await finish(cleared, kept, elsewhere);
    pressButton('Undo');
    await commands.executeCommand(commandIds.clearFinished, { connection: account.connection.id });
    await until('it is back', async () => (await tracked()).length === 3);
    assert.ok(shownTexts().includes('Catalog is no longer tracked.'));
    pressButton(undefined);
    const row = { kind: 'connection', id: 'row', provider: 'shoplazza', connection: account.connection.id };
    await commands.executeCommand(commandIds.clearFinished, row);
    assert.deepEqual(await tracked(), ['Kept', 'Trailer']);
    // The title of the view passes the focused row, which it is not about.
    await commands.executeCommand(commandIds.clearAllFinished, row);
    assert.deepEqual(await tracked(), ['Kept']);
    await commands.executeCommand(commandIds.clearFinished);
    assert.equal(shownMessages().at(-1)?.text, 'There are no finished tasks to clear. Pinned tasks stay.');
    await commands.executeCommand(commandIds.unpin, kept);
    await commands.executeCommand(commandIds.clearFinished);
    assert.deepEqual(await tracked(), []);
  });

  it('keep their response and their files without a network', async () => {
    const ref = await stage.trackNew(account, longRun, 'Catalog');
    await finish(ref);
    await stage.cloud.stop();
    const { snapshot } = await stage.task(ref);
    assert.equal(snapshot?.items.length, 10);
    await commands.executeCommand(commandIds.openJson, ref);
    const { document } = await until('the response is shown', () => window.activeTextEditor);
    assert.deepEqual(JSON.parse(document.getText()), snapshot.raw);
    await commands.executeCommand(commandIds.export, { ...ref, content: 'items', format: 'json', target: 'editor' });
    const files = JSON.parse(window.activeTextEditor?.document.getText() ?? '') as readonly unknown[];
    assert.equal(files.length, 10);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});
