import assert from 'node:assert/strict';
import { someTasks, token, useWorld } from './world';

const minute = 60_000;
const hour = 60 * minute;

describe('Poller, while the user has paused polling', () => {
  const world = useWorld();

  it('polls nothing in any window until polling is resumed, and then at once', async () => {
    const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
    windows[0]!.service.track(someTasks(3));
    await world.run(minute);
    windows[1]!.store.connections.pausePolling(['works'], world.clock.now());
    await world.run(2000);
    world.forgetRequests();
    await world.run(hour);
    assert.deepEqual(world.requestedIds(), []);
    assert.equal(windows[0]!.poller.canRefresh('works'), false);
    assert.equal((await windows[0]!.service.lookUp({ connection: 'works', id: '1' })).state, 'running');
    world.forgetRequests();
    windows[1]!.poller.resumePolling(['works']);
    await world.run(2000);
    assert.deepEqual([...new Set(world.requestedIds())].sort(), ['1', '2', '3']);
  });

  it('stops in the middle of a batch', async () => {
    const windows = [await world.start({ store: world.file() }), await world.open({ store: world.file() })];
    windows[0]!.service.track(someTasks(60));
    await world.run(2000);
    windows[1]!.store.connections.pausePolling(['works'], world.clock.now());
    const sent = world.requestedIds().length;
    assert.ok(sent < 40);
    await world.run(10_000);
    assert.ok(world.requestedIds().length <= sent + 1, `${world.requestedIds().length - sent} more requests`);
  });

  it('stays paused when the credentials change', async () => {
    const window = await world.start();
    window.service.track(someTasks(1));
    await world.run();
    window.store.connections.pausePolling(['works'], world.clock.now());
    world.forgetRequests();
    await window.vault.write('works', token('new'));
    await world.run(hour);
    assert.deepEqual(world.requestedIds(), []);
  });
});
