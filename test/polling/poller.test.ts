import assert from 'node:assert/strict';
import type { ListedTask } from '../../src/providers/provider';
import { snapshotOf } from '../tasks/trackedTasks';
import { settled } from '../support/manualClock';
import { createSecretStore } from '../support/secretStore';
import { failing, running, succeeded, type Asked } from '../client/fakeService';
import { connectionOf, someTasks, taskIn, token, useWorld, type WindowOptions } from './world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('Poller', () => {
  const world = useWorld();

  describe('asks for what is due', () => {
    it('at once for a new task, and writes the answer', async () => {
      const window = await world.start();
      world.cloud.answer = () => running({ percent: 42, total: 7, completed: 3 });
      window.service.track([{ connection: 'works', id: '7' }]);
      await world.run();
      const task = taskIn(window, '7');
      assert.deepEqual(world.requestedIds(), ['7']);
      assert.equal(task.state, 'running');
      assert.equal(task.progress?.percent, 42);
      assert.equal(task.lastResponseAt, world.cloud.asked[0]?.at);
      assert.ok(task.nextPollAt! >= task.lastResponseAt! + 5000);
    });

    it('again and again until it ends, and then no more', async () => {
      const window = await world.start();
      const end = world.clock.now() + 10 * minute;
      world.cloud.answer = ({ at }) => (at >= end ? succeeded() : running());
      window.service.track(someTasks(1));
      await world.run(hour);
      assert.equal(taskIn(window, '1').state, 'succeeded');
      const times = world.cloud.asked.map(({ at }) => at);
      assert.ok(times.at(-1)! - end < minute, 'hears of the end within a minute');
      assert.ok(times.length > 10 && times.length < 60, `${times.length} questions`);
      const [notice] = window.store.outbox.claim(world.clock.now(), world.clock.now() + 1, 9);
      assert.deepEqual([notice?.from, notice?.to, notice?.at], ['running', 'succeeded', times.at(-1)]);
    });

    it('of all real providers alike: an unchanged answer is no sign of life', async () => {
      const window = await world.start();
      const reply = running({
        percent: 5,
        completed: 1,
        failed: 0,
        total: 20,
        createdAt: 1,
        items: [{ state: 'failed' }],
      });
      world.cloud.answer = () => structuredClone(reply);
      window.service.track(someTasks(1));
      await world.run(10 * minute);
      const task = taskIn(window, '1');
      assert.ok(task.nextPollAt! - task.lastResponseAt! > 30_000, 'asks less and less often');
      assert.equal(window.store.tasks.samples(task).length, 1);
    });

    it('in no burst after a long absence', async () => {
      const window = await world.start();
      window.service.track(someTasks(60));
      await world.run(1);
      assert.ok(world.requestedIds().length <= 10, `${world.requestedIds().length} questions at once`);
      await world.run(4_000);
      assert.ok(new Set(world.requestedIds()).size < 60);
      await world.run(2_000);
      assert.equal(new Set(world.requestedIds()).size, 60);
    });

    it('one at a time of one connection, and of others meanwhile', async () => {
      world.setting.edit([connectionOf('works'), connectionOf('other')]);
      const window = await world.start();
      await window.vault.write('other', token('good'));
      await settled();
      const release = world.cloud.hold();
      window.service.track([...someTasks(3), ...someTasks(3, 'other')]);
      await world.run();
      assert.deepEqual(world.cloud.asked.map(({ connection }) => connection).sort(), ['other', 'works']);
      release();
      await world.run();
      assert.equal(world.cloud.asked.length, 6);
    });

    it('of no connection without credentials, until it has some', async () => {
      const window = await world.open();
      window.poller.start();
      window.service.track(someTasks(2));
      await world.run(hour);
      assert.deepEqual(world.requestedIds(), []);
      await window.vault.write('works', token('at last'));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1', '2']);
    });

    it('of no connection whose provider is not there, until it comes', async () => {
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

    it('of no connection that the settings no longer have; its tasks stay as they are', async () => {
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

  describe('shares the work of several windows', () => {
    it('asks for each task once a due time, whoever does it', async () => {
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      windows[0]!.service.track(someTasks(10));
      await world.run(3 * minute);
      assert.ok(world.cloud.asked.length >= 10 * 5);
      for (const { id } of someTasks(10)) {
        const times = world.cloud.asked.filter((asked) => asked.id === id).map(({ at }) => at);
        const pauses = times.slice(1).map((at, index) => at - times[index]!);
        assert.ok(Math.min(...pauses) >= 5000, `task ${id}: ${pauses.join(' ')}`);
      }
      assert.deepEqual(windows[1]!.store.tasks.get({ connection: 'works', id: '10' }), taskIn(windows[0]!, '10'));
    });

    it('asks for what another window tracks when that window has closed', async () => {
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

    it('gives back what is under way when a window closes', async () => {
      const first = await world.start();
      const release = world.cloud.hold();
      first.service.track(someTasks(3));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
      first.close();
      release();
      await world.run();
      assert.equal(taskIn(first, '1').lastResponseAt, undefined, 'the answer that came after the end is not wanted');
      const second = await world.start();
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1', '1', '2', '3']);
      assert.equal(taskIn(second, '3').state, 'running');
    });

    it('keeps what it is asking for, however long a question takes', async () => {
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      const release = world.cloud.hold();
      windows[0]!.service.track(someTasks(2));
      await world.run(10 * minute);
      assert.deepEqual(world.requestedIds(), ['1']);
      release();
      await world.run(5_000);
      assert.deepEqual(new Set(world.requestedIds()), new Set(['1', '2']));
    });

    it('takes over after a killed window when its claims have lapsed', async () => {
      const first = await world.open();
      await first.vault.write('works', token('good'));
      const now = world.clock.now();
      first.service.track(someTasks(1));
      // As a window that is killed between the question and the answer.
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

    it('leaves tasks to the windows that hold the newest secret, and does not wear itself out meanwhile', async () => {
      const older = createSecretStore();
      const behind = await world.start({ secrets: older, store: world.file() });
      world.clock.advance(1000);
      behind.service.track(someTasks(1));
      behind.store.connections.publishCredentials('works', world.clock.now(), world.clock.now());
      world.forgetRequests();
      let looks = 0;
      const claim = behind.store.queue.claim.bind(behind.store.queue);
      Object.assign(behind.store.queue, {
        claim: (request: Parameters<typeof claim>[0]) => {
          looks++;
          return claim(request);
        },
      });
      await world.run(10 * minute);
      assert.deepEqual(world.requestedIds(), []);
      assert.ok(looks < 45, `${looks} looks`);
      await world.start({ store: world.file() });
      await world.run(2000);
      assert.deepEqual([...new Set(world.cloud.asked.map((asked) => asked.token))], ['good']);
      assert.ok(world.requestedIds().length > 0);
    });
  });

  describe('asks a service that lists', () => {
    const listed = (id: string): ListedTask => ({ id, snapshot: snapshotOf({ percent: Number(id) }) });
    const open = async (options: WindowOptions = {}) => {
      world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
      return world.start(options);
    };

    it('for all that is due with one question', async () => {
      const window = await open();
      world.cloud.pages = () => ({ ok: true, tasks: someTasks(50).map(({ id }) => listed(id)) });
      window.service.track(someTasks(50));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one']);
      assert.ok(someTasks(50).every(({ id }) => taskIn(window, id).progress?.percent === Number(id)));
    });

    it('for further pages while they help, and for what is on none of them alone', async () => {
      const window = await open();
      world.cloud.pages = (page) =>
        page === undefined
          ? { ok: true, tasks: [listed('1'), listed('2')], next: 'two' }
          : { ok: true, tasks: [listed('3')], next: 'three' };
      window.service.track(someTasks(4));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', 'page two', '4']);
    });

    it('for all that runs when one of them is due, since their times drift apart', async () => {
      let turn = 0;
      const window = await open({ random: () => (turn = (turn + 0.37) % 1) });
      world.cloud.pages = () => ({ ok: true, tasks: someTasks(20).map(({ id }) => listed(id)) });
      window.service.track(someTasks(20));
      await world.run(hour);
      world.forgetRequests();
      await world.run(hour);
      const alone = world.requestedIds().filter((id) => id !== 'page one');
      assert.deepEqual(alone, []);
      // As often as a task that runs alone would be asked for, and no more.
      assert.ok(world.requestedIds().length < 80, `${world.requestedIds().length} pages in an hour`);
    });

    it('for all of three hundred tasks with the pages that hold them', async () => {
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

    it('for pages behind those that hold none of its tasks, and then not again for what is on none', async () => {
      const window = await open();
      world.cloud.pages = (page) =>
        page === undefined
          ? { ok: true, tasks: [listed('foreign')], next: 'two' }
          : { ok: true, tasks: someTasks(10).map(({ id }) => listed(id)) };
      window.service.track([...someTasks(10), { connection: 'works', id: 'hidden' }]);
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', 'page two', 'hidden']);
      world.forgetRequests();
      await world.run(hour);
      const asked = world.requestedIds();
      const count = (name: string): number => asked.filter((id) => id === name).length;
      assert.equal(count('page one'), count('page two'));
      assert.deepEqual(new Set(asked), new Set(['page one', 'page two', 'hidden']));
    });

    it('once where two pages name the same task, and for what slipped between them alone', async () => {
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

    it('for a single task without the list', async () => {
      const window = await open();
      window.service.track(someTasks(1));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
    });

    it('for each task where the list is refused to this account', async () => {
      const window = await open();
      world.cloud.pages = () => failing('forbidden', { status: 403 });
      window.service.track(someTasks(3));
      await world.run();
      assert.deepEqual(world.requestedIds(), ['page one', '1', '2', '3']);
      await world.run(50 * minute);
      assert.equal(
        world.requestedIds().filter((id) => id === 'page one').length,
        1,
        'it is not asked for in vain again soon',
      );
    });

    it('also for what is on no page, however long the list and the pace make it wait', async () => {
      const window = await open();
      const onPages = someTasks(20).map(({ id }) => listed(id));
      world.cloud.pages = () => ({ ok: true, tasks: onPages });
      window.service.track(someTasks(60));
      await world.run(minute);
      const alone = new Set(world.requestedIds().filter((id) => Number(id) > 20));
      assert.equal(alone.size, 40);
      assert.ok(world.requestedIds().every((id) => id === 'page one' || Number(id) > 20));
    });

    it('no faster than the service allows', async () => {
      const window = await open();
      const { rateLimit } = window.providers.get('huawei-vod')!;
      world.cloud.pages = () => failing('forbidden', { status: 403 });
      window.service.track(someTasks(60));
      await world.run(10_000);
      const times = world.cloud.asked.map(({ at }) => at);
      const within = (from: number): number => times.filter((at) => at >= from && at < from + 5000).length;
      const most = rateLimit!.burst + Math.ceil(5000 / rateLimit!.intervalMs);
      assert.ok(times.length >= rateLimit!.burst + 10_000 / rateLimit!.intervalMs - 2, `${times.length} questions`);
      assert.ok(Math.max(...times.map(within)) <= most);
    });
  });

  describe('goes on', () => {
    it('after the machine slept, with one question about each task that became due', async () => {
      const window = await world.start();
      window.service.track(someTasks(30));
      await world.run(hour);
      world.forgetRequests();
      world.clock.jump(8 * hour);
      await world.run(20_000);
      assert.deepEqual(new Set(world.requestedIds()), new Set(someTasks(30).map(({ id }) => id)));
      assert.equal(world.requestedIds().length, 30);
    });

    it('when the clock is set back by an hour, and a refresh is answered', async () => {
      const window = await world.start();
      window.service.track(someTasks(3));
      await world.run(hour);
      world.forgetRequests();
      world.clock.jump(-hour);
      await world.run(5 * minute);
      assert.ok(world.requestedIds().length >= 6, `${world.requestedIds().length} questions in five minutes`);
      world.forgetRequests();
      const refreshed = window.poller.refresh(someTasks(3));
      await world.run(3_000);
      await refreshed;
      assert.equal(world.requestedIds().length, 3);
    });

    it('when a clock that was ahead is set right, also with what failed or was new meanwhile', async () => {
      const window = await world.start();
      world.cloud.answer = () => failing('offline');
      window.service.track(someTasks(3));
      await world.run(10 * minute);
      world.clock.jump(-8 * hour);
      world.forgetRequests();
      world.cloud.answer = () => running();
      await world.run(7 * minute);
      assert.ok(someTasks(3).every(({ id }) => taskIn(window, id).state === 'running'));
    });

    it('at the start with a file whose times lie ahead', async () => {
      const first = await world.start({ store: world.file() });
      first.service.track(someTasks(3));
      await world.run(hour);
      first.close();
      world.forgetRequests();
      world.clock.jump(-hour);
      await world.start({ store: world.file() });
      await world.run(minute);
      assert.ok(world.requestedIds().length >= 3, `${world.requestedIds().length} questions`);
    });
  });

  it('follows tasks for weeks with few questions', async () => {
    const window = await world.start({ limits: { minInterval: 5_000, maxInterval: hour } });
    const end = world.clock.now() + 14 * day;
    world.cloud.answer = ({ at }) => (at >= end ? succeeded() : running());
    window.service.track(someTasks(2));
    await world.run(15 * day);
    assert.ok(someTasks(2).every(({ id }) => taskIn(window, id).state === 'succeeded'));
    const last = (asked: Asked): boolean => asked.id === '1';
    const times = world.cloud.asked.filter(last).map(({ at }) => at);
    assert.ok(times.at(-1)! - end <= hour, 'hears of the end within the hour');
    assert.ok(times.length > 14 * 24 && times.length < 1.8 * 14 * 24, `${times.length} questions`);
  });
});
