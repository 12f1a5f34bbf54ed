import assert from 'node:assert/strict';
import { CancelledError } from '../../src/base/errors';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import type { RateLimits } from '../../src/tasks/ports/rateLimits';
import type { Provider } from '../../src/providers/provider';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { rateLimitKeyOf, acquire, RateLimiter, type RateLimitedCall } from '../../src/polling/rateLimiter';
import { connectionOf, useWorld } from './world';

const shopOf = (id: string) => connectionOf(id, { provider: 'shoplazza', shop: 'my-shop' });
const works: RateLimitedCall = { provider: huaweiDsc, connection: connectionOf('works') };
/** One at once, and one more each second. */
const slow: RateLimitedCall = { ...works, provider: { ...huaweiDsc, rateLimit: { burst: 1, intervalMs: 1000 } } };
const always = (): boolean => true;

describe('rateLimitKeyOf', () => {
  const keyOf = (provider: Provider, id: string, more: object): string =>
    rateLimitKeyOf({ provider, connection: connectionOf(id, more) });

  it('is the same for all connections of a shop, and of a project at VOD', () => {
    assert.equal(keyOf(shoplazza, 'one', { shop: 'my-shop' }), keyOf(shoplazza, 'two', { shop: 'my-shop' }));
    assert.equal(keyOf(huaweiVod, 'one', {}), keyOf(huaweiVod, 'two', {}));
  });

  it('differs by shop, project and provider, and by connection where the provider names no key', () => {
    const keys = [
      keyOf(shoplazza, 'one', { shop: 'my-shop' }),
      keyOf(shoplazza, 'one', { shop: 'other-shop' }),
      keyOf(huaweiVod, 'one', {}),
      keyOf(huaweiVod, 'one', { projectId: 'p2' }),
      keyOf(huaweiVod, 'one', { projectId: undefined }),
      keyOf(huaweiVod, 'two', { projectId: undefined }),
      keyOf(huaweiDsc, 'one', {}),
      keyOf(huaweiDsc, 'two', {}),
      keyOf({ ...huaweiDsc, id: 'theirs' }, 'one', {}),
    ];
    assert.equal(new Set(keys).size, keys.length, keys.join('\n'));
  });
});

describe('acquire', () => {
  const world = useWorld();

  it('grants two connections of one shop, in two windows on one file, as many requests as one', async () => {
    const windows = [world.file(), world.file()];
    const times: number[] = [];
    const request = async (at: number): Promise<void> => {
      const store = windows[at % 2]!;
      const connection = shopOf(at % 4 < 2 ? 'shop' : 'same-shop');
      assert.ok(
        await acquire(
          { rateLimits: store.rateLimits, clock: world.clock },
          { provider: shoplazza, connection },
          always,
        ),
      );
      times.push(world.clock.now());
    };
    const requests = Array.from({ length: 60 }, (_, at) => request(at));
    await world.run();
    assert.equal(times.length, 40);
    await world.run(5_000);
    assert.equal(times.length, 50);
    await world.run(5_000);
    await Promise.all(requests);
  });

  it('returns false as soon as the request is not wanted, and reserves nothing', async () => {
    const deps = { rateLimits: world.store.rateLimits, clock: world.clock };
    let wanted = true;
    await acquire(deps, slow, always);
    const waiting = acquire(deps, slow, () => wanted);
    await world.run(500);
    wanted = false;
    await world.run(500);
    assert.equal(await waiting, false);
    assert.equal(await acquire(deps, slow, always), true);
  });

  it('rejects at once when it is aborted', async () => {
    const deps = { rateLimits: world.store.rateLimits, clock: world.clock };
    const stop = new AbortController();
    await acquire(deps, slow, always);
    const waiting = assert.rejects(acquire(deps, { ...slow, signal: stop.signal }, always), CancelledError);
    stop.abort();
    await waiting;
    await assert.rejects(acquire(deps, { ...works, signal: stop.signal }, always), CancelledError);
  });

  it('waits no longer when the clock is set back meanwhile', async () => {
    const deps = { rateLimits: world.store.rateLimits, clock: world.clock };
    await acquire(deps, slow, always);
    const waiting = acquire(deps, slow, always);
    world.clock.jump(-3_600_000);
    await world.run(1_000);
    assert.equal(await waiting, true);
  });
});

describe('RateLimiter', () => {
  const world = useWorld();
  let queue: RateLimiter;
  beforeEach(() => {
    queue = new RateLimiter({ rateLimits: world.store.rateLimits, clock: world.clock });
  });

  /** Acquires, and notes in which order callers are served or aborted. */
  const waiter = () => {
    const order: string[] = [];
    const wait = (name: string, call: RateLimitedCall): Promise<void> =>
      queue.acquire(call, always).then(
        () => void order.push(name),
        () => void order.push(`not ${name}`),
      );
    return { order, wait };
  };

  it('serves callers in order, and none waits for another service', async () => {
    const { order, wait } = waiter();
    const waiting = ['a', 'b', 'c'].map((name) => wait(name, slow));
    const other = wait('other', { ...slow, connection: connectionOf('other') });
    await other;
    await world.run(3_000);
    await Promise.all(waiting);
    assert.deepEqual(order, ['a', 'other', 'b', 'c']);
  });

  it('rejects an aborted caller at once, and the callers behind keep their place', async () => {
    const { order, wait } = waiter();
    const stop = new AbortController();
    const waiting = [wait('a', slow), wait('b', slow), wait('c', { ...slow, signal: stop.signal }), wait('d', slow)];
    await world.run();
    stop.abort();
    await world.run();
    assert.deepEqual(order, ['a', 'not c']);
    await world.run(1_000);
    assert.deepEqual(order, ['a', 'not c', 'b']);
    await world.run(1_000);
    await Promise.all(waiting);
    assert.deepEqual(order, ['a', 'not c', 'b', 'd']);
  });

  it('reserves for the first caller only, whichever callers abort', async () => {
    let reservations = 0;
    const reserve = (...args: Parameters<RateLimits['reserve']>): number => {
      reservations++;
      return world.store.rateLimits.reserve(...args);
    };
    queue = new RateLimiter({ rateLimits: { reserve }, clock: world.clock });
    const stop = new AbortController();
    const { signal } = stop;
    const waiting = Array.from({ length: 50 }, (_, index) =>
      queue.acquire(index % 2 === 0 ? slow : { ...slow, signal }, always),
    );
    const ends = Promise.allSettled(waiting);
    await world.run();
    stop.abort();
    await world.run(30_000);
    assert.equal((await ends).filter(({ status }) => status === 'fulfilled').length, 25);
    assert.ok(reservations <= 50, `${reservations} reservations`);
  });
});
