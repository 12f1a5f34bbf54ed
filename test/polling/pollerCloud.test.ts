import assert from 'node:assert/strict';
import { createHttpClient } from '../../src/http/httpClient';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import type { TaskRef } from '../../src/tasks/task';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { settled } from '../support/manualClock';
import { createTestAccount, testAccountNames } from '../support/testAccounts';
import { taskIn, useWorld, type TestWindow } from './world';

const minute = 60_000;

describe('Poller, with the simulated cloud', () => {
  const world = useWorld();
  let cloud: SimulatedCloud;
  let window: TestWindow;
  let origin: string;

  /** Refreshes a task over a real socket, and waits for the response. */
  async function refresh(ref: TaskRef): Promise<void> {
    const refreshed = window.poller.refresh([ref]);
    world.clock.advance(5);
    await refreshed;
    await settled();
  }

  beforeEach(async () => {
    cloud = createSimulatedCloud({ clock: world.clock, unlimited: true });
    origin = await cloud.start();
    const client = new HttpServiceClient(
      createHttpClient({ clock: world.clock }),
      world.clock,
      () => minute,
      world.store.connections,
    );
    window = await world.open({ client });
  });
  afterEach(async () => {
    await cloud.stop();
  });

  for (const name of testAccountNames) {
    it(`follows a task from its beginning to its end: ${name}`, async () => {
      const { connection, credentials, account, service } = createTestAccount(name, origin);
      cloud.accounts.allow(account);
      await window.connections.save(connection, credentials);
      const id = cloud.addTask(service, { queuedMs: 0, runningMs: 10 * minute, outcome: 'succeeded', files: 3 });
      const ref = { connection: connection.id, id };
      window.service.track([ref]);
      window.poller.start();

      await refresh(ref);
      const first = taskIn(window, id, connection.id);
      assert.equal(first.state, 'running');

      world.clock.advance(1000);
      await refresh(ref);
      const second = taskIn(window, id, connection.id);
      assert.ok(second.lastResponseAt! > first.lastResponseAt!);
      if (second.progress?.percent === first.progress?.percent) {
        assert.equal(second.changedAt, first.changedAt, 'the same response is no progress');
      }

      world.clock.advance(10 * minute);
      await refresh(ref);
      const last = taskIn(window, id, connection.id);
      assert.equal(last.state, 'succeeded');
      assert.equal(last.nextPollAt, undefined);
      assert.equal(window.store.outbox.claim(world.clock.now(), world.clock.now() + 1, 9).length, 1);
    });
  }

  it('uses a revoked key once', async () => {
    const { connection, credentials, service } = createTestAccount('dsc-aksk', origin);
    await window.connections.save(connection, credentials);
    const ids = Array.from({ length: 50 }, () =>
      cloud.addTask(service, { queuedMs: 0, runningMs: minute, outcome: 'succeeded' }),
    );
    window.service.track(ids.map((id) => ({ connection: connection.id, id })));
    window.poller.start();
    await refresh({ connection: connection.id, id: ids[0]! });
    world.clock.advance(60 * minute);
    await settled();
    assert.equal(cloud.requests.length, 1);
    assert.equal(window.rejections.length, 1);
  });
});
