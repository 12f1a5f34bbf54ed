import assert from 'node:assert/strict';
import type { Clock } from '../../src/base/clock';
import { Slices } from '../../src/base/slices';
import type { TaskRef } from '../../src/tasks/task';
import { SharedAttention } from '../../src/tracking/attention';
import { hurryWhenSeen } from '../../src/tracking/hurry';
import { failing, running } from './fakeService';
import { someTasks, taskIn, World, type TestWindow } from './world';

const minute = 60_000;
const hour = 60 * minute;
const limits = { minInterval: 5_000, maxInterval: 10 * minute };

describe('hurryWhenSeen', () => {
  let world: World;
  let attention: SharedAttention;
  let window: TestWindow;
  let slices: Slices;
  let looks: number;
  /** How long the reading of pages has taken, ms. */
  let spent: number;

  /** A window whose user has long been elsewhere, with tasks that were asked for all the while. */
  const open = async (tasks: readonly TaskRef[] = someTasks(1), since = hour): Promise<void> => {
    attention = new SharedAttention(world.store, world.clock, world.sandbox.log);
    window = await world.start({ limits, slices, attention: () => attention.best(), random: () => 0.99 });
    hurryWhenSeen({
      ...{ store: world.store, clock: world.clock, slices, attention, limits: () => limits },
      onDidHurry: () => {
        looks++;
        window.tracker.lookNow();
      },
    });
    window.service.track(tasks);
    await world.run(since);
  };
  const nextPolls = (): readonly number[] =>
    window.store.page({ order: 'tracked', limit: 1_000 }).map(({ nextPollAt }) => nextPollAt!);
  const pauseOf = (id: string): number => {
    const { answeredAt, nextPollAt } = taskIn(window, id);
    return nextPollAt! - answeredAt!;
  };
  /** Lets time pass until right after the next answer. */
  const untilAnswer = async (): Promise<void> => {
    await world.run(taskIn(window, '1').nextPollAt! - world.clock.now() + 1);
    assert.equal(taskIn(window, '1').answeredAt! > world.clock.now() - 100, true);
  };

  beforeEach(() => {
    world = new World();
    const clock: Clock = { ...world.clock, now: () => world.clock.now() + spent };
    slices = new Slices(clock, (error) => {
      throw error;
    });
    spent = 0;
    looks = 0;
    world.cloud.answer = () => running();
  });
  afterEach(() => {
    attention.dispose();
    world.end();
  });

  it('asks at the pace of who looks when they begin to, as of the last answer', async () => {
    await open();
    await untilAnswer();
    const away = pauseOf('1');
    attention.set('focused');
    const focused = pauseOf('1');
    attention.set('watched');
    const watched = pauseOf('1');
    assert.ok(watched < focused && focused < away / 1.5, [watched, focused, away].join());
    const { nextPollAt } = taskIn(window, '1');
    world.cloud.asked.splice(0);
    await world.run(nextPollAt! - world.clock.now() + 5);
    assert.equal(world.cloud.asked.length, 1, 'it is asked for then');
  });

  it('asks at once for what is overdue at that pace', async () => {
    await open();
    await untilAnswer();
    await world.run(pauseOf('1') * 0.9);
    const { answeredAt } = taskIn(window, '1');
    attention.set('watched');
    assert.equal(taskIn(window, '1').nextPollAt, world.clock.now());
    await world.run();
    assert.ok(taskIn(window, '1').answeredAt! > answeredAt!);
  });

  it('changes nothing more when the user looks away and back again and again', async () => {
    await open();
    await untilAnswer();
    attention.set('watched');
    const [next] = nextPolls();
    for (let count = 0; count < 20; count++) {
      attention.set('away');
      assert.deepEqual(nextPolls(), [next], 'nothing is put off');
      attention.set('watched');
      await world.run(10);
    }
    assert.deepEqual(nextPolls(), [next]);
    assert.equal(looks, 1);
  });

  it('leaves alone what was planned at that pace already', async () => {
    await open();
    attention.set('watched');
    await world.run(hour);
    const before = nextPolls();
    looks = 0;
    attention.set('away');
    attention.set('watched');
    assert.deepEqual([nextPolls(), looks], [before, 0]);
  });

  it('never asks sooner than the least interval after the last answer', async () => {
    await open();
    let state = 0;
    world.cloud.answer = () => running({ rawState: String(state++) });
    await untilAnswer();
    const { answeredAt } = taskIn(window, '1');
    for (let count = 0; count < 50; count++) {
      attention.set('watched');
      assert.ok(pauseOf('1') >= limits.minInterval);
      await world.run(50);
      attention.set('away');
    }
    assert.equal(taskIn(window, '1').answeredAt, answeredAt);
  });

  it('leaves alone what fails, and what is paused or held', async () => {
    await open(someTasks(2));
    world.cloud.answer = ({ id }) => (id === '1' ? failing('rejected') : running());
    await world.run(hour);
    const failed = taskIn(window, '1');
    assert.ok(failed.failures > 0);
    attention.set('focused');
    assert.equal(taskIn(window, '1').nextPollAt, failed.nextPollAt);
    attention.set('away');
    world.cloud.answer = () => running();
    await world.run(hour);

    const now = world.clock.now();
    window.store.hold('works', { until: now + hour });
    const before = nextPolls();
    attention.set('watched');
    assert.deepEqual(nextPolls(), before, 'held');
    window.store.endHold('works', now);
    attention.set('away');
    window.store.stopPolling(['works'], now);
    attention.set('watched');
    assert.deepEqual(nextPolls(), before, 'paused');
    attention.set('away');
  });

  it('looks at a few tasks at a time, and stops when the user looks away', async () => {
    await open(someTasks(50), 10 * minute);
    const before = nextPolls();
    const changed = (): number => nextPolls().filter((next, index) => next !== before[index]).length;
    const page = world.store.page.bind(world.store);
    Object.assign(world.store, {
      page: (query: Parameters<typeof page>[0]) => {
        spent += query.order === 'activity' ? 10 : 0;
        return page(query);
      },
    });
    attention.set('watched');
    const first = changed();
    assert.ok(first > 0 && first <= 20, `${first} tasks`);
    attention.set('away');
    world.clock.advance(10);
    assert.equal(changed(), first, 'the rest is left as it was');
    attention.set('watched');
    world.clock.advance(10);
    assert.equal(changed(), 50);
  });
});
