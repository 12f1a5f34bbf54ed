import assert from 'node:assert/strict';
import type { TaskRef } from '../../src/tasks/task';
import { snapshotOf } from '../tasks/trackedTasks';
import { settled } from '../support/manualClock';
import { failing, running, succeeded } from '../client/fakeService';
import { createSecretStore } from '../support/secretStore';
import { connectionOf, someTasks, taskIn, token, useWorld, type TestWindow } from './world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('Poller.refresh', () => {
  const world = useWorld();

  it('resolves when the response is there, long before the task is due', async () => {
    const window = await world.start();
    window.service.track(someTasks(2));
    await world.run(hour);
    world.forgetRequests();
    world.cloud.respond = () => running({ percent: 77 });
    const release = world.cloud.holdResponses();
    let done = false;
    const refreshed = window.poller.refresh([{ connection: 'works', id: '2' }]).then(() => {
      done = true;
    });
    await world.run();
    assert.deepEqual(world.requestedIds(), ['2']);
    assert.ok(!done);
    release();
    await refreshed;
    assert.equal(taskIn(window, '2').progress?.percent, 77);
  });

  it('waits for a task that a list request has claimed already', async () => {
    world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
    const window = await world.start();
    const list = (count: number) => () => ({
      ok: true as const,
      tasks: someTasks(count).map(({ id }) => ({ id, snapshot: snapshotOf({}) })),
    });
    world.cloud.pages = list(3);
    window.service.track(someTasks(3));
    await world.run(minute);
    world.forgetRequests();
    const release = world.cloud.holdResponses();
    world.cloud.pages = list(2);
    // The list returns two tasks; the third one is claimed with them.
    void window.poller.refresh(someTasks(2));
    await world.run();
    assert.deepEqual(world.requestedIds(), ['page one']);
    const refreshed = window.poller.refresh([{ connection: 'works', id: '3' }]);
    await world.run();
    release();
    world.clock.advance(1000);
    await world.run(10_000);
    await refreshed;
    assert.ok(world.requestedIds().includes('3'));
  });

  it('waits for the response also where the connection was in backoff', async () => {
    const window = await world.start();
    window.service.track(someTasks(1));
    await world.run(hour);
    window.store.connections.backOff('works', { until: world.clock.now() + hour, failure: { kind: 'timeout' } });
    world.forgetRequests();
    const release = world.cloud.holdResponses();
    let done = false;
    const refreshed = window.poller.refresh(someTasks(1)).then(() => (done = true));
    await world.run(1_000);
    assert.deepEqual(world.requestedIds(), ['1']);
    assert.ok(!done, 'there is no response yet');
    release();
    await world.run(1_000);
    await refreshed;
  });

  it('resolves when the window closes', async () => {
    const window = await world.start();
    window.service.track(someTasks(1));
    world.cloud.holdResponses();
    const refreshed = window.poller.refresh(someTasks(1));
    await world.run();
    window.close();
    await refreshed;
  });

  it('resolves when the request failed', async () => {
    const window = await world.start();
    window.service.track(someTasks(1));
    await world.run(hour);
    world.cloud.respond = () => failing('offline');
    const refreshed = window.poller.refresh(someTasks(1));
    await world.run();
    await refreshed;
    assert.equal(taskIn(window, '1').stale?.failure.kind, 'offline');
  });

  it('polls an ended task once more, and not again', async () => {
    const window = await world.start();
    world.cloud.respond = succeeded;
    window.service.track(someTasks(1));
    await world.run(hour);
    world.forgetRequests();
    const refreshed = window.poller.refresh(someTasks(1));
    await world.run();
    await refreshed;
    assert.deepEqual(world.requestedIds(), ['1']);
    await world.run(day);
    assert.deepEqual(world.requestedIds(), ['1']);
    assert.equal(taskIn(window, '1').state, 'succeeded');
  });

  it('goes on polling an ended task that runs again', async () => {
    const window = await world.start();
    world.cloud.respond = succeeded;
    window.service.track(someTasks(1));
    await world.run(hour);
    world.cloud.respond = () => running();
    const refreshed = window.poller.refresh(someTasks(1));
    await world.run();
    await refreshed;
    world.forgetRequests();
    await world.run(10 * minute);
    assert.ok(world.requestedIds().length > 2);
  });

  it('polls all tasks that have not ended when none is named', async () => {
    const window = await world.start();
    world.cloud.respond = ({ id }) => (id === '1' ? succeeded() : running());
    window.service.track(someTasks(3));
    await world.run(hour);
    world.forgetRequests();
    await Promise.all([window.poller.refresh(), world.run()]);
    assert.deepEqual(world.requestedIds(), ['2', '3']);
  });

  describe('while the secret storage has not responded', () => {
    const tasks = someTasks(1, 'late');
    let window: TestWindow;
    let respond: () => void;
    let finished: string[];

    beforeEach(async () => {
      const secrets = createSecretStore();
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const get = async (key: string): Promise<string | undefined> => {
        await (key.endsWith('.late') ? promise : undefined);
        return secrets.get(key);
      };
      window = await world.start({ secrets: { ...secrets, get } });
      respond = () => {
        secrets.entries.set('cloudTasks.credentials.late', JSON.stringify({ version: 1, credentials: token('good') }));
        resolve(undefined);
      };
      world.setting.edit([connectionOf('works'), connectionOf('late')]);
      await settled();
      window.service.track(tasks);
      finished = [];
      void window.poller.refresh(tasks).then(() => finished.push('refresh'));
      void window.connections.whenLoaded(['late']).then(() => finished.push('loading'));
      await world.run(1_000);
      assert.ok(window.poller.canRefresh('late'));
      assert.deepEqual([world.requestedIds(), finished], [[], []]);
    });

    it('polls the task when it has, and waits for the response', async () => {
      respond();
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
      assert.deepEqual(finished.toSorted(), ['loading', 'refresh']);
      assert.equal(taskIn(window, '1', 'late').state, 'running');
    });

    it('gives up when it does not', async () => {
      await world.run(10_000);
      assert.deepEqual([world.requestedIds(), finished.toSorted()], [[], ['loading', 'refresh']]);
      assert.ok(!window.poller.canRefresh('late'));
    });
  });

  it('does not wait for what cannot be polled: unknown task, rejected credentials, missing connection', async () => {
    const window = await world.start();
    world.cloud.respond = () => failing('unauthorised');
    window.service.track(someTasks(1));
    await world.run(hour);
    const refs: TaskRef[] = [...someTasks(1), { connection: 'works', id: 'never tracked' }];
    await window.poller.refresh(refs);
    assert.equal(world.requestedIds().length, 1);
    assert.ok(!window.poller.canRefresh(refs[0]!.connection));
    window.store.connections.clearBlocks('works', world.clock.now());
    assert.ok(window.poller.canRefresh(refs[0]!.connection));
    world.setting.edit([]);
    await settled();
    assert.ok(!window.poller.canRefresh(refs[0]!.connection));
    await window.poller.refresh(refs);
  });
});
