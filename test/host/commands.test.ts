import assert from 'node:assert/strict';
import { commands, env, window } from 'vscode';
import type { TaskRef } from '../../src/api';
import { responseScheme, commandIds, type CommandId } from '../../src/ids';
import type { TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { forgetMessages, pressButton, shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

/** Runs a command as a keybinding with arguments does. */
async function run(id: CommandId, ...args: readonly unknown[]): Promise<void> {
  await commands.executeCommand(id, ...args);
}

describe('a command with a task as its argument', () => {
  const stage = useStage(true);
  let account: TestAccount;
  let ref: TaskRef;

  before(async () => {
    account = await stage.connect('shoplazza-2025-06');
  });

  beforeEach(async () => {
    forgetMessages();
    ref = await stage.trackNew(account, { ...longRun, runningMs: 60_000 }, 'Catalogue');
  });

  afterEach(() => stage.untrackAll());

  it('tracks', async () => {
    const id = stage.cloud.addTask('shoplazza', longRun);
    await run(commandIds.track, { connection: account.connection.id, id });
    await until('it has a response', async () => (await stage.task({ ...ref, id })).state === 'running');
    await run(commandIds.track, { connection: 'nobody', id });
    assert.deepEqual(shownTexts(), ['There is no connection nobody in the settings.']);
  });

  it('looks up', async () => {
    const id = stage.cloud.addTask('shoplazza', longRun);
    await run(commandIds.lookUp, { connection: account.connection.id, id });
    const { document } = await until('the response is shown', () => window.activeTextEditor);
    assert.equal(JSON.parse(document.getText()).data.task_id, id);
    assert.equal((await stage.api.listTasks()).length, 1);
    await run(commandIds.lookUp, { connection: account.connection.id, id: 'nothing-0' });
    assert.match(shownTexts().join(), /cannot find this task/);
  });

  it('refreshes', async () => {
    stage.advance(60_000);
    await run(commandIds.refresh, ref);
    assert.equal((await stage.task(ref)).state, 'succeeded');
  });

  it('refreshes all', async () => {
    stage.advance(60_000);
    await run(commandIds.refreshAll);
    await until('its end is noticed', async () => (await stage.task(ref)).state === 'succeeded');
  });

  it('opens the JSON of the last response, which follows the task and cannot be edited', async () => {
    await run(commandIds.openJson, ref);
    const { document } = await until('the response is shown', () => window.activeTextEditor);
    assert.equal(document.uri.scheme, responseScheme);
    assert.deepEqual(JSON.parse(document.getText()), (await stage.task(ref)).snapshot?.raw);
    stage.advance(60_000);
    await stage.refreshed(ref);
    await until('the document follows', () => document.getText().includes('"finished": 10'));
    const edited = await window.activeTextEditor?.edit((change) => {
      change.insert(document.positionAt(0), 'x');
    });
    assert.ok(!edited || !document.getText().startsWith('x'));
  });

  it('says so when there is no response yet', async () => {
    const injected = stage.cloud.inject({ kind: 'html' });
    const silent = await stage.trackNew(account, longRun, 'Silent');
    await run(commandIds.openJson, silent);
    injected.dispose();
    assert.deepEqual(shownTexts(), ['Silent has no response yet.']);
  });

  it('copies the id', async () => {
    await run(commandIds.copyId, ref);
    assert.equal(await env.clipboard.readText(), ref.id);
  });

  it('copies source, target and reason of the current files, each by itself (E15, E26)', async () => {
    const broken = await stage.trackNew(account, { ...longRun, runningMs: 1_000, outcome: 'partial' });
    stage.advance(60_000);
    await stage.refreshed(broken);
    const items = (await stage.task(broken)).snapshot?.items ?? [];
    const rows = items.map((_, index) => ({ kind: 'item', id: `item ${index}`, ref: broken, index }));
    const clipboardAfter = async (id: CommandId, ...args: readonly unknown[]): Promise<string> => {
      await env.clipboard.writeText('');
      await run(id, ...args);
      return env.clipboard.readText();
    };
    const lines = (texts: readonly (string | undefined)[]) => texts.filter((text) => text !== undefined).join('\n');
    assert.ok(items.some(({ reason }) => reason));
    assert.equal(await clipboardAfter(commandIds.copySource, rows[0], rows), lines(items.map(({ source }) => source)));
    assert.equal(await clipboardAfter(commandIds.copyReason, rows[0], rows), lines(items.map(({ reason }) => reason)));
    const failed = items.findIndex(({ state, target }) => state === 'failed' && target === undefined);
    assert.ok(failed >= 0);
    assert.equal(await clipboardAfter(commandIds.copySource, rows[failed]), items[failed]?.source);
    assert.equal(await clipboardAfter(commandIds.copyTarget, rows[failed]), '');
  });

  it('untracks, and undoes that', async () => {
    pressButton('Undo');
    const before = await stage.task(ref);
    await run(commandIds.untrack, ref);
    await until('it is back', async () => (await stage.api.listTasks()).length === 1);
    assert.deepEqual(await stage.task(ref), before);
    assert.deepEqual(shownTexts(), ['Catalogue is no longer tracked.']);
    pressButton(undefined);
    await run(commandIds.untrack, ref);
    assert.deepEqual(await stage.api.listTasks(), []);
  });

  it('clears what has ended and nothing else', async () => {
    const running = await stage.trackNew(account, longRun);
    stage.advance(60_000);
    await stage.refreshed(ref);
    await run(commandIds.clearFinished);
    assert.deepEqual(
      (await stage.api.listTasks()).map(({ id }) => id),
      [running.id],
    );
  });

  it('accepts numbers as IDs, which a keybinding may contain', async () => {
    await run(commandIds.track, { connection: account.connection.id, id: 42 });
    assert.ok(await stage.task({ ...ref, id: '42' }));
  });
});

describe('a command with a connection as its argument', () => {
  const stage = useStage();
  let account: TestAccount;
  let ref: TaskRef;

  beforeEach(async () => {
    account = await stage.connect('shoplazza-2025-06');
    ref = await stage.trackNew(account, longRun);
  });

  it('tests a connection', async () => {
    await run(commandIds.testConnection, { connection: account.connection.id });
    assert.deepEqual(shownTexts(), [`Connected to ${account.connection.name}.`]);
  });

  it('removes a connection after a question, and undoes that', async () => {
    const args = { connection: account.connection.id };
    await run(commandIds.removeConnection, args);
    assert.equal(stage.api.listConnections().length, 1);
    forgetMessages();
    pressButton('Remove');
    await run(commandIds.removeConnection, args);
    assert.deepEqual([stage.api.listConnections(), await stage.api.listTasks()], [[], []]);
    assert.deepEqual(
      shownMessages().map(({ actions }) => actions),
      [['Remove'], ['Undo']],
    );
  });

  it('restores a removed connection completely', async () => {
    const buttons = ['Remove', 'Undo'];
    pressButton(buttons[0]);
    const removing = run(commandIds.removeConnection, { connection: account.connection.id });
    await until('the question is shown', () => shownMessages().length > 0);
    pressButton(buttons[1]);
    await removing;
    await until('the connection is back', async () => (await stage.api.listTasks()).length === 1);
    assert.equal((await stage.refreshed(ref)).stale, undefined);
  });
});
