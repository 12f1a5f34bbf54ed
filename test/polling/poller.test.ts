import assert from 'node:assert/strict';
import type { ListedTask } from '../../src/providers/provider';
import { snapshotOf } from '../tasks/trackedTasks';
import { settled } from '../support/manualClock';
import { createSecretStore } from '../support/secretStore';
import { failing, running, succeeded, type ReceivedRequest } from '../client/fakeService';
import { connectionOf, someTasks, taskIn, token, useWorld, type WindowOptions } from './world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('Poller', () => {
  const world = useWorld();

  describe('due tasks', () => {
    it('polls a new task at once, and writes the response', async () => {
      const window = await world.start();
      world.cloud.respond = () => running({ percent: 42, total: 7, completed: 3 });
      window.service.track([{ connection: 'works', id: '7' }]);
      await world.run();
      const task = taskIn(window, '7');
      assert.deepEqual(world.requestedIds(), ['7']);
      assert.equal(task.state, 'running');
      assert.equal(task.progress?.percent, 42);
      assert.equal(task.lastResponseAt, world.cloud.requests[0]?.at);
      assert.ok(task.nextPollAt! >= task.lastResponseAt! + 5000);
    });

    it('polls a task until it ends, and then no more', async () => {
      const window = await world.start();
      const end = world.clock.now() + 10 * minute;
      world.cloud.respond = ({ at }) => (at >= end ? succeeded() : running());
      window.service.track(someTasks(1));
      await world.run(hour);
      assert.equal(taskIn(window, '1').state, 'succeeded');
      const times = world.cloud.requests.map(({ at }) => at);
      assert.ok(times.at(-1)! - end < minute, 'notices the end within a minute');
      assert.ok(times.length > 10 && times.length < 60, `${times.length} polls`);
      const [notice] = window.store.outbox.claim(world.clock.now(), world.clock.now() + 1, 9);
      assert.deepEqual([notice?.from, notice?.to, notice?.at], ['running', 'succeeded', times.at(-1)]);
    });

    it('does not take an unchanged response for progress', async () => {
      const window = await world.start();
      const response = running({
        percent: 5,
        completed: 1,
        failed: 0,
        total: 20,
        createdAt: 1,
        items: [{ state: 'failed' }],
      });
      world.cloud.respond = () => structuredClone(response);
      window.service.track(someTasks(1));
      await world.run(10 * minute);
      const task = taskIn(window, '1');
      assert.ok(task.nextPollAt! - task.lastResponseAt! > 30_000, 'polls less and less often');
      assert.equal(window.store.tasks.samples(task).length, 1);
    });

    it('sends no burst when many tasks are due', async () => {
      const window = await world.start();
      window.service.track(someTasks(60));
      await world.run(1);
      assert.ok(world.requestedIds().length <= 10, `${world.requestedIds().length} requests at once`);
      await world.run(4_000);
      assert.ok(new Set(world.requestedIds()).size < 60);
      await world.run(2_000);
      assert.equal(new Set(world.requestedIds()).size, 60);
    });

    it('sends one request at a time for a connection, while other connections go on', async () => {
      world.setting.edit([connectionOf('works'), connectionOf('other')]);
      const window = await world.start();
      await window.vault.write('other', token('good'));
      await settled();
      const release = world.cloud.holdResponses();
      window.service.track([...someTasks(3), ...someTasks(3, 'other')]);
      await world.run();
      assert.deepEqual(world.cloud.requests.map(({ connection }) => connection).sort(), ['other', 'works']);
      release();
      await world.run();
      assert.equal(world.cloud.requests.length, 6);
    });

    it('does not poll a connection without credentials until it has some', async () => {
      const window = await world.open();
      window.poller.start();
      window.service.track(someTasks(2));
      await world.run(hour);
      assert.deepEqual(world.requestedIds(), []);
      await window.vault.write('works', token('at last'));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1', '2']);
    });

    it('does not poll a connection whose provider is missing until that is registered', async () => {
      world.setting.edit([connectionOf('works'), connectionOf('foreign', { provider: 'their-render-farm' })]);
      const window = await world.start();
      await window.vault.write('foreign', token('good'));
      window.store.tasks.track([{ connection: 'foreign', id: '1', provider: 'their-render-farm' }], world.clock.now());
      await world.run(hour);
      assert.deepEqual(world.requestedIds(), []);
      const huaweiDsc = window.providers.get('huawei-dsc')!;
      window.providers.register({ ...huaweiDsc, id: 'their-render-farm' });
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
    });

    it('does not poll a connection that the settings no longer have, and keeps its tasks as they are', async () => {
      const window = await world.start();
      window.service.track(someTasks(1));
      await world.run();
      world.setting.edit([]);
      world.forgetRequests();
      await world.run(day);
      assert.deepEqual(world.requestedIds(), []);
      assert.equal(taskIn(window, '1').state, 'running');
      assert.equal(taskIn(window, '1').stale, undefined);
    });
  });

  describe('in several windows', () => {
    it('polls a due task in one window only', async () => {
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      windows[0]!.service.track(someTasks(10));
      await world.run(3 * minute);
      assert.ok(world.cloud.requests.length >= 10 * 5);
      for (const { id } of someTasks(10)) {
        const times = world.cloud.requests.filter((request) => request.id === id).map(({ at }) => at);
        const intervals = times.slice(1).map((at, index) => at - times[index]!);
        assert.ok(Math.min(...intervals) >= 5000, `task ${id}: ${intervals.join(' ')}`);
      }
      assert.deepEqual(windows[1]!.store.tasks.get({ connection: 'works', id: '10' }), taskIn(windows[0]!, '10'));
    });

    it('polls what another window tracked when that window has closed', async () => {
      const first = await world.start({ store: world.file() });
      const second = await world.start({ store: world.file() });
      first.service.track(someTasks(1));
      await world.run();
      first.close();
      world.forgetRequests();
      await world.run(5 * minute);
      assert.ok(world.requestedIds().length > 5);
      assert.ok(taskIn(second, '1').lastResponseAt! > world.clock.now() - minute);
    });

    it('releases its claims when a window closes', async () => {
      const first = await world.start();
      const release = world.cloud.holdResponses();
      first.service.track(someTasks(3));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
      first.close();
      release();
      await world.run();
      assert.equal(taskIn(first, '1').lastResponseAt, undefined, 'a response that comes after the end is dropped');
      const second = await world.start();
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1', '1', '2', '3']);
      assert.equal(taskIn(second, '3').state, 'running');
    });

    it('renews its claims, however long a request takes', async () => {
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      const release = world.cloud.holdResponses();
      windows[0]!.service.track(someTasks(2));
      await world.run(10 * minute);
      assert.deepEqual(world.requestedIds(), ['1']);
      release();
      await world.run(5_000);
      assert.deepEqual(new Set(world.requestedIds()), new Set(['1', '2']));
    });

    it('takes over from a killed window when its claims have expired', async () => {
      const first = await world.open();
      await first.vault.write('works', token('good'));
      const now = world.clock.now();
      first.service.track(someTasks(1));
      // Like a window that is killed between the request and the response.
      first.store.queue.claim({
        connections: [{ id: 'works', credentialVersion: now }],
        now,
        until: now + 45_000,
        limit: 9,
      });
      await world.start();
      await world.run(40_000);
      assert.deepEqual(world.requestedIds(), []);
      await world.run(20_000);
      assert.ok(world.requestedIds().length > 0);
    });

    it('leaves tasks to the windows with the newest credentials, and does not claim in a busy loop', async () => {
      const older = createSecretStore();
      const behind = await world.start({ secrets: older, store: world.file() });
      world.clock.advance(1000);
      behind.service.track(someTasks(1));
      behind.store.connections.publishCredentials('works', world.clock.now(), world.clock.now());
      world.forgetRequests();
      let claimCalls = 0;
      const claim = behind.store.queue.claim.bind(behind.store.queue);
      Object.assign(behind.store.queue, {
        claim: (request: Parameters<typeof claim>[0]) => {
          claimCalls++;
          return claim(request);
        },
      });
      await world.run(10 * minute);
      assert.deepEqual(world.requestedIds(), []);
      assert.ok(claimCalls < 45, `${claimCalls} claims`);
      await world.start({ store: world.file() });
      await world.run(2000);
      assert.deepEqual([...new Set(world.cloud.requests.map((request) => request.token))], ['good']);
      assert.ok(world.requestedIds().length > 0);
    });
  });

  describe('with a service that lists tasks', () => {
    const listed = (id: string): ListedTask => ({ id, snapshot: snapshotOf({ percent: Number(id) }) });
    const open = async (options: WindowOptions = {}) => {
      world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
      return world.start(options);
    };

    it('polls all that is due with one request', async () => {
      const window = await open();
      world.cloud.pages = () => ({ ok: true, tasks: someTasks(50).map(({ id }) => listed(id)) });
      window.service.track(someTasks(50));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one']);
      assert.ok(someTasks(50).every(({ id }) => taskIn(window, id).progress?.percent === Number(id)));
    });

    it('requests further pages while they hold its tasks, and polls alone what is on no page', async () => {
      const window = await open();
      world.cloud.pages = (page) =>
        page === undefined
          ? { ok: true, tasks: [listed('1'), listed('2')], next: 'two' }
          : { ok: true, tasks: [listed('3')], next: 'three' };
      window.service.track(someTasks(4));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', 'page two', '4']);
    });

    it('polls all running tasks when one of them is due, since their times drift apart', async () => {
      let seed = 0;
      const window = await open({ random: () => (seed = (seed + 0.37) % 1) });
      world.cloud.pages = () => ({ ok: true, tasks: someTasks(20).map(({ id }) => listed(id)) });
      window.service.track(someTasks(20));
      await world.run(hour);
      world.forgetRequests();
      await world.run(hour);
      const alone = world.requestedIds().filter((id) => id !== 'page one');
      assert.deepEqual(alone, []);
      // As often as a single task would be polled, and no more.
      assert.ok(world.requestedIds().length < 80, `${world.requestedIds().length} pages in an hour`);
    });

    it('polls three hundred tasks with the pages that hold them', async () => {
      const window = await open();
      const all = someTasks(300).map(({ id }) => listed(id));
      world.cloud.pages = (page = '0') => {
        const tasks = all.slice(100 * Number(page), 100 * Number(page) + 100);
        return { ok: true, tasks, ...(page === '2' ? {} : { next: String(Number(page) + 1) }) };
      };
      window.service.track(someTasks(300));
      await world.run(4_000);
      assert.deepEqual(world.requestedIds(), ['page one', 'page 1', 'page 2']);
      assert.ok(someTasks(300).every(({ id }) => taskIn(window, id).state === 'running'));
    });

    it('reads on after a page with none of its tasks, and later polls alone what is on no page', async () => {
      const window = await open();
      world.cloud.pages = (page) =>
        page === undefined
          ? { ok: true, tasks: [listed('foreign')], next: 'two' }
          : { ok: true, tasks: someTasks(10).map(({ id }) => listed(id)) };
      window.service.track([...someTasks(10), { connection: 'works', id: 'hidden-1' }]);
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', 'page two', 'hidden-1']);
      world.forgetRequests();
      await world.run(hour);
      const requested = world.requestedIds();
      const count = (name: string): number => requested.filter((id) => id === name).length;
      assert.equal(count('page one'), count('page two'));
      assert.deepEqual(new Set(requested), new Set(['page one', 'page two', 'hidden-1']));
    });

    it('accepts a task on two pages, and polls alone what slipped between them', async () => {
      const window = await open();
      world.cloud.pages = (page) =>
        page === undefined
          ? { ok: true, tasks: ['5', '4', '3'].map(listed), next: 'two' }
          : // A task that was new meanwhile pushed the others back by one place.
            { ok: true, tasks: ['3', '2'].map(listed) };
      window.service.track(someTasks(5));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', 'page two', '1']);
      assert.ok(someTasks(5).every(({ id }) => taskIn(window, id).state === 'running'));
    });

    it('polls a single task without the list', async () => {
      const window = await open();
      window.service.track(someTasks(1));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
    });

    it('polls each task alone where the account may not list', async () => {
      const window = await open();
      world.cloud.pages = () => failing('forbidden', { status: 403 });
      window.service.track(someTasks(3));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', '1', '2', '3']);
      await world.run(50 * minute);
      assert.equal(
        world.requestedIds().filter((id) => id === 'page one').length,
        1,
        'the list is not requested again soon',
      );
    });

    for (const [what, failure] of [
      ['redirects', failing('redirected', { status: 301, detail: 'dsc.example.com' })],
      ['is at another host', failing('address')],
      ['is no path of the service', failing('address', { status: 404, scope: 'service', evidence: 'text' })],
    ] as const) {
      it(`polls each task alone where the next page of the list ${what}`, async () => {
        const window = await open();
        world.cloud.pages = (page) => (page === undefined ? { ok: true, tasks: [listed('1')], next: 'two' } : failure);
        window.service.track(someTasks(3));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['page one', 'page two', '2', '3']);
        assert.ok(someTasks(3).every(({ id }) => taskIn(window, id).state === 'running'));
        assert.equal(window.store.connections.state('works').backoff, undefined);
        await world.run(9 * minute);
        assert.equal(world.requestedIds().filter((id) => id === 'page one').length, 1);
      });
    }

    it('polls what is on no page, however long the list and the rate limit delay it', async () => {
      const window = await open();
      const onPages = someTasks(20).map(({ id }) => listed(id));
      world.cloud.pages = () => ({ ok: true, tasks: onPages });
      window.service.track(someTasks(60));
      await world.run(minute);
      const alone = new Set(world.requestedIds().filter((id) => Number(id) > 20));
      assert.equal(alone.size, 40);
      assert.ok(world.requestedIds().every((id) => id === 'page one' || Number(id) > 20));
    });

    it('keeps to the rate limit of the service', async () => {
      const window = await open();
      const { rateLimit } = window.providers.get('huawei-vod')!;
      world.cloud.pages = () => failing('forbidden', { status: 403 });
      window.service.track(someTasks(60));
      await world.run(10_000);
      const times = world.cloud.requests.map(({ at }) => at);
      const within = (from: number): number => times.filter((at) => at >= from && at < from + 5000).length;
      const most = rateLimit!.burst + Math.ceil(5000 / rateLimit!.intervalMs);
      assert.ok(times.length >= rateLimit!.burst + 10_000 / rateLimit!.intervalMs - 2, `${times.length} polls`);
      assert.ok(Math.max(...times.map(within)) <= most);
    });
  });

  it('follows tasks for weeks with few polls', async () => {
    const window = await world.start({ limits: { minInterval: 5_000, maxInterval: hour } });
    const end = world.clock.now() + 14 * day;
    world.cloud.respond = ({ at }) => (at >= end ? succeeded() : running());
    window.service.track(someTasks(2));
    await world.run(15 * day);
    assert.ok(someTasks(2).every(({ id }) => taskIn(window, id).state === 'succeeded'));
    const ofFirst = (request: ReceivedRequest): boolean => request.id === '1';
    const times = world.cloud.requests.filter(ofFirst).map(({ at }) => at);
    assert.ok(times.at(-1)! - end <= hour, 'notices the end within the hour');
    assert.ok(times.length > 14 * 24 && times.length < 1.8 * 14 * 24, `${times.length} polls`);
  });
});
