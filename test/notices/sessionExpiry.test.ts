import assert from 'node:assert/strict';
import { SessionExpiryMonitor, type ExpiringSession } from '../../src/notices/sessionExpiry';
import { failing, succeeded } from '../client/fakeService';
import { connectionOf, someTasks, useWorld, type TestWindow } from '../polling/world';

const minute = 60_000;

describe('SessionExpiryMonitor', () => {
  const world = useWorld();
  let window: TestWindow;
  let warnings: ExpiringSession[];

  function watch({ store, connections, providers }: TestWindow): SessionExpiryMonitor {
    const { clock, sandbox } = world;
    const monitor = new SessionExpiryMonitor({ store, connections, providers, clock, log: sandbox.log });
    monitor.onWillExpire((session) => warnings.push(session));
    return monitor;
  }

  beforeEach(async () => {
    warnings = [];
    world.setting.edit([connectionOf('drive', { provider: 'huawei-koodrive', credentials: 'koodrive-token' })]);
    window = await world.start();
    await window.vault.write('drive', { kind: 'koodrive-token', token: 'cookie' });
    watch(window);
    watch(await world.start());
    window.service.track(someTasks(1, 'drive'));
    await world.run(5 * minute);
  });

  it('warns once, five minutes before the end, when polling is paused while a task runs', async () => {
    const lastResponse = window.store.connections.lastResponseAt('drive')!;
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(lastResponse + 15 * minute - world.clock.now() - 1);
    assert.deepEqual(warnings, []);
    await world.run(30 * minute);
    assert.deepEqual(warnings, [{ connection: 'drive', endsAt: lastResponse + 20 * minute }]);
  });

  it('warns again after the session was used once more', async () => {
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(17 * minute);
    window.poller.resumePolling(['drive']);
    await world.run(minute);
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(17 * minute);
    assert.equal(warnings.length, 2);
  });

  it('counts from the time of new credentials', async () => {
    window.store.connections.pausePolling(['drive'], world.clock.now());
    await world.run(12 * minute);
    await window.vault.write('drive', { kind: 'koodrive-token', token: 'a new cookie' });
    const renewed = world.clock.now();
    await world.run(10 * minute);
    assert.deepEqual(warnings, []);
    await world.run(10 * minute);
    assert.deepEqual(warnings, [{ connection: 'drive', endsAt: renewed + 20 * minute }]);
  });

  it('does not warn of an outage, which the user cannot end', async () => {
    world.cloud.respond = () => failing('offline');
    await world.run(60 * minute);
    assert.deepEqual(warnings, []);
  });

  it('does not warn while it is polled, when nothing runs, or when its credentials are rejected', async () => {
    await world.run(60 * minute);
    assert.deepEqual(warnings, []);
    world.cloud.respond = () => failing('unauthorised');
    await world.run(60 * minute);
    assert.ok(window.store.connections.state('drive').credentialsRejected);
    assert.deepEqual(warnings, []);
    world.cloud.respond = () => succeeded();
    window.store.connections.clearBlocks('drive', world.clock.now());
    await world.run(60 * minute);
    assert.deepEqual(warnings, []);
  });
});
