import assert from 'node:assert/strict';
import { failing, running } from '../client/fakeService';
import { connectionOf, someTasks, taskIn, token, useWorld, type TestWindow } from './world';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('Poller, when requests fail', () => {
  const world = useWorld();

  describe('with several connections to one host', () => {
    const endpoint = 'https://dsc.example.com';
    const requestsOf = (id: string): number =>
      world.cloud.requests.filter(({ connection }) => connection === id).length;

    async function loseHost(): Promise<TestWindow> {
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
      world.cloud.respond = ({ connection }) => (connection === 'elsewhere' ? running() : failing('offline'));
      return window;
    }

    it('probes with one of them until the host responds, and then polls with all', async () => {
      const window = await loseHost();
      await world.run(hour);
      const probes = [requestsOf('works'), requestsOf('other')].sort((one, other) => one - other);
      // Both were due at the moment the host was lost.
      assert.ok(probes[0]! <= 1, `each probed: ${probes.join(', ')}`);
      assert.ok(probes[1]! >= 10 && probes[1]! <= 60, `${probes[1]} probes in an hour`);
      assert.ok(requestsOf('elsewhere') > 100);
      assert.equal(window.store.connections.state('works').backoff?.failure?.kind, 'offline');
      assert.equal(window.store.connections.state('other').backoff?.failure?.kind, 'offline');
      world.forgetRequests();
      world.cloud.respond = () => running();
      for (let second = 0; second < 360 && requestsOf('works') + requestsOf('other') === 0; second++) {
        await world.run(1000);
      }
      await world.run(2000);
      assert.ok(
        requestsOf('works') > 0 && requestsOf('other') > 0,
        'the other one waits no longer than the first response',
      );
      assert.equal(window.store.connections.state('other').backoff, undefined);
    });

    it('counts one failure for each connection, and keeps the retry time of a service', async () => {
      const names = ['works', 'b', 'c', 'd', 'e', 'f'];
      world.setting.edit(names.map((id) => connectionOf(id, { endpoint })));
      const window = await world.start();
      for (const id of names.slice(1)) {
        await window.vault.write(id, token('good'));
      }
      const retryAt = world.clock.now() + minute / 2;
      world.cloud.respond = ({ connection }) =>
        connection === 'works' ? failing('throttled', { retryAt }) : failing('offline');
      const release = world.cloud.holdResponses();
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

    it('polls each task once when the host is back', async () => {
      await loseHost();
      await world.run(10 * minute);
      world.cloud.respond = () => running();
      world.forgetRequests();
      for (let second = 0; second < 360 && requestsOf('works') + requestsOf('other') === 0; second++) {
        await world.run(100);
      }
      await world.run(1000);
      assert.ok(requestsOf('works') <= 2 && requestsOf('other') <= 2);
    });

    it('polls at once when the settings are corrected or a connection test succeeds', async () => {
      const window = await loseHost();
      await world.run(10 * minute);
      world.cloud.respond = ({ connection }) => (connection === 'other' ? failing('offline') : running());
      world.forgetRequests();
      world.setting.edit([
        connectionOf('works', { endpoint: `${endpoint}/mended` }),
        connectionOf('other', { endpoint }),
      ]);
      await world.run(1000);
      assert.ok(requestsOf('works') > 0);
      world.cloud.respond = () => running();
      world.forgetRequests();
      await window.service.test('other');
      await world.run(1000);
      assert.equal(window.store.connections.state('other').backoff, undefined);
      assert.ok(requestsOf('other') > 1);
    });

    it('polls with all at once when a refresh by the user succeeds', async () => {
      const window = await loseHost();
      await world.run(hour);
      world.forgetRequests();
      world.cloud.respond = () => running();
      void window.poller.refresh([{ connection: 'other', id: '1' }]);
      await world.run(1000);
      assert.ok(requestsOf('works') > 0 && requestsOf('other') > 0);
    });
  });

  describe('with one connection', () => {
    for (const kind of ['offline', 'tls'] as const) {
      it(`does not poll every task of a connection to meet ${kind} each time`, async () => {
        const window = await world.start();
        world.cloud.respond = () => failing(kind);
        window.service.track(someTasks(15));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['1']);
        for (const { id } of someTasks(15)) {
          assert.equal(taskIn(window, id).stale?.failure.kind, kind);
          assert.equal(taskIn(window, id).state, 'unknown');
        }
        world.cloud.respond = () => running();
        await world.run(minute);
        assert.ok(someTasks(15).every(({ id }) => taskIn(window, id).state === 'running'));
      });
    }

    for (const failure of [failing('timeout'), failing('server-error', { status: 503 }), failing('throttled')]) {
      const { kind } = failure.failure;
      it(`polls the other tasks although one always meets ${kind}`, async () => {
        const window = await world.start();
        world.cloud.respond = ({ id }) => (id === '1' ? failure : running());
        window.service.track(someTasks(30));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['1'], 'no other task is polled right after the failure');
        assert.equal(taskIn(window, '1').stale?.failure.kind, kind);
        assert.equal(taskIn(window, '2').stale, undefined, 'the others are not marked as stale');
        world.forgetRequests();
        await world.run(5 * minute);
        assert.ok(someTasks(30).every(({ id }) => (taskIn(window, id).state === 'running') === (id !== '1')));
        await world.run(hour);
        const polled = world.requestedIds();
        const [bad, good] = ['1', '2'].map((id) => polled.filter((each) => each === id).length) as [number, number];
        assert.ok(good > 20, `a healthy task was polled ${good} times`);
        assert.ok(bad < 35, `the bad one was polled ${bad} times`);
      });
    }

    it('polls the other tasks although several always meet an error', async () => {
      const window = await world.start();
      const bad = new Set(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
      world.cloud.respond = ({ id }) => (bad.has(id) ? failing('server-error', { status: 500 }) : running());
      window.service.track(someTasks(60));
      await world.run(15 * minute);
      world.forgetRequests();
      await world.run(30 * minute);
      const times = someTasks(60).map(({ id }) => world.requestedIds().filter((each) => each === id).length);
      assert.ok(Math.min(...times.slice(10)) >= 10, `healthy tasks were polled ${times.slice(10).join(' ')} times`);
    });

    it('obeys a backoff also in the middle of a batch', async () => {
      const window = await world.start();
      window.service.track(someTasks(40));
      await world.run(1_000);
      const sent = world.requestedIds().length;
      const until = world.clock.now() + 10 * minute;
      window.store.connections.backOff('works', { until, failure: { kind: 'throttled', retryAt: until } });
      await world.run(9 * minute);
      assert.ok(world.requestedIds().length <= sent + 1, `${world.requestedIds().length - sent} more requests`);
      window.store.connections.backOff('works', { until: world.clock.now() + 1, failure: { kind: 'timeout' } });
      await world.run(30_000);
      assert.ok(world.requestedIds().length <= sent + 1, 'a shorter backoff does not end it');
    });

    it('polls each task alone when only the list is rate-limited', async () => {
      world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
      const window = await world.start();
      world.cloud.pages = () => failing('throttled', { status: 429 });
      window.service.track(someTasks(5));
      await world.run(hour);
      assert.ok(someTasks(5).every(({ id }) => taskIn(window, id).state === 'running'));
    });

    it('polls each task alone while the list fails', async () => {
      world.setting.edit([connectionOf('works', { provider: 'huawei-vod' })]);
      const window = await world.start();
      world.cloud.pages = () => failing('server-error', { status: 500 });
      window.service.track(someTasks(5));
      await world.run(hour);
      assert.ok(someTasks(5).every(({ id }) => taskIn(window, id).state === 'running'));
      const pages = world.requestedIds().filter((id) => id === 'page one').length;
      assert.ok(pages <= 7, `the list was requested ${pages} times`);
    });

    it('backs off for a minute where a rate-limited service names no time', async () => {
      const window = await world.start();
      world.cloud.respond = () => failing('throttled');
      window.service.track(someTasks(3));
      await world.run(59_000);
      assert.equal(world.requestedIds().length, 1);
    });

    it('polls a failing service no more often than the settings allow', async () => {
      const window = await world.start({ limits: { minInterval: 10 * minute, maxInterval: hour } });
      world.cloud.respond = () => failing('server-error', { status: 503 });
      window.service.track(someTasks(3));
      await world.run(3 * hour);
      const intervals = world.cloud.requests.slice(1).map(({ at }, index) => at - world.cloud.requests[index]!.at);
      assert.ok(intervals.length > 3 && Math.min(...intervals) >= 10 * minute, intervals.join(' '));
    });

    it('tries again after five minutes where the service rejects the time of requests, and goes on once it is right', async () => {
      const window = await world.start();
      world.cloud.respond = () => failing('wrong-clock', { status: 401 });
      window.service.track(someTasks(3));
      await world.run(4 * minute);
      assert.equal(world.requestedIds().length, 1);
      world.cloud.respond = () => running();
      await world.run(7 * minute);
      assert.equal(taskIn(window, '3').state, 'running');
      assert.equal(taskIn(window, '1').stale, undefined);
    });

    for (const kind of ['server-error', 'forbidden', 'not-json', 'unexpected-shape', 'rejected'] as const) {
      it(`polls the others at once when one task meets ${kind}`, async () => {
        const window = await world.start();
        world.cloud.respond = ({ id }) => (id === '1' ? failing(kind) : running());
        window.service.track(someTasks(3));
        await world.run();
        assert.deepEqual(world.requestedIds(), ['1', '2', '3']);
        assert.equal(taskIn(window, '1').stale?.failure.kind, kind);
        assert.equal(taskIn(window, '3').state, 'running');
      });
    }

    it('keeps the last response while the service fails, and polls less and less often', async () => {
      const window = await world.start();
      world.cloud.respond = () => running({ percent: 42 });
      window.service.track(someTasks(1));
      await world.run();
      world.forgetRequests();
      world.cloud.respond = () => failing('server-error', { status: 503 });
      await world.run(3 * hour);
      const task = taskIn(window, '1');
      assert.equal(task.state, 'running');
      assert.equal(task.progress?.percent, 42);
      const intervals = world.cloud.requests.slice(1).map(({ at }, index) => at - world.cloud.requests[index]!.at);
      const last = intervals.at(-1)!;
      assert.ok(intervals[0]! < 15_000 && last > 100_000 && last <= 300_000, intervals.slice(0, 9).join(' '));
      world.cloud.respond = () => running({ percent: 43 });
      await world.run(10 * minute);
      assert.equal(taskIn(window, '1').stale, undefined);
    });

    it('backs off from a failing service in every window, and with its new tasks too', async () => {
      const windows = [await world.start({ store: world.file() }), await world.start({ store: world.file() })];
      world.cloud.respond = () => failing('offline');
      windows[0]!.service.track(someTasks(5));
      await world.run(30_000);
      world.forgetRequests();
      windows[1]!.service.track([{ connection: 'works', id: 'new-1' }]);
      await world.run(2 * minute);
      assert.ok(world.requestedIds().length > 0 && world.requestedIds().length < 5, world.requestedIds().join(' '));
    });

    it('does not read credentials in a busy loop when they cannot be read', async () => {
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

    it('goes on after a response could not be written', async () => {
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

    for (const [what, failure] of [
      ['breaks off', failing('offline', { code: 'ERR_STREAM_PREMATURE_CLOSE', scope: 'service' })],
      ['redirects', failing('redirected', { status: 303 })],
    ] as const) {
      it(`polls the others when the response of one task always ${what}`, async () => {
        const window = await world.start();
        world.cloud.respond = ({ id }) => (id === '1' ? failure : running());
        window.service.track(someTasks(4));
        await world.run(10 * minute);
        const states = someTasks(4).map(({ id }) => taskIn(window, id).state);
        assert.deepEqual(states, ['unknown', 'running', 'running', 'running']);
        assert.equal(taskIn(window, '1').stale?.failure.kind, failure.failure.kind);
      });
    }

    it('waits until the time that a service names', async () => {
      const window = await world.start();
      const retryAt = world.clock.now() + 20 * minute;
      world.cloud.respond = ({ at }) => (at < retryAt ? failing('throttled', { status: 429, retryAt }) : running());
      window.service.track(someTasks(1));
      await world.run(19 * minute);
      assert.equal(world.requestedIds().length, 1);
      await world.run(2 * minute);
      assert.equal(taskIn(window, '1').state, 'running');
    });

    it('lets a task expire only when the service has not known it for a minute', async () => {
      const window = await world.start();
      const since = world.clock.now() + 30_000;
      world.cloud.respond = ({ at }) =>
        at < since ? running() : failing('not-found', { status: 404, code: 'TaskNotFound' });
      window.service.track(someTasks(1));
      await world.run(80_000);
      assert.equal(taskIn(window, '1').state, 'running');
      assert.equal(taskIn(window, '1').stale?.failure.kind, 'not-found');
      await world.run(2 * minute);
      assert.equal(taskIn(window, '1').state, 'expired');
      assert.equal(world.cloud.requests.filter(({ at }) => at >= since).length, 3, 'said once and confirmed twice');
      world.forgetRequests();
      await world.run(day);
      assert.deepEqual(world.requestedIds(), []);
    });

    it('A6: keeps a task through ten minutes of a router that answers in JSON', async () => {
      const window = await world.start();
      const start = world.clock.now();
      const isAway = (at: number): boolean => at >= start + 30_000 && at < start + 630_000;
      world.cloud.respond = ({ at }) =>
        isAway(at) ? failing('not-found', { status: 404, evidence: 'json', detail: 'Not Found' }) : running();
      window.service.track(someTasks(1));
      await world.run(10 * minute);
      assert.deepEqual([taskIn(window, '1').state, taskIn(window, '1').stale?.failure.kind], ['running', 'not-found']);
      await world.run(6 * minute);
      assert.deepEqual([taskIn(window, '1').state, taskIn(window, '1').stale], ['running', undefined]);
    });

    it('follows a task that is found again', async () => {
      const window = await world.start();
      const start = world.clock.now();
      world.cloud.respond = ({ at }) => (at < start + 30_000 ? failing('not-found') : running());
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
