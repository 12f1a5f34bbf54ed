import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { Connection } from '../../src/api';
import { commandIds } from '../../src/ids';
import { until } from '../support/until';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { shownTexts } from './shownMessages';
import { useStage } from './stage';

describe('the demo', () => {
  const stage = useStage();

  it('shows tasks of four providers, and leaves nothing behind', async () => {
    const { connection: own } = await stage.connect('shoplazza-2025-06');
    // Also when the command is run twice in a moment.
    await Promise.all([1, 2].map(() => commands.executeCommand(commandIds.startDemo)));
    const demo = stage.api.listConnections().filter(({ id }) => id.startsWith('demo-'));
    assert.deepEqual(demo.map(({ provider }) => provider).sort(), [
      'huawei-dsc',
      'huawei-koodrive',
      'huawei-vod',
      'shoplazza',
    ]);
    await until('every task has a response', async () => {
      const tasks = await stage.api.listTasks();
      assert.ok(tasks.length < 20, 'two demos');
      return tasks.length >= 10 && tasks.every(({ state, stale }) => state !== 'unknown' && !stale);
    });
    assert.equal(new Set((await stage.api.listTasks()).map(({ provider }) => provider)).size, 4);
    // Starting it again keeps the running one.
    const tasks = (await stage.api.listTasks()).map(({ id }) => id);
    await commands.executeCommand(commandIds.startDemo);
    assert.deepEqual(
      (await stage.api.listTasks()).map(({ id }) => id),
      tasks,
    );

    await commands.executeCommand(commandIds.stopDemo);
    assert.deepEqual(stage.api.listConnections(), [own]);
    assert.deepEqual(await stage.api.listTasks(), []);
    assert.deepEqual(readUserSetting('connections'), [own]);
    assert.ok(shownTexts().some((text) => text.startsWith('The demo ended.')));
    await assertWithoutSecret(demo);
  });

  /** Writes the entries back by hand: without their secrets nothing can be requested. */
  async function assertWithoutSecret(connections: readonly Connection[]): Promise<void> {
    await writeUserSetting('connections', connections);
    await until('they are back', () => stage.api.listConnections().length === connections.length);
    for (const { id } of connections) {
      await assert.rejects(stage.api.testConnection(id), /are not on this machine/);
    }
  }
});
