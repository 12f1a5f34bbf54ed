import assert from 'node:assert/strict';
import type { Clock } from '../../src/base/clock';
import { TimeSlicer } from '../../src/base/timeSlicer';
import type { TaskRef } from '../../src/tasks/task';
import { SharedPresence } from '../../src/polling/presence';
import { rescheduleOnPresence } from '../../src/polling/reschedule';
import { failing, running } from '../client/fakeService';
import { someTasks, taskIn, useWorld, type TestWindow } from './world';

const minute = 60_000;
const hour = 60 * minute;
const limits = { minInterval: 5_000, maxInterval: 10 * minute };

describe('rescheduleOnPresence', () => {
  const world = useWorld();
  let presence: SharedPresence;
  let window: TestWindow;
  let timeSlicer: TimeSlicer;
  let looks: number;
  /** How long the reading of pages has taken, ms. */
  let spent: number;

  /** A window whose user has long been elsewhere, with tasks that were asked for all the while. */
  const open = async (tasks: readonly TaskRef[] = someTasks(1), since = hour): Promise<void> => {
    presence = world.register(new SharedPresence(world.store, world.clock, world.sandbox.log));
    window = await world.start({ limits, timeSlicer, presence: () => presence.best(), random: () => 0.99 });
    rescheduleOnPresence({
      ...{ connections: window.connections, providers: window.providers },
      ...{ store: world.store, clock: world.clock, timeSlicer, presence, limits: () => limits },
      onDidReschedule: () => {
        looks++;
        window.poller.checkSoon();
      },
    });
    window.service.track(tasks);
    await world.run(since);
  };
  const nextPolls = (): readonly number[] =>
    window.store.tasks.page({ order: 'tracked', limit: 1_000 }).map(({ nextPollAt }) => nextPollAt!);
  const pauseOf = (id: string): number => {
    const { lastResponseAt, nextPollAt } = taskIn(window, id);
    return nextPollAt! - lastResponseAt!;
  };
  /** Lets time pass until right after the next answer. */
  const untilAnswer = async (): Promise<void> => {
    await world.run(taskIn(window, '1').nextPollAt! - world.clock.now() + 1);
    assert.equal(taskIn(window, '1').lastResponseAt! > world.clock.now() - 100, true);
  };

  beforeEach(() => {
    const clock: Clock = { ...world.clock, now: () => world.clock.now() + spent };
    timeSlicer = new TimeSlicer(clock, (error) => {
      throw error;
    });
    spent = 0;
    looks = 0;
    world.cloud.answer = () => running();
  });

  it('asks at the pace of who looks when they begin to, as of the last answer', async () => {
    await open();
    await untilAnswer();
    const away = pauseOf('1');
    presence.set('focused');
    const focused = pauseOf('1');
    presence.set('visible');
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
    const { lastResponseAt } = taskIn(window, '1');
    presence.set('visible');
    assert.equal(taskIn(window, '1').nextPollAt, world.clock.now());
    await world.run();
    assert.ok(taskIn(window, '1').lastResponseAt! > lastResponseAt!);
  });

  it('changes nothing more when the user looks away and back again and again', async () => {
    await open();
    await untilAnswer();
    presence.set('visible');
    const [next] = nextPolls();
    for (let count = 0; count < 20; count++) {
      presence.set('background');
      assert.deepEqual(nextPolls(), [next], 'nothing is put off');
      presence.set('visible');
      await world.run(10);
    }
    assert.deepEqual(nextPolls(), [next]);
    assert.equal(looks, 1);
  });

  it('leaves alone what was planned at that pace already', async () => {
    await open();
    presence.set('visible');
    await world.run(hour);
    const before = nextPolls();
    looks = 0;
    presence.set('background');
    presence.set('visible');
    assert.deepEqual([nextPolls(), looks], [before, 0]);
  });

  it('never asks sooner than the least interval after the last answer', async () => {
    await open();
    let state = 0;
    world.cloud.answer = () => running({ rawState: String(state++) });
    await untilAnswer();
    const { lastResponseAt } = taskIn(window, '1');
    for (let count = 0; count < 50; count++) {
      presence.set('visible');
      assert.ok(pauseOf('1') >= limits.minInterval);
      await world.run(50);
      presence.set('background');
    }
    assert.equal(taskIn(window, '1').lastResponseAt, lastResponseAt);
  });

  it('leaves alone what fails, and what is paused or held', async () => {
    await open(someTasks(2));
    world.cloud.answer = ({ id }) => (id === '1' ? failing('rejected') : running());
    await world.run(hour);
    const failed = taskIn(window, '1');
    assert.ok(failed.failures > 0);
    presence.set('focused');
    assert.equal(taskIn(window, '1').nextPollAt, failed.nextPollAt);
    presence.set('background');
    world.cloud.answer = () => running();
    await world.run(hour);

    const now = world.clock.now();
    window.store.connections.backOff('works', { until: now + hour });
    const before = nextPolls();
    presence.set('visible');
    assert.deepEqual(nextPolls(), before, 'held');
    window.store.connections.clearBackoff('works', now);
    presence.set('background');
    window.store.connections.pausePolling(['works'], now);
    presence.set('visible');
    assert.deepEqual(nextPolls(), before, 'paused');
    presence.set('background');
  });

  it('looks at a few tasks at a time, and stops when the user looks away', async () => {
    await open(someTasks(50), 10 * minute);
    const before = nextPolls();
    const changed = (): number => nextPolls().filter((next, index) => next !== before[index]).length;
    const page = world.store.tasks.page.bind(world.store.tasks);
    Object.assign(world.store.tasks, {
      page: (query: Parameters<typeof page>[0]) => {
        spent += query.order === 'activity' ? 10 : 0;
        return page(query);
      },
    });
    presence.set('visible');
    const first = changed();
    assert.ok(first > 0 && first <= 20, `${first} tasks`);
    presence.set('background');
    world.clock.advance(10);
    assert.equal(changed(), first, 'the rest is left as it was');
    presence.set('visible');
    world.clock.advance(10);
    assert.equal(changed(), 50);
  });
});
