import assert from 'node:assert/strict';
import { TimeSlicer } from '../../src/base/timeSlicer';
import { toDisposable } from '../../src/base/lifecycle';
import { someTasks, taskIn, useWorld } from './world';

const minute = 60_000;
const fail = (error: unknown): never => {
  throw error;
};

describe('Poller, in a busy window', () => {
  const world = useWorld();
  /** Counts the calls of a method of the poll queue. */
  const countedCalls = (method: 'claim' | 'extend'): (() => number) => {
    const original = world.store.queue[method].bind(world.store.queue) as (...args: readonly unknown[]) => unknown;
    let calls = 0;
    Object.assign(world.store.queue, {
      [method]: (...args: readonly unknown[]) => {
        calls++;
        return original(...args);
      },
    });
    return () => calls;
  };

  it('does all its work although each step takes longer than a slice', async () => {
    let spent = 0;
    // Each reading of the clock takes longer than a slice.
    const slow = { ...world.clock, now: () => world.clock.now() + (spent += 20) };
    const window = await world.start({ timeSlicer: new TimeSlicer(slow, fail) });
    window.service.track(someTasks(15));
    await world.run(5_000);
    assert.ok(someTasks(15).every(({ id }) => taskIn(window, id).state === 'running'));
  });

  it('checks once for due tasks, however much changes while the check waits', async () => {
    let spent = 0;
    const slow = {
      now: () => world.clock.now() + (spent += 20),
      schedule: (delay: number, run: () => void) => world.clock.schedule(delay + 2_000, run),
    };
    const window = await world.start({ timeSlicer: new TimeSlicer(slow, fail) });
    window.service.track(someTasks(1));
    await world.run(20_000);
    const claims = countedCalls('claim');
    for (let number = 0; number < 100; number++) {
      window.store.tasks.rename({ connection: 'works', id: '1' }, `name ${number}`);
      world.clock.advance(1);
    }
    await world.run(5 * minute);
    assert.ok(claims() > 0 && claims() <= 70, `${claims()} checks`);
  });

  it('leaves no claim behind, and renews none, when it closes while a response waits to be written', async () => {
    // Nothing that is queued ever runs.
    const stuck = { ...world.clock, schedule: () => toDisposable(() => undefined) };
    const window = await world.start({ timeSlicer: new TimeSlicer(stuck, fail) });
    window.service.track(someTasks(3));
    await world.run(minute);
    const extended = countedCalls('extend');
    window.close();
    await world.run(5 * minute);
    assert.equal(extended(), 0);
    const now = world.clock.now();
    const connections = [{ id: 'works', credentialVersion: Infinity }];
    assert.equal(world.store.queue.claim({ connections, now, until: now, limit: 9 }).length, 3);
  });
});
