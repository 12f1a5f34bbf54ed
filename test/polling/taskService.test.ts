import assert from 'node:assert/strict';
import { CancelledError, UserError } from '../../src/base/errors';
import { RequestError } from '../../src/http/failure';
import type { ListedTask } from '../../src/providers/provider';
import { snapshotOf } from '../tasks/trackedTasks';
import { failing, running } from '../client/fakeService';
import { failsWith, openServiceWindow } from './serviceWindow';
import { connectionOf, taskIn, token, useWorld, type TestWindow } from './world';

const ref = { connection: 'works', id: '7' };

describe('TaskService', () => {
  const world = useWorld();
  let window: TestWindow;
  const says = (pattern: RegExp) => (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, pattern);
    return true;
  };

  beforeEach(async () => {
    window = await openServiceWindow(world);
  });

  describe('track', () => {
    it('tracks tasks, which are due at once', () => {
      const [task] = window.service.track([{ ...ref, name: 'Drawings' }]);
      assert.equal(task?.provider, 'huawei-dsc');
      assert.equal(task.name, 'Drawings');
      assert.equal(task.nextPollAt, world.clock.now());
    });

    it('does not change what is tracked already', () => {
      window.service.track([ref]);
      world.clock.advance(1000);
      const [again] = window.service.track([ref]);
      assert.equal(again?.trackedAt, world.clock.now() - 1000);
    });

    it('tracks no task when one of them is not valid', () => {
      const wrong: readonly (readonly [typeof ref, RegExp])[] = [
        [{ connection: 'gone', id: '7' }, /no connection gone/],
        [{ connection: 'foreign', id: '7' }, /provides "their-render-farm"/],
        [{ connection: 'works', id: 'two words' }, /can't contain spaces/],
        [{ connection: 'works', id: '' }, /Enter a task ID/],
      ];
      for (const [task, pattern] of wrong) {
        assert.throws(() => window.service.track([ref, task]), says(pattern));
      }
      assert.deepEqual(window.store.tasks.counts(), []);
    });
  });

  describe('lookUp', () => {
    it('sends one request and stores nothing', async () => {
      world.cloud.respond = () => running({ percent: 42 });
      assert.equal((await window.service.lookUp(ref)).percent, 42);
      assert.deepEqual(window.store.tasks.counts(), []);
      assert.equal(world.cloud.requests.length, 1);
    });

    it('rejects with the reason', async () => {
      world.cloud.respond = () => failing('not-found');
      await assert.rejects(window.service.lookUp(ref), failsWith('not-found'));
      await window.vault.remove('works');
      await assert.rejects(window.service.lookUp(ref), failsWith('credentials-missing'));
      await assert.rejects(window.service.lookUp({ connection: 'gone', id: '7' }), says(/no connection gone/));
    });

    it('can be aborted', async () => {
      world.cloud.holdResponses();
      const stop = new AbortController();
      const looking = assert.rejects(window.service.lookUp(ref, stop.signal), CancelledError);
      await world.run();
      stop.abort();
      await looking;
    });
  });

  describe('cancel', () => {
    const atStudio = { connection: 'studio', id: '7' };

    it('sends one request and stores nothing', async () => {
      await window.service.cancel(atStudio);
      assert.deepEqual(
        world.cloud.requests.map(({ connection, id }) => [connection, id]),
        [['studio', '7']],
      );
      assert.deepEqual(window.store.tasks.counts(), []);
    });

    it('rejects with the service’s refusal, which says nothing against the connection', async () => {
      world.cloud.respond = () => failing('rejected', { status: 400, code: 'VOD.10083' });
      await assert.rejects(window.service.cancel(atStudio), failsWith('rejected'));
      const { backoff, credentialsRejected } = window.store.connections.state('studio');
      assert.deepEqual([backoff, credentialsRejected], [undefined, undefined]);
    });

    it('obeys the status of the connection, as every request does', async () => {
      world.cloud.respond = () => failing('unauthorised', { status: 401 });
      await assert.rejects(window.service.cancel(atStudio), failsWith('unauthorised'));
      assert.ok(window.store.connections.state('studio').credentialsRejected);
      await assert.rejects(window.service.cancel(atStudio), failsWith('unauthorised'));
      assert.equal(world.cloud.requests.length, 1);
      await window.connections.save(connectionOf('studio', { provider: 'huawei-vod' }), token('new'));
      window.store.connections.pausePolling(['studio'], world.clock.now());
      world.cloud.respond = () => failing('throttled', { status: 429, retryAt: world.clock.now() + 60_000 });
      await assert.rejects(window.service.cancel(atStudio), failsWith('throttled'));
      await assert.rejects(window.service.cancel(atStudio), failsWith('throttled'));
      assert.equal(world.cloud.requests.length, 2);
    });

    it('is not tried at a service that cannot, or with an ID that cannot be', async () => {
      await assert.rejects(window.service.cancel(ref), says(/^Huawei Cloud DSC cannot cancel tasks\.$/));
      await assert.rejects(window.service.cancel({ ...atStudio, id: 'two words' }), says(/can't contain spaces/));
      assert.deepEqual(world.cloud.requests, []);
    });

    it('can be aborted', async () => {
      world.cloud.holdResponses();
      const stop = new AbortController();
      const canceling = assert.rejects(window.service.cancel(atStudio, stop.signal), CancelledError);
      await world.run();
      stop.abort();
      await canceling;
    });
  });

  describe('a request by the user', () => {
    it('stops polling when the credentials are rejected', async () => {
      world.cloud.respond = () => failing('unauthorised', { status: 401 });
      await assert.rejects(window.service.lookUp(ref), failsWith('unauthorised'));
      window.poller.start();
      window.service.track([ref]);
      await world.run(600_000);
      assert.equal(world.cloud.requests.length, 1);
    });

    it('keeps polling stopped for credentials that failed their test and were saved anyway', async () => {
      world.cloud.respond = () => failing('unauthorised', { status: 401 });
      const failure = await window.service.testDraft(connectionOf('works'), token('wrong'));
      assert.ok(failure);
      await window.connections.save(connectionOf('works'), token('wrong'));
      window.poller.start();
      await window.service.noteRejection('works', failure);
      window.service.track([ref]);
      await world.run(600_000);
      assert.equal(world.cloud.requests.length, 1);
      assert.equal(window.store.connections.state('works').credentialsRejected?.failure.status, 401);
      assert.deepEqual(window.rejections, []);
      await window.connections.save(connectionOf('works'), token('right'));
      world.cloud.respond = () => running();
      await world.run();
      assert.equal(taskIn(window, '7').state, 'running');
    });

    it('lets polling go on when the connection works again', async () => {
      world.cloud.respond = () => failing('unauthorised');
      window.poller.start();
      window.service.track([ref]);
      await world.run();
      assert.ok(window.store.connections.state('works').credentialsRejected);
      world.cloud.respond = () => running();
      await window.service.test('works');
      await world.run();
      assert.equal(taskIn(window, '7').state, 'running');
    });

    it('is not sent with credentials of which another window has newer ones', async () => {
      const [known] = window.connections.withCredentials();
      assert.ok(known);
      window.store.connections.publishCredentials('works', known.credentialVersion + 1, world.clock.now());
      const isOutdated = (error: unknown): boolean =>
        error instanceof RequestError && /changed in another window/.test(error.failure.explanation?.text ?? '');
      await assert.rejects(window.service.lookUp(ref), isOutdated);
      await assert.rejects(window.service.test('works'), isOutdated);
      assert.deepEqual(world.cloud.requests, []);
      // A test of credentials that the user has just typed is no business of the saved ones.
      assert.equal(await window.service.testDraft(connectionOf('works'), token('typed')), undefined);
    });

    it('does not clear a rejection when it fails for another reason', async () => {
      world.cloud.respond = () => failing('unauthorised');
      await assert.rejects(window.service.lookUp(ref));
      world.cloud.respond = () => failing('offline');
      await assert.rejects(window.service.test('works'), failsWith('offline'));
      assert.ok(window.store.connections.state('works').credentialsRejected);
    });
  });

  describe('list', () => {
    const listed = (id: string): ListedTask => ({ id, snapshot: snapshotOf() });

    it('reads page after page, and returns each task once', async () => {
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

    it('stops at the limit of pages, and says so', async () => {
      world.cloud.pages = () => ({ ok: true, tasks: [listed('1')], next: 'more' });
      const { complete } = await window.service.list('studio', 3);
      assert.ok(!complete);
      assert.equal(world.cloud.requests.length, 3);
    });

    it('returns what it has when the next page is elsewhere, and says that there is more', async () => {
      world.cloud.pages = (page) =>
        page === undefined ? { ok: true, tasks: [listed('1')], next: 'two' } : failing('address');
      const { tasks, complete } = await window.service.list('studio', 10);
      assert.deepEqual([tasks.length, complete], [1, false]);
      world.cloud.pages = () => failing('address');
      await assert.rejects(window.service.list('studio', 10), failsWith('address'));
    });

    it('rejects when a page fails, or the service cannot list', async () => {
      world.cloud.pages = (page) =>
        page === undefined ? { ok: true, tasks: [listed('1')], next: 'two' } : failing('server-error');
      await assert.rejects(window.service.list('studio', 10), failsWith('server-error'));
      await assert.rejects(window.service.list('works', 10), says(/cannot list tasks/));
    });
  });

  describe('test', () => {
    it('requests the first page of a service that lists tasks', async () => {
      await window.service.test('studio');
      assert.deepEqual(
        world.cloud.requests.map(({ id }) => id),
        ['page one'],
      );
    });

    for (const [kind, status, more] of [
      ['not-found', 404, {}],
      ['rejected', 400, { detail: 'There is no such task' }],
      ['server-error', 400, { code: 'DSC.00000002' }],
    ] as const) {
      it(`takes ${kind} ${status} for the placeholder task as a sign that the connection works`, async () => {
        world.cloud.respond = () => failing(kind, { status, ...more });
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
      it(`rejects with ${kind} ${status ?? ''}`, async () => {
        world.cloud.respond = () => failing(kind, status === undefined ? {} : { status });
        await assert.rejects(window.service.test('works'), failsWith(kind));
      });
    }

    it('rejects when the list is not found', async () => {
      world.cloud.pages = () => ({ ok: false, failure: { kind: 'not-found', status: 404 } });
      await assert.rejects(window.service.test('studio'), failsWith('not-found'));
    });
  });

  it('tests a draft connection and stores nothing of it', async () => {
    world.cloud.respond = () => failing('unauthorised');
    const failure = await window.service.testDraft(connectionOf('draft'), token('typed just now'));
    assert.equal(failure?.kind, 'unauthorised');
    assert.equal(world.cloud.requests[0]?.token, 'typed just now');
    assert.equal(window.store.connections.state('draft').credentialsRejected, undefined);
    assert.equal(window.connections.get('draft'), undefined);
  });
});
