import assert from 'node:assert/strict';
import { CancelledError } from '../../src/base/errors';
import { RequestError } from '../../src/http/failure';
import type { Store } from '../../src/tasks/ports/store';
import { start } from '../store/sandbox';
import { failing, running } from '../client/fakeService';
import { failsWith, openServiceWindow } from './serviceWindow';
import { connectionOf, taskIn, token, useWorld, type TestWindow } from './world';

const ref = { connection: 'works', id: '7' };

describe('TaskService, within rate limits', () => {
  const world = useWorld();
  let window: TestWindow;

  beforeEach(async () => {
    window = await openServiceWindow(world);
  });

  describe('the rate limit', () => {
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
    const times = () => world.cloud.requests.map(({ at }) => at - start);

    it('delays 300 requests that come at once, in their order', async () => {
      const all = Array.from({ length: 300 }, (_, index) => String(index + 1));
      const responses = all.map((id) => window.service.lookUp({ ...ref, id }));
      await world.run();
      assert.equal(times().length, 10);
      await world.run(30_000);
      assert.equal((await Promise.all(responses)).length, 300);
      times().forEach((at, index) => {
        assert.ok(at >= (index - 9) * 100, `${index} left after ${at} ms`);
      });
      assert.deepEqual(
        world.cloud.requests.map(({ id }) => id),
        all,
      );
    });

    it('is shared by two connections of one shop in two windows', async () => {
      world.setting.edit([shop('shop'), shop('same-shop')]);
      const windows = [await open(world.file()), await open(world.file())];
      const responses = Array.from({ length: 60 }, (_, index) =>
        windows[index % 2]!.service.lookUp({ connection: index % 4 < 2 ? 'shop' : 'same-shop', id: '7' }),
      );
      await world.run();
      assert.equal(times().length, 40);
      await world.run(4_500);
      assert.equal(times().length, 49);
      await world.run(5_500);
      assert.equal((await Promise.all(responses)).length, 60);
    });

    it('applies to pages, tests and tests of drafts', async () => {
      world.cloud.pages = () => ({ ok: true, tasks: [], next: 'more' });
      const requests = [
        window.service.list('studio', 20),
        window.service.test('studio'),
        window.service.testDraft(connectionOf('draft', { provider: 'huawei-vod' }), token('typed just now')),
      ];
      await world.run();
      assert.equal(times().length, 10);
      await world.run(12 * 750);
      await Promise.all(requests);
      assert.equal(times().length, 22);
    });

    it('is no longer waited for when the request is aborted', async () => {
      const stop = new AbortController();
      const responses = Array.from({ length: 20 }, () => window.service.lookUp(ref, stop.signal));
      const ends = Promise.allSettled(responses);
      await world.run();
      stop.abort();
      assert.ok(
        (await ends).slice(10).every((end) => end.status === 'rejected' && end.reason instanceof CancelledError),
      );
      await world.run(10_000);
      assert.equal(times().length, 10);
    });
  });

  describe('a rate-limited service', () => {
    const throttles = (retryAfter?: number) => {
      world.cloud.respond = ({ at }) =>
        failing('throttled', { status: 429, ...(retryAfter !== undefined && { retryAt: at + retryAfter }) });
    };
    const isRateLimited = failsWith('throttled');

    for (const [what, retryAfter, backoffMs] of [
      ['for as long as it says', 600_000, 600_000],
      ['for a minute where it names no time', undefined, 60_000],
    ] as const) {
      it(`gets no request ${what}`, async () => {
        throttles(retryAfter);
        window.poller.start();
        await assert.rejects(window.service.lookUp(ref), isRateLimited);
        assert.equal(window.store.connections.state('works').backoff?.until, world.clock.now() + backoffMs);
        window.service.track([ref]);
        await world.run(backoffMs - 10);
        await assert.rejects(window.service.lookUp(ref), isRateLimited);
        await assert.rejects(window.service.test('works'), isRateLimited);
        await assert.rejects(window.service.testDraft(connectionOf('works'), token('new')), isRateLimited);
        assert.equal(world.cloud.requests.length, 1);
        world.cloud.respond = () => running();
        await world.run(20);
        assert.equal((await window.service.lookUp(ref)).state, 'running');
        assert.equal(taskIn(window, '7').state, 'running');
      });
    }

    it('makes requests fail meanwhile with the retry time', async () => {
      throttles();
      const until = world.clock.now() + 60_000;
      await assert.rejects(window.service.lookUp(ref));
      await assert.rejects(
        window.service.lookUp(ref),
        (error) => error instanceof RequestError && error.unsent?.until === until && error.failure.status === 429,
      );
    });

    it('gets requests again after that time', async () => {
      throttles();
      await assert.rejects(window.service.lookUp(ref));
      world.cloud.respond = () => running();
      await world.run(60_000);
      assert.equal((await window.service.lookUp(ref)).state, 'running');
    });

    it('gets none of the requests that wait behind the first, and counts one failure', async () => {
      const release = world.cloud.holdResponses();
      throttles(600_000);
      const ends = Promise.allSettled(Array.from({ length: 300 }, () => window.service.lookUp(ref)));
      await world.run();
      release();
      await world.run(200);
      assert.ok((await ends).every((end) => end.status === 'rejected' && isRateLimited(end.reason)));
      assert.equal(world.cloud.requests.length, 10);
      assert.equal(window.store.connections.state('works').backoff?.failures, 1);
    });

    it('gets no request for the next page of a list', async () => {
      world.cloud.pages = () => ({ ok: true, tasks: [], next: 'more' });
      await window.service.list('studio', 2);
      const until = world.clock.now() + 60_000;
      window.store.connections.backOff('studio', { until, failure: { kind: 'throttled' } });
      await assert.rejects(window.service.list('studio', 2), isRateLimited);
      assert.equal(world.cloud.requests.length, 2);
    });

    it('gets a request by the user although the connection is in backoff for another reason', async () => {
      window.store.connections.backOff('works', { until: world.clock.now() + 60_000, failure: { kind: 'offline' } });
      assert.equal((await window.service.lookUp(ref)).state, 'running');
      assert.equal(window.store.connections.state('works').backoff, undefined);
    });
  });
});
