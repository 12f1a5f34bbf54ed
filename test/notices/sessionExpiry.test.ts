import assert from 'node:assert/strict';
import { SessionExpiryMonitor, type ExpiringSession } from '../../src/notices/sessionExpiry';
import { failing, succeeded } from '../client/fakeService';
import { connectionOf, someTasks, useWorld, type TestWindow } from '../polling/world';

const minute = 60_000;

describe('SessionExpiryMonitor', () => {
  const world = useWorld();
  let window: TestWindow;
  let told: ExpiringSession[];

  function watch({ store, connections, providers }: TestWindow): SessionExpiryMonitor {
    const lapses = new SessionExpiryMonitor(store, connections, providers, world.clock, world.sandbox.log);
    lapses.onWillExpire((lapse) => told.push(lapse));
    return lapses;
  }

  beforeEach(async () => {
    told = [];
    world.setting.edit([connectionOf('drive', { provider: 'huawei-koodrive', credentials: 'koodrive-token' })]);
    window = await world.start();
    await window.vault.write('drive', { kind: 'koodrive-token', token: 'cookie' });
    watch(window);
    watch(await world.start());
    window.service.track(someTasks(1, 'drive'));
    await world.run(5 * minute);
  });

  it('warns once, five minutes before the end, when polling is paused while a task runs', async () => {
    const lastAnswer = window.store.connections.lastResponseAt('drive')!;
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(lastAnswer + 15 * minute - world.clock.now() - 1);
    assert.deepEqual(told, []);
    await world.run(30 * minute);
    assert.deepEqual(told, [{ connection: 'drive', endsAt: lastAnswer + 20 * minute }]);
  });

  it('warns again after the sign-in was used once more', async () => {
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(17 * minute);
    window.poller.resumePolling(['drive']);
    await world.run(minute);
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(17 * minute);
    assert.equal(told.length, 2);
  });

  it('counts from when new credentials came', async () => {
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(12 * minute);
    await window.vault.write('drive', { kind: 'koodrive-token', token: 'a new cookie' });
    const renewed = world.clock.now();
    await world.run(10 * minute);
    assert.deepEqual(told, []);
    await world.run(10 * minute);
    assert.deepEqual(told, [{ connection: 'drive', endsAt: renewed + 20 * minute }]);
  });

  it('says nothing of an outage, which nobody here can end', async () => {
    world.cloud.answer = () => failing('offline');
    await world.run(60 * minute);
    assert.deepEqual(told, []);
  });

  it('says nothing while it is polled, when nothing runs, or when the service refused it', async () => {
    await world.run(60 * minute);
    assert.deepEqual(told, []);
    world.cloud.answer = () => failing('unauthorised');
    await world.run(60 * minute);
    assert.ok(window.store.connections.state('drive').credentialsRejected);
    assert.deepEqual(told, []);
    world.cloud.answer = () => succeeded();
    window.store.connections.clearBlocks('drive', world.clock.now());
    await world.run(60 * minute);
    assert.deepEqual(told, []);
  });
});
