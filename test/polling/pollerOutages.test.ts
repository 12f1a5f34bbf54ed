import assert from 'node:assert/strict';
import { failing, running } from '../client/fakeService';
import { connectionOf, someTasks, taskIn, token, useWorld, type TestWindow } from './world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('Poller, in trouble', () => {
  const world = useWorld();

  describe('finds out about a host once for all its connections', () => {
    const endpoint = 'https://dsc.example.com';
    const askedAt = (id: string): number => world.cloud.asked.filter(({ connection }) => connection === id).length;

    async function loseTheHost(): Promise<TestWindow> {
      world.setting.edit([
        connectionOf('works', { endpoint }),
        connectionOf('other', { endpoint }),
        connectionOf('elsewhere', { endpoint: 'https://dsc.example.net' }),
      ]);
      const window = await world.start();
      await window.vault.write('other', token('good'));
      await window.vault.write('elsewhere', token('good'));
      window.service.track(['works', 'other', 'elsewhere'].flatMap((id) => someTasks(2, id)));
      await world.run(minute);
      world.forgetRequests();
      world.cloud.answer = ({ connection }) => (connection === 'elsewhere' ? running() : failing('offline'));
      return window;
    }

    it('asks with one of them until the host answers, and then with all', async () => {
      const window = await loseTheHost();
      await world.run(hour);
      const tries = [askedAt('works'), askedAt('other')].sort((one, other) => one - other);
      // Both were due in the moment it was lost.
      assert.ok(tries[0]! <= 1, `each found out: ${tries.join(', ')}`);
      assert.ok(tries[1]! >= 10 && tries[1]! <= 60, `${tries[1]} tries in an hour`);
      assert.ok(askedAt('elsewhere') > 100);
      assert.equal(window.store.connections.state('works').backoff?.failure?.kind, 'offline');
      assert.equal(window.store.connections.state('other').backoff?.failure?.kind, 'offline');
      world.forgetRequests();
      world.cloud.answer = () => running();
      for (let second = 0; second < 360 && askedAt('works') + askedAt('other') === 0; second++) {
        await world.run(1000);
      }
      await world.run(2000);
      assert.ok(askedAt('works') > 0 && askedAt('other') > 0, 'the other one waits no longer than the first answer');
      assert.equal(window.store.connections.state('other').backoff, undefined);
    });

    it('counts one failure for each, however many met it, and leaves a service its time', async () => {
      const names = ['works', 'b', 'c', 'd', 'e', 'f'];
      world.setting.edit(names.map((id) => connectionOf(id, { endpoint })));
      const window = await world.start();
      for (const id of names.slice(1)) {
        await window.vault.write(id, token('good'));
      }
      const retryAt = world.clock.now() + minute / 2;
      world.cloud.answer = ({ connection }) =>
        connection === 'works' ? failing('throttled', { retryAt }) : failing('offline');
      const release = world.cloud.hold();
      window.service.track(names.flatMap((id) => someTasks(1, id)));
      await world.run(100);
      release();
      await world.run(1000);
      assert.deepEqual(
        names.map((id) => window.store.connections.state(id).backoff?.failures),
        [1, 1, 1, 1, 1, 1],
      );
      assert.deepEqual(window.store.connections.state('works').backoff?.failure?.kind, 'throttled');
      assert.equal(window.store.connections.state('works').backoff?.until, retryAt);
    });

    it('asks for each task once when the host is back', async () => {
      await loseTheHost();
      await world.run(10 * minute);
      world.cloud.answer = () => running();
      world.forgetRequests();
      for (let second = 0; second < 360 && askedAt('works') + askedAt('other') === 0; second++) {
        await world.run(100);
      }
      await world.run(1000);
      assert.ok(askedAt('works') <= 2 && askedAt('other') <= 2);
    });

    it('asks at once when the settings are mended, or a test shows that it is back', async () => {
      const window = await loseTheHost();
      await world.run(10 * minute);
      world.cloud.answer = ({ connection }) => (connection === 'other' ? failing('offline') : running());
      world.forgetRequests();
      world.setting.edit([
        connectionOf('works', { endpoint: 'https://dsc.example.org' }),
        connectionOf('other', { endpoint }),
      ]);
      await world.run(1000);
      assert.ok(askedAt('works') > 0);
      world.cloud.answer = () => running();
      world.forgetRequests();
      await window.service.test('other');
      await world.run(1000);
      assert.equal(window.store.connections.state('other').backoff, undefined);
      assert.ok(askedAt('other') > 1);
    });

    it('asks with all at once when the user wants to know', async () => {
      const window = await loseTheHost();
      await world.run(hour);
      world.forgetRequests();
      world.cloud.answer = () => running();
      void window.poller.refresh([{ connection: 'other', id: '1' }]);
      await world.run(1000);
      assert.ok(askedAt('works') > 0 && askedAt('other') > 0);
    });
  });

  describe('bears with what goes wrong', () => {
    for (const kind of ['offline', 'tls'] as const) {
      it(`does not ask for every task of a connection to hear ${kind} each time`, async () => {
        const window = await world.start();
        world.cloud.answer = () => failing(kind);
        window.service.track(someTasks(15));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['1']);
        for (const { id } of someTasks(15)) {
          assert.equal(taskIn(window, id).stale?.failure.kind, kind);
          assert.equal(taskIn(window, id).state, 'unknown');
        }
        world.cloud.answer = () => running();
        await world.run(minute);
        assert.ok(someTasks(15).every(({ id }) => taskIn(window, id).state === 'running'));
      });
    }

    for (const failure of [failing('timeout'), failing('server-error', { status: 503 }), failing('throttled')]) {
      const { kind } = failure.failure;
      it(`is not kept from the others by one task that always meets ${kind}`, async () => {
        const window = await world.start();
        world.cloud.answer = ({ id }) => (id === '1' ? failure : running());
        window.service.track(someTasks(30));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['1'], 'nobody else is sent into the same trouble at once');
        assert.equal(taskIn(window, '1').stale?.failure.kind, kind);
        assert.equal(taskIn(window, '2').stale, undefined, 'of the others nothing is known');
        world.forgetRequests();
        await world.run(5 * minute);
        assert.ok(someTasks(30).every(({ id }) => (taskIn(window, id).state === 'running') === (id !== '1')));
        await world.run(hour);
        const asked = world.requestedIds();
        const [bad, good] = ['1', '2'].map((id) => asked.filter((each) => each === id).length) as [number, number];
        assert.ok(good > 20, `a healthy task was asked for ${good} times`);
        assert.ok(bad < 35, `the bad one was asked for ${bad} times`);
      });
    }

    it('is not kept from the others by several tasks that always meet an error', async () => {
      const window = await world.start();
      const bad = new Set(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
      world.cloud.answer = ({ id }) => (bad.has(id) ? failing('server-error', { status: 500 }) : running());
      window.service.track(someTasks(60));
      await world.run(15 * minute);
      world.forgetRequests();
      await world.run(30 * minute);
      const times = someTasks(60).map(({ id }) => world.requestedIds().filter((each) => each === id).length);
      assert.ok(Math.min(...times.slice(10)) >= 10, `healthy tasks were asked for ${times.slice(10).join(' ')} times`);
    });

    it('obeys a service that wants to be left alone, also in the middle of a turn', async () => {
      const window = await world.start();
      window.service.track(someTasks(40));
      await world.run(1_000);
      const asked = world.requestedIds().length;
      const until = world.clock.now() + 10 * minute;
      window.store.connections.backOff('works', { until, failure: { kind: 'throttled', retryAt: until } });
      await world.run(9 * minute);
      assert.ok(world.requestedIds().length <= asked + 1, `${world.requestedIds().length - asked} more questions`);
      window.store.connections.backOff('works', { until: world.clock.now() + 1, failure: { kind: 'timeout' } });
      await world.run(30_000);
      assert.ok(world.requestedIds().length <= asked + 1, 'a shorter hold does not end it');
    });

    it('asks for each task alone when the list alone is asked too much', async () => {
      world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
      const window = await world.start();
      world.cloud.pages = () => failing('throttled', { status: 429 });
      window.service.track(someTasks(5));
      await world.run(hour);
      assert.ok(someTasks(5).every(({ id }) => taskIn(window, id).state === 'running'));
    });

    it('asks for each task alone while the list fails', async () => {
      world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
      const window = await world.start();
      world.cloud.pages = () => failing('server-error', { status: 500 });
      window.service.track(someTasks(5));
      await world.run(hour);
      assert.ok(someTasks(5).every(({ id }) => taskIn(window, id).state === 'running'));
      const pages = world.requestedIds().filter((id) => id === 'page one').length;
      assert.ok(pages <= 7, `the list was asked for ${pages} times`);
    });

    it('leaves a service alone that is asked too much, for a minute where it does not say', async () => {
      const window = await world.start();
      world.cloud.answer = () => failing('throttled');
      window.service.track(someTasks(3));
      await world.run(59_000);
      assert.equal(world.requestedIds().length, 1);
    });

    it('asks a failing service no more often than the settings allow', async () => {
      const window = await world.start({ limits: { minInterval: 10 * minute, maxInterval: hour } });
      world.cloud.answer = () => failing('server-error', { status: 503 });
      window.service.track(someTasks(3));
      await world.run(3 * hour);
      const pauses = world.cloud.asked.slice(1).map(({ at }, index) => at - world.cloud.asked[index]!.at);
      assert.ok(pauses.length > 3 && Math.min(...pauses) >= 10 * minute, pauses.join(' '));
    });

    for (const kind of ['server-error', 'forbidden', 'not-json', 'unexpected-shape', 'rejected'] as const) {
      it(`asks for the others when one task meets ${kind}`, async () => {
        const window = await world.start();
        world.cloud.answer = ({ id }) => (id === '1' ? failing(kind) : running());
        window.service.track(someTasks(3));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['1', '2', '3']);
        assert.equal(taskIn(window, '1').stale?.failure.kind, kind);
        assert.equal(taskIn(window, '3').state, 'running');
      });
    }

    it('keeps the last answer while the service fails, and asks ever less often', async () => {
      const window = await world.start();
      world.cloud.answer = () => running({ percent: 42 });
      window.service.track(someTasks(1));
      await world.run();
      world.forgetRequests();
      world.cloud.answer = () => failing('server-error', { status: 503 });
      await world.run(3 * hour);
      const task = taskIn(window, '1');
      assert.equal(task.state, 'running');
      assert.equal(task.progress?.percent, 42);
      const pauses = world.cloud.asked.slice(1).map(({ at }, index) => at - world.cloud.asked[index]!.at);
      const last = pauses.at(-1)!;
      assert.ok(pauses[0]! < 15_000 && last > 100_000 && last <= 300_000, pauses.slice(0, 9).join(' '));
      world.cloud.answer = () => running({ percent: 43 });
      await world.run(10 * minute);
      assert.equal(taskIn(window, '1').stale, undefined);
    });

    it('leaves a service alone that fails, in every window, and with its new tasks too', async () => {
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      world.cloud.answer = () => failing('offline');
      windows[0]!.service.track(someTasks(5));
      await world.run(30_000);
      world.forgetRequests();
      windows[1]!.service.track([{ connection: 'works', id: 'new' }]);
      await world.run(2 * minute);
      assert.ok(world.requestedIds().length > 0 && world.requestedIds().length < 5, world.requestedIds().join(' '));
    });

    it('does not wear itself out when credentials cannot be read', async () => {
      const window = await world.start();
      let reads = 0;
      window.connections.credentials = () => {
        reads++;
        return Promise.reject(new Error('The keychain is locked.'));
      };
      window.service.track(someTasks(3));
      await world.run(minute);
      assert.ok(reads < 30, `${reads} times`);
    });

    it('goes on after an answer could not be written', async () => {
      const window = await world.start();
      const settle = window.store.queue.settle.bind(window.store.queue);
      let full = true;
      Object.assign(window.store.queue, {
        settle(...settlements: Parameters<typeof settle>) {
          if (full) {
            throw new Error('The disk is full.');
          }
          settle(...settlements);
        },
      });
      window.service.track(someTasks(1));
      await world.run(minute);
      full = false;
      await world.run(5 * minute);
      assert.equal(taskIn(window, '1').state, 'running');
    });

    it('obeys the time that a service names', async () => {
      const window = await world.start();
      const retryAt = world.clock.now() + 20 * minute;
      world.cloud.answer = ({ at }) => (at < retryAt ? failing('throttled', { status: 429, retryAt }) : running());
      window.service.track(someTasks(1));
      await world.run(19 * minute);
      assert.equal(world.requestedIds().length, 1);
      await world.run(2 * minute);
      assert.equal(taskIn(window, '1').state, 'running');
    });

    it('lets a task expire only when the service has not known it for a minute', async () => {
      const window = await world.start();
      const since = world.clock.now() + 30_000;
      world.cloud.answer = ({ at }) => (at < since ? running() : failing('not-found', { status: 404 }));
      window.service.track(someTasks(1));
      await world.run(80_000);
      assert.equal(taskIn(window, '1').state, 'running');
      assert.equal(taskIn(window, '1').stale?.failure.kind, 'not-found');
      await world.run(2 * minute);
      assert.equal(taskIn(window, '1').state, 'expired');
      assert.equal(world.cloud.asked.filter(({ at }) => at >= since).length, 3, 'said once and confirmed twice');
      world.forgetRequests();
      await world.run(day);
      assert.deepEqual(world.requestedIds(), []);
    });

    it('takes a task that is found again for what it is', async () => {
      const window = await world.start();
      const start = world.clock.now();
      world.cloud.answer = ({ at }) => (at < start + 30_000 ? failing('not-found') : running());
      window.service.track(someTasks(1));
      await world.run(5 * minute);
      assert.equal(taskIn(window, '1').state, 'running');
      assert.equal(taskIn(window, '1').stale, undefined);
    });

    it('goes on after the keychain was locked', async () => {
      const window = await world.start();
      world.secrets.locked = true;
      const next = await world.open();
      window.close();
      next.poller.start();
      next.service.track(someTasks(1));
      await world.run(hour);
      assert.deepEqual(world.requestedIds(), []);
      world.secrets.locked = false;
      await next.connections.load();
      await world.run();
      assert.deepEqual(world.requestedIds(), ['1']);
    });
  });
});
