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
  let checks: number;
  /** How long reading pages has taken (ms). */
  let spent: number;

  /** Opens a window whose user has been away for long, with tasks that were polled all the time. */
  const open = async (tasks: readonly TaskRef[] = someTasks(1), since = hour): Promise<void> => {
    presence = world.register(new SharedPresence(world.store, world.clock, world.sandbox.log));
    window = await world.start({ limits, timeSlicer, presence: () => presence.best(), random: () => 0.99 });
    rescheduleOnPresence({
      ...{ connections: window.connections, providers: window.providers },
      ...{ store: world.store, clock: world.clock, timeSlicer, presence, limits: () => limits },
      onDidReschedule: () => {
        checks++;
        window.poller.checkSoon();
      },
    });
    window.service.track(tasks);
    await world.run(since);
  };
  const nextPolls = (): readonly number[] =>
    window.store.tasks.page({ order: 'tracked', limit: 1_000 }).map(({ nextPollAt }) => nextPollAt!);
  const intervalOf = (id: string): number => {
    const { lastResponseAt, nextPollAt } = taskIn(window, id);
    return nextPollAt! - lastResponseAt!;
  };
  /** Lets time pass until right after the next response. */
  const untilResponse = async (): Promise<void> => {
    await world.run(taskIn(window, '1').nextPollAt! - world.clock.now() + 1);
    assert.equal(taskIn(window, '1').lastResponseAt! > world.clock.now() - 100, true);
  };

  beforeEach(() => {
    const clock: Clock = { ...world.clock, now: () => world.clock.now() + spent };
    timeSlicer = new TimeSlicer(clock, (error) => {
      throw error;
    });
    spent = 0;
    checks = 0;
    world.cloud.respond = () => running();
  });

  it('moves polls earlier when the user comes back, counted from the last response', async () => {
    await open();
    await untilResponse();
    const away = intervalOf('1');
    presence.set('focused');
    const focused = intervalOf('1');
    presence.set('visible');
    const watched = intervalOf('1');
    assert.ok(watched < focused && focused < away / 1.5, [watched, focused, away].join());
    const { nextPollAt } = taskIn(window, '1');
    world.forgetRequests();
    await world.run(nextPollAt! - world.clock.now() + 5);
    assert.equal(world.cloud.requests.length, 1, 'it is polled then');
  });

  it('polls at once what is overdue by the shorter interval', async () => {
    await open();
    await untilResponse();
    await world.run(intervalOf('1') * 0.9);
    const { lastResponseAt } = taskIn(window, '1');
    presence.set('visible');
    assert.equal(taskIn(window, '1').nextPollAt, world.clock.now());
    await world.run();
    assert.ok(taskIn(window, '1').lastResponseAt! > lastResponseAt!);
  });

  it('changes nothing more when the user keeps looking away and back', async () => {
    await open();
    await untilResponse();
    presence.set('visible');
    const [next] = nextPolls();
    for (let count = 0; count < 20; count++) {
      presence.set('background');
      assert.deepEqual(nextPolls(), [next], 'nothing is delayed');
      presence.set('visible');
      await world.run(10);
    }
    assert.deepEqual(nextPolls(), [next]);
    assert.equal(checks, 1);
  });

  it('does not change what was scheduled by that interval already', async () => {
    await open();
    presence.set('visible');
    await world.run(hour);
    const before = nextPolls();
    checks = 0;
    presence.set('background');
    presence.set('visible');
    assert.deepEqual([nextPolls(), checks], [before, 0]);
  });

  it('never polls sooner than the minimum interval after the last response', async () => {
    await open();
    let state = 0;
    world.cloud.respond = () => running({ rawState: String(state++) });
    await untilResponse();
    const { lastResponseAt } = taskIn(window, '1');
    for (let count = 0; count < 50; count++) {
      presence.set('visible');
      assert.ok(intervalOf('1') >= limits.minInterval);
      await world.run(50);
      presence.set('background');
    }
    assert.equal(taskIn(window, '1').lastResponseAt, lastResponseAt);
  });

  it('does not change what fails, and what is paused or in backoff', async () => {
    await open(someTasks(2));
    world.cloud.respond = ({ id }) => (id === '1' ? failing('rejected') : running());
    await world.run(hour);
    const failed = taskIn(window, '1');
    assert.ok(failed.failures > 0);
    presence.set('focused');
    assert.equal(taskIn(window, '1').nextPollAt, failed.nextPollAt);
    presence.set('background');
    world.cloud.respond = () => running();
    await world.run(hour);

    const now = world.clock.now();
    window.store.connections.backOff('works', { until: now + hour });
    const before = nextPolls();
    presence.set('visible');
    assert.deepEqual(nextPolls(), before, 'in backoff');
    window.store.connections.clearBackoff('works', now);
    presence.set('background');
    window.store.connections.pausePolling(['works'], now);
    presence.set('visible');
    assert.deepEqual(nextPolls(), before, 'paused');
    presence.set('background');
  });

  it('reschedules a few tasks at a time, and stops when the user checks away', async () => {
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
