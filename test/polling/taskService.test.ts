import assert from 'node:assert/strict';
import { CancelledError, UserError } from '../../src/base/errors';
import { RequestError, type FailureKind } from '../../src/http/failure';
import type { ListedTask } from '../../src/providers/provider';
import type { Store } from '../../src/tasks/ports/store';
import { start } from '../store/sandbox';
import { snapshotOf } from '../tasks/trackedTasks';
import { failing, running } from '../client/fakeService';
import { connectionOf, taskIn, token, World, type TestWindow } from './world';

const ref = { connection: 'works', id: '7' };

describe('TaskService', () => {
  let world: World;
  let window: TestWindow;
  const says = (pattern: RegExp) => (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, pattern);
    return true;
  };
  const failsWith = (kind: FailureKind) => (error: unknown) => {
    assert.ok(error instanceof RequestError, String(error));
    assert.equal(error.failure.kind, kind);
    return true;
  };

  beforeEach(async () => {
    world = new World();
    world.setting.edit([
      connectionOf('works'),
      connectionOf('studio', { provider: 'huawei-vod' }),
      connectionOf('foreign', { provider: 'their-render-farm' }),
    ]);
    window = await world.open();
    await window.vault.write('works', token('good'));
    await window.vault.write('studio', token('good'));
    await window.connections.load();
  });
  afterEach(() => {
    world.end();
  });

  describe('track', () => {
    it('tracks tasks, which are due at once', () => {
      const [task] = window.service.track([{ ...ref, name: 'Drawings' }]);
      assert.equal(task?.provider, 'huawei-dsc');
      assert.equal(task.name, 'Drawings');
      assert.equal(task.nextPollAt, world.clock.now());
    });

    it('leaves what is tracked already as it is', () => {
      window.service.track([ref]);
      world.clock.advance(1000);
      const [again] = window.service.track([ref]);
      assert.equal(again?.trackedAt, world.clock.now() - 1000);
    });

    it('tracks none when one of them cannot be', () => {
      const wrong: readonly (readonly [typeof ref, RegExp])[] = [
        [{ connection: 'gone', id: '7' }, /no connection gone/],
        [{ connection: 'foreign', id: '7' }, /provider their-render-farm/],
        [{ connection: 'works', id: 'two words' }, /no blanks/],
        [{ connection: 'works', id: '' }, /Enter a task ID/],
      ];
      for (const [task, pattern] of wrong) {
        assert.throws(() => window.service.track([ref, task]), says(pattern));
      }
      assert.deepEqual(window.store.tasks.counts(), []);
    });
  });

  describe('lookUp', () => {
    it('asks once and keeps nothing', async () => {
      world.cloud.answer = () => running({ percent: 42 });
      assert.equal((await window.service.lookUp(ref)).percent, 42);
      assert.deepEqual(window.store.tasks.counts(), []);
      assert.equal(world.cloud.asked.length, 1);
    });

    it('rejects with the reason', async () => {
      world.cloud.answer = () => failing('not-found');
      await assert.rejects(window.service.lookUp(ref), failsWith('not-found'));
      await window.vault.remove('works');
      await assert.rejects(window.service.lookUp(ref), failsWith('credentials-missing'));
      await assert.rejects(window.service.lookUp({ connection: 'gone', id: '7' }), says(/no connection gone/));
    });

    it('can be called off', async () => {
      world.cloud.hold();
      const stop = new AbortController();
      const looking = assert.rejects(window.service.lookUp(ref, stop.signal), CancelledError);
      await world.run();
      stop.abort();
      await looking;
    });
  });

  describe('what a person’s question teaches', () => {
    it('pauses the connection at a refusal', async () => {
      world.cloud.answer = () => failing('unauthorised', { status: 401 });
      await assert.rejects(window.service.lookUp(ref), failsWith('unauthorised'));
      window.poller.start();
      window.service.track([ref]);
      await world.run(600_000);
      assert.equal(world.cloud.asked.length, 1);
    });

    it('asks nothing more with credentials that were refused in a trial and kept nonetheless', async () => {
      world.cloud.answer = () => failing('unauthorised', { status: 401 });
      const failure = await window.service.testDraft(connectionOf('works'), token('wrong'));
      assert.ok(failure);
      await window.connections.save(connectionOf('works'), token('wrong'));
      window.poller.start();
      window.service.noteRejection('works', failure);
      window.service.track([ref]);
      await world.run(600_000);
      assert.equal(world.cloud.asked.length, 1);
      assert.equal(window.store.connections.state('works').credentialsRejected?.failure.status, 401);
      assert.deepEqual(window.refusals, []);
      await window.connections.save(connectionOf('works'), token('right'));
      world.cloud.answer = () => running();
      await world.run();
      assert.equal(taskIn(window, '7').state, 'running');
    });

    it('goes on with a connection that works again', async () => {
      world.cloud.answer = () => failing('unauthorised');
      window.poller.start();
      window.service.track([ref]);
      await world.run();
      assert.ok(window.store.connections.state('works').credentialsRejected);
      world.cloud.answer = () => running();
      await window.service.test('works');
      await world.run();
      assert.equal(taskIn(window, '7').state, 'running');
    });

    it('does not end a pause with a question that failed otherwise', async () => {
      world.cloud.answer = () => failing('unauthorised');
      await assert.rejects(window.service.lookUp(ref));
      world.cloud.answer = () => failing('offline');
      await assert.rejects(window.service.test('works'), failsWith('offline'));
      assert.ok(window.store.connections.state('works').credentialsRejected);
    });
  });

  describe('list', () => {
    const listed = (id: string): ListedTask => ({ id, snapshot: snapshotOf() });

    it('reads page after page, and names each task once', async () => {
      world.cloud.pages = (page) =>
        page === undefined
          ? { ok: true, tasks: [listed('1'), listed('2')], next: 'two' }
          : { ok: true, tasks: [listed('2'), listed('3')] };
      const { tasks, complete } = await window.service.list('studio', 10);
      assert.deepEqual(
        tasks.map(({ id }) => id),
        ['1', '2', '3'],
      );
      assert.ok(complete);
    });

    it('stops after as many pages as it was told, and says so', async () => {
      world.cloud.pages = () => ({ ok: true, tasks: [listed('1')], next: 'more' });
      const { complete } = await window.service.list('studio', 3);
      assert.ok(!complete);
      assert.equal(world.cloud.asked.length, 3);
    });

    it('rejects where a page failed, or the service lists nothing', async () => {
      world.cloud.pages = (page) =>
        page === undefined ? { ok: true, tasks: [listed('1')], next: 'two' } : failing('server-error');
      await assert.rejects(window.service.list('studio', 10), failsWith('server-error'));
      await assert.rejects(window.service.list('works', 10), says(/cannot list tasks/));
    });
  });

  describe('test', () => {
    it('asks a service that lists for its first page', async () => {
      await window.service.test('studio');
      assert.deepEqual(
        world.cloud.asked.map(({ id }) => id),
        ['page one'],
      );
    });

    for (const [kind, status, more] of [
      ['not-found', 404, {}],
      ['rejected', 400, { detail: 'There is no such task' }],
      ['server-error', 400, { code: 'DSC.00000002' }],
    ] as const) {
      it(`takes ${kind} ${status} about a task that nobody has for a sign that the connection works`, async () => {
        world.cloud.answer = () => failing(kind, { status, ...more });
        await window.service.test('works');
      });
    }

    for (const [kind, status] of [
      ['unauthorised', 401],
      ['forbidden', 403],
      ['server-error', 500],
      ['offline', undefined],
      ['not-json', 200],
    ] as const) {
      it(`rejects at ${kind} ${status ?? ''}`, async () => {
        world.cloud.answer = () => failing(kind, status === undefined ? {} : { status });
        await assert.rejects(window.service.test('works'), failsWith(kind));
      });
    }

    it('does not take a list that is not found for a connection that works', async () => {
      world.cloud.pages = () => ({ ok: false, failure: { kind: 'not-found', status: 404 } });
      await assert.rejects(window.service.test('studio'), failsWith('not-found'));
    });
  });

  describe('the pace', () => {
    const shop = (id: string) =>
      connectionOf(id, { provider: 'shoplazza', shop: 'my-shop', credentials: 'access-token' });
    const open = async (store: Store): Promise<TestWindow> => {
      const opened = await world.open({ store });
      for (const id of ['shop', 'same-shop']) {
        await opened.vault.write(id, { kind: 'access-token', token: 'good' });
      }
      await opened.connections.load();
      return opened;
    };
    const times = () => world.cloud.asked.map(({ at }) => at - start);

    it('is kept by 300 questions that come at once, in their order', async () => {
      const all = Array.from({ length: 300 }, (_, index) => String(index + 1));
      const answers = all.map((id) => window.service.lookUp({ ...ref, id }));
      await world.run();
      assert.equal(times().length, 10);
      await world.run(30_000);
      assert.equal((await Promise.all(answers)).length, 300);
      times().forEach((at, index) => {
        assert.ok(at >= (index - 9) * 100, `${index} left after ${at} ms`);
      });
      assert.deepEqual(
        world.cloud.asked.map(({ id }) => id),
        all,
      );
    });

    it('is one for two connections of one shop and two windows', async () => {
      world.setting.edit([shop('shop'), shop('same-shop')]);
      const windows = [await open(world.file()), await open(world.file())];
      const answers = Array.from({ length: 60 }, (_, index) =>
        windows[index % 2]!.service.lookUp({ connection: index % 4 < 2 ? 'shop' : 'same-shop', id: '7' }),
      );
      await world.run();
      assert.equal(times().length, 40);
      await world.run(4_500);
      assert.equal(times().length, 49);
      await world.run(5_500);
      assert.equal((await Promise.all(answers)).length, 60);
    });

    it('is kept by pages, tests and trials', async () => {
      world.cloud.pages = () => ({ ok: true, tasks: [], next: 'more' });
      const asking = [
        window.service.list('studio', 20),
        window.service.test('studio'),
        window.service.testDraft(connectionOf('draft', { provider: 'huawei-vod' }), token('typed just now')),
      ];
      await world.run();
      assert.equal(times().length, 10);
      await world.run(12 * 750);
      await Promise.all(asking);
      assert.equal(times().length, 22);
    });

    it('is waited for no longer once the question is called off', async () => {
      const stop = new AbortController();
      const answers = Array.from({ length: 20 }, () => window.service.lookUp(ref, stop.signal));
      const ends = Promise.allSettled(answers);
      await world.run();
      stop.abort();
      assert.ok(
        (await ends).slice(10).every((end) => end.status === 'rejected' && end.reason instanceof CancelledError),
      );
      await world.run(10_000);
      assert.equal(times().length, 10);
    });
  });

  describe('a service that wants fewer requests', () => {
    const throttles = (retryAfter?: number) => {
      world.cloud.answer = ({ at }) =>
        failing('throttled', { status: 429, ...(retryAfter !== undefined && { retryAt: at + retryAfter }) });
    };
    const isRateLimited = failsWith('throttled');

    for (const [what, retryAfter, pause] of [
      ['for as long as it says', 600_000, 600_000],
      ['for a minute where it does not say for how long', undefined, 60_000],
    ] as const) {
      it(`is left alone by everybody ${what}`, async () => {
        throttles(retryAfter);
        window.poller.start();
        await assert.rejects(window.service.lookUp(ref), isRateLimited);
        assert.equal(window.store.connections.state('works').backoff?.until, world.clock.now() + pause);
        window.service.track([ref]);
        await world.run(pause - 10);
        await assert.rejects(window.service.lookUp(ref), isRateLimited);
        await assert.rejects(window.service.test('works'), isRateLimited);
        await assert.rejects(window.service.testDraft(connectionOf('works'), token('new')), isRateLimited);
        assert.equal(world.cloud.asked.length, 1);
        world.cloud.answer = () => running();
        await world.run(20);
        assert.equal((await window.service.lookUp(ref)).state, 'running');
        assert.equal(taskIn(window, '7').state, 'running');
      });
    }

    it('tells whoever asks meanwhile until when', async () => {
      throttles();
      const until = world.clock.now() + 60_000;
      await assert.rejects(window.service.lookUp(ref));
      await assert.rejects(
        window.service.lookUp(ref),
        (error) => error instanceof RequestError && error.failure.retryAt === until && error.failure.status === 429,
      );
    });

    it('is asked again once that has passed', async () => {
      throttles();
      await assert.rejects(window.service.lookUp(ref));
      world.cloud.answer = () => running();
      await world.run(60_000);
      assert.equal((await window.service.lookUp(ref)).state, 'running');
    });

    it('is not asked by those that wait behind the first, and counts one failure', async () => {
      const answer = world.cloud.hold();
      throttles(600_000);
      const ends = Promise.allSettled(Array.from({ length: 300 }, () => window.service.lookUp(ref)));
      await world.run();
      answer();
      await world.run(200);
      assert.ok((await ends).every((end) => end.status === 'rejected' && isRateLimited(end.reason)));
      assert.equal(world.cloud.asked.length, 10);
      assert.equal(window.store.connections.state('works').backoff?.failures, 1);
    });

    it('is not asked for the next page of a list', async () => {
      world.cloud.pages = () => ({ ok: true, tasks: [], next: 'more' });
      await window.service.list('studio', 2);
      const until = world.clock.now() + 60_000;
      window.store.connections.backOff('studio', { until, failure: { kind: 'throttled' } });
      await assert.rejects(window.service.list('studio', 2), isRateLimited);
      assert.equal(world.cloud.asked.length, 2);
    });

    it('is asked again for a person whose connection is held for another reason', async () => {
      window.store.connections.backOff('works', { until: world.clock.now() + 60_000, failure: { kind: 'offline' } });
      assert.equal((await window.service.lookUp(ref)).state, 'running');
      assert.equal(window.store.connections.state('works').backoff, undefined);
    });
  });

  it('tries a connection that is not kept, and keeps nothing of it', async () => {
    world.cloud.answer = () => failing('unauthorised');
    const failure = await window.service.testDraft(connectionOf('draft'), token('typed just now'));
    assert.equal(failure?.kind, 'unauthorised');
    assert.equal(world.cloud.asked[0]?.token, 'typed just now');
    assert.equal(window.store.connections.state('draft').credentialsRejected, undefined);
    assert.equal(window.connections.get('draft'), undefined);
  });
});
