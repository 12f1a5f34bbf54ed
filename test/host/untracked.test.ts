import assert from 'node:assert/strict';
import { commands, TabInputWebview, window } from 'vscode';
import type { TaskRef } from '../../src/api';
import { commandIds, type CommandId } from '../../src/ids';
import { TaskRows } from '../../src/ui/views/tree/taskRows';
import { useSandbox } from '../store/sandbox';
import { until } from '../support/until';
import { createView, TreeScene } from '../ui/views/tree/treeScene';
import { forgetMessages, pressButton, shownMessages, shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

describe('a task that is not tracked', () => {
  const stage = useStage();

  const run = (command: CommandId, ref: TaskRef) => commands.executeCommand(command, ref);
  const tabs = () =>
    window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.flatMap(({ input, label }) => (input instanceof TabInputWebview ? [label] : [])),
    );

  it('is named by every command that needs what was stored of it, with Track Again', async () => {
    const { connection } = await stage.connect('shoplazza-2025-06');
    const needing = ['refresh', 'showDetails', 'openJson', 'rename', 'mute', 'pin', 'untrack', 'openLink', 'export'];
    for (const name of needing as readonly (keyof typeof commandIds)[]) {
      forgetMessages();
      await run(commandIds[name], { connection: connection.id, id: 'gone-1' });
      assert.deepEqual(
        shownMessages().map(({ text, actions }) => [text, actions]),
        [['gone-1 is not tracked.', ['Track Again']]],
        name,
      );
    }
    assert.deepEqual(tabs(), []);
    forgetMessages();
    await run(commandIds.refresh, { connection: 'nowhere', id: 'gone-1' });
    assert.deepEqual(shownMessages()[0]?.actions, []);
  });

  it('takes its Details with it when its connection goes', async () => {
    const [account, other] = [await stage.connect('shoplazza-2025-06'), await stage.connect('shoplazza-2022-01')];
    const ref = await stage.trackNew(account, longRun, 'Winter lamps');
    await run(commandIds.showDetails, ref);
    await until('the details', () => tabs().includes('Winter lamps'));
    // One that is only untracked says so, and can be tracked again.
    await stage.api.untrack(ref);
    const next = await stage.trackNew(other, longRun, 'Summer lamps');
    await run(commandIds.showDetails, next);
    await until('the other details', () => tabs().includes('Summer lamps'));
    await stage.api.removeConnection(other.connection.id);
    await until('no details', () => !tabs().includes('Summer lamps'));
    assert.deepEqual(shownTexts(), []);
  });
});

describe('a task that the filter hides', () => {
  const box = useSandbox();

  it('is revealed with a word about the filter, which can be restored', async () => {
    const scene = new TreeScene(box);
    const filter = { text: 'Ledger', states: [] };
    scene.arrangement.change({ filter });
    const revealed: string[] = [];
    const view = createView(({ id }) => Promise.resolve(void revealed.push(id)));
    const rows = box.register(new TaskRows(scene.deps, scene.arrangement, view, { fire: () => undefined }));
    forgetMessages();
    await rows.reveal({ connection: 'archive', id: 'd' });
    assert.deepEqual(shownTexts(), []);
    assert.deepEqual(scene.arrangement.current.filter, filter);
    pressButton('Restore Filter');
    await rows.reveal({ connection: 'works', id: 'a' });
    assert.equal(revealed.length, 2);
    assert.deepEqual(shownTexts(), ['The filter was cleared to show Saw.']);
    assert.deepEqual(scene.arrangement.current.filter, filter);
    pressButton(undefined);
    await rows.reveal({ connection: 'works', id: 'a' });
    assert.deepEqual(scene.arrangement.current.filter, { text: '', states: [] });
  });
});
