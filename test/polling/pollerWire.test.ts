import assert from 'node:assert/strict';
import { createHttpClient } from '../../src/http/httpClient';
import type { Quirk } from '../../src/simulator/services/service';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import type { TaskPlan } from '../../src/simulator/lifecycle';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { settled } from '../support/manualClock';
import { createTestAccount, type TestAccountName } from '../support/testAccounts';
import { taskIn, World, type TestWindow } from './world';

const plan: TaskPlan = { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded', files: 6 };

describe('Poller, with services that differ from the documents', () => {
  let world: World;
  let cloud: SimulatedCloud;
  let window: TestWindow;

  async function open(name: TestAccountName, ...quirks: readonly Quirk[]) {
    world = new World();
    cloud = createSimulatedCloud({ clock: world.clock, unlimited: true, quirks });
    const origin = await cloud.start();
    const { clock, store } = world;
    const client = new HttpServiceClient(createHttpClient({ clock }), clock, () => 60_000, store.connections);
    window = await world.open({ client });
    const made = createTestAccount(name, origin);
    cloud.accounts.allow(made.account);
    await window.connections.save(made.connection, made.credentials);
    window.poller.start();
    return made;
  }

  /** Polls now, over a real socket. */
  async function poll(connection: string, id: string) {
    const refreshed = window.poller.refresh([{ connection, id }]);
    world.clock.advance(5);
    await refreshed;
    await settled();
    return taskIn(window, id, connection);
  }

  afterEach(async () => {
    world.end();
    await cloud.stop();
  });

  it('A10: finds a task whose id the service writes in upper case, and says when it sends others only', async () => {
    const { connection } = await open('vod-aksk', 'vod-ignores-task-id', 'vod-writes-ids-in-upper-case');
    const id = cloud.addTask('vod', plan, 'abc1');
    window.service.track([{ connection: connection.id, id }]);
    assert.equal((await poll(connection.id, id)).state, 'running');
    window.service.track([{ connection: connection.id, id: 'zzz9' }]);
    assert.equal((await poll(connection.id, 'zzz9')).stale?.failure.kind, 'unexpected-shape');
  });

  it('B1: calls a task partial whose files the service loses', async () => {
    const { connection } = await open('dsc-aksk', 'dsc-loses-files');
    const id = cloud.addTask('dsc', { ...plan, runningMs: 0 });
    window.service.track([{ connection: connection.id, id }]);
    const { state, progress } = await poll(connection.id, id);
    assert.deepEqual([state, progress?.completed, progress?.total], ['partial', 4, 6]);
  });

  it('B9: tracks the visible part of a pasted id, once', async () => {
    const { connection } = await open('dsc-aksk');
    const id = cloud.addTask('dsc', plan);
    window.service.track([{ connection: connection.id, id: `\u200B${id.slice(0, 5)}\uFEFF${id.slice(5)} ` }]);
    window.service.track([{ connection: connection.id, id }]);
    assert.equal((await poll(connection.id, id)).state, 'running');
    assert.equal(window.store.tasks.page({ order: 'tracked', limit: 9 }).length, 1);
    assert.equal((await window.service.lookUp({ connection: connection.id, id: `${id}\u2060` })).state, 'running');
  });

  it('B11: finds a task that its service knows after 150 s only', async () => {
    const { connection } = await open('dsc-aksk');
    const id = cloud.addTask('dsc', { ...plan, runningMs: 600_000, visibleAfterMs: 150_000 });
    window.service.track([{ connection: connection.id, id }]);
    for (let polls = 0; taskIn(window, id, connection.id).state !== 'running'; polls++) {
      assert.ok(polls < 12);
      await poll(connection.id, id);
      const { nextPollAt, state } = taskIn(window, id, connection.id);
      assert.notEqual(state, 'expired');
      world.clock.advance(Math.max(0, nextPollAt! - world.clock.now() - 5));
    }
  });

  it('B13: sends the user ID with a token, too', async () => {
    const { connection } = await open('koodrive-token', 'koodrive-needs-user-id');
    const id = cloud.addTask('koodrive', plan);
    await window.connections.save({ ...connection, userId: '1505084218764547200' }, undefined);
    window.service.track([{ connection: connection.id, id }]);
    assert.equal((await poll(connection.id, id)).state, 'running');
    await window.connections.save({ ...connection, userId: undefined }, undefined);
    const { stale } = await poll(connection.id, id);
    assert.match(stale?.failure.explanation?.text ?? '', /Enter the user ID/);
  });
});
