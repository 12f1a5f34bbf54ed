import assert from 'node:assert/strict';
import { toDisposable } from '../../src/base/lifecycle';
import { rulesOf, statusOf } from '../../src/connections/connectionStatus';
import { onDidChangeStatus } from '../../src/connections/statusChanges';
import { inEnglish } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import { Announcer, type Announcement } from '../../src/notices/announcer';
import type { ServiceClient } from '../../src/client/callContext';
import type { TaskState } from '../../src/tasks/task';
import type { Store } from '../../src/tasks/ports/store';
import { endText } from '../../src/ui/text/endText';
import { newTask, settlement } from '../store/sandbox';
import { snapshotOf } from '../tasks/trackedTasks';
import { failing, running } from '../client/fakeService';
import { connectionOf, someTasks, token, useWorld, type TestWindow } from '../polling/world';

const second = 1_000;
const minute = 60 * second;

/** An announcer, and what it announced. */
interface Announced {
  readonly announcer: Announcer;
  readonly texts: string[];
  readonly announcements: Announcement[];
}

describe('Announcer', () => {
  const world = useWorld();
  /** The states that the user wants to be notified of. */
  let wanted: readonly TaskState[];
  beforeEach(() => {
    wanted = ['succeeded', 'partial', 'failed', 'cancelled', 'expired'];
  });

  /** Starts an announcer. Without `window`, every connection counts as one that can be polled. */
  const announce = (store: Store, isFocused: () => boolean = () => true, window?: TestWindow): Announced => {
    const announcements: Announcement[] = [];
    const texts: string[] = [];
    const announcer = world.register(
      new Announcer({
        ...{ store, clock: world.clock, log: world.sandbox.log, isFocused },
        isWorthWaiting: (id) => !window || rulesOf(statusOf(id, { ...window, clock: world.clock })).startupWaits,
        onDidChangeStatus: (listener) => (window ? onDidChangeStatus(window, listener) : toDisposable(() => undefined)),
        isWanted: ({ to }) => wanted.includes(to),
        show: (announcement) => {
          announcements.push(announcement);
          texts.push(endText(announcement, inEnglish));
        },
      }),
    );
    return { announcer, texts, announcements };
  };
  /** A client whose requests take `ms`. */
  const slow = (ms: number): ServiceClient => ({
    task: async (call, id) => {
      await new Promise<void>((resolve) => void world.clock.schedule(ms, resolve));
      return world.cloud.task(call, id);
    },
    page: (call, list, page) => world.cloud.page(call, list, page),
  });
  /** Writes the end of tasks into the store, without a poller. */
  const end = (store: Store, ids: readonly string[], to: TaskState = 'succeeded'): void => {
    const now = world.clock.now();
    store.tasks.track(
      ids.map((id) => newTask(id, { connection: 'elsewhere' })),
      now,
    );
    const transition = { from: 'running', to, at: now } as const;
    const connections = [{ id: 'elsewhere', credentialVersion: 1 }];
    const claims = store.queue.claim({ connections, now, until: now + second, limit: ids.length });
    assert.equal(claims.length, ids.length);
    store.queue.settle(claims.map((claim) => settlement(claim, snapshotOf({ state: to }), now, { transition })));
  };
  const listOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index}`);

  describe('after an away period', () => {
    const ends: Readonly<Record<string, TaskState>> = { 2: 'failed', 4: 'failed' };
    let startedAt: number;
    /** Tracks tasks, closes the window, and lets an hour pass without polls. */
    const goAway = async (count = 5, window?: TestWindow): Promise<void> => {
      const first = window ?? (await world.start());
      first.service.track(someTasks(count));
      await world.run(minute);
      first.close();
      await world.run(60 * minute);
      startedAt = world.clock.now();
    };
    const endedBefore = (id: string, more: object = {}): ReturnType<typeof running> =>
      running({ state: ends[id] ?? 'succeeded', rawState: 'x', ...more });

    it('announces all ends in one message, though they are polled one after another', async () => {
      await goAway();
      world.cloud.respond = ({ id }) => endedBefore(id);
      const window = await world.open({ client: slow(2 * second) });
      const announced = announce(window.store);
      window.poller.start();
      await world.run(5 * minute);
      assert.deepEqual(announced.texts, ['While you were away, 5 tasks ended: 3 succeeded, 2 failed.']);
    });

    it('announces every 20 s what has ended, when responses take long', async () => {
      await goAway(7);
      world.cloud.respond = ({ id }) => endedBefore(id);
      const window = await world.open({ client: slow(6 * second) });
      const announced = announce(window.store);
      window.poller.start();
      await world.run(19 * second);
      assert.deepEqual(announced.texts, []);
      await world.run(2 * second);
      assert.deepEqual(announced.texts, ['While you were away, 3 tasks ended: 2 succeeded, 1 failed.']);
      await world.run(5 * minute);
      assert.deepEqual(announced.texts.slice(1), [
        'While you were away, 3 tasks ended: 2 succeeded, 1 failed.',
        'While you were away, 7 succeeded.',
      ]);
    });

    it('T12: announces all ends in one message after the network failed before the last window closed', async () => {
      const first = await world.start();
      first.service.track(someTasks(60));
      await world.run(minute);
      world.cloud.respond = () => failing('offline');
      await world.run(3 * minute);
      first.close();
      await world.run(8 * 60 * minute);
      world.cloud.respond = ({ id }) => endedBefore(id);
      const window = await world.open();
      const announced = announce(window.store, undefined, window);
      window.poller.start();
      await world.run(5 * minute);
      assert.deepEqual(announced.texts, ['While you were away, 60 tasks ended: 58 succeeded, 2 failed.']);
    });

    it('does not wait for what this window cannot poll', async () => {
      const first = await world.start();
      end(first.store, ['heard']);
      await goAway(2, first);
      const { store } = await world.open();
      const announced = announce(store);
      await world.run(21 * second);
      assert.deepEqual(announced.texts, ['While you were away, heard succeeded.']);
      end(store, ['new']);
      await world.run(second);
      assert.deepEqual(announced.texts.slice(1), ['new succeeded.']);
    });

    it('distinguishes ends before the start from ends after it', async () => {
      await goAway(2);
      world.cloud.respond = ({ id }) => endedBefore('', { endedAt: startedAt + (id === '1' ? -1 : 1) });
      const window = await world.open();
      const announced = announce(window.store);
      window.poller.start();
      await world.run(minute);
      assert.deepEqual(announced.texts, ['While you were away, 1 succeeded.', '2 succeeded.']);
    });

    it('announces only the states that the user wants to be notified of', async () => {
      wanted = ['failed'];
      await goAway();
      world.cloud.respond = ({ id }) => endedBefore(id);
      const window = await world.open();
      const announced = announce(window.store);
      window.poller.start();
      await world.run(minute);
      assert.deepEqual(announced.texts, ['While you were away, 2 tasks ended: 2 failed.']);
      wanted = ['failed', 'succeeded'];
      await world.run(5 * minute);
      assert.equal(announced.texts.length, 1, 'what was not wanted does not come later');
    });

    it('does not wait for a connection that is offline', async () => {
      world.setting.edit([connectionOf('works'), connectionOf('other')]);
      const first = await world.start();
      await first.vault.write('other', token('good'));
      await first.connections.load();
      first.service.track(someTasks(150, 'other'));
      await goAway(2, first);
      world.cloud.respond = ({ id, connection }) => (connection === 'other' ? failing('offline') : endedBefore(id));
      const window = await world.open();
      const announced = announce(window.store, undefined, window);
      window.poller.start();
      await world.run(2 * second);
      assert.deepEqual(announced.texts, ['While you were away, 2 tasks ended: 1 succeeded, 1 failed.']);
    });

    it('announces in one of the windows that are opened together', async () => {
      await goAway();
      world.cloud.respond = ({ id }) => endedBefore(id);
      const windows = await Promise.all([1, 2, 3].map(() => world.open({ client: slow(second) })));
      const announced = windows.map(({ store }, index) => announce(store, () => index === 1));
      windows.forEach(({ poller }) => {
        poller.start();
      });
      await world.run(5 * minute);
      assert.deepEqual(
        announced.map(({ texts }) => texts),
        [[], ['While you were away, 5 tasks ended: 3 succeeded, 2 failed.'], []],
      );
    });

    it('includes what the last window stored and did not announce', async () => {
      const first = await world.start();
      end(first.store, ['heard']);
      await goAway(1, first);
      world.cloud.respond = () => endedBefore('');
      const window = await world.open();
      const announced = announce(window.store);
      window.poller.start();
      await world.run(minute);
      assert.deepEqual(announced.texts, ['While you were away, 2 tasks ended: 2 succeeded.']);
    });

    it('announces no away period where another window was busy polling', async () => {
      const first = await world.start({ client: slow(15 * second) });
      first.service.track(someTasks(10));
      await world.run(10 * minute);
      world.cloud.respond = ({ id }) => (id === '1' ? endedBefore('', { endedAt: startedAt - minute }) : running());
      startedAt = world.clock.now();
      const announced = announce(first.store);
      await world.run(10 * minute);
      assert.deepEqual(announced.texts, ['1 succeeded.']);
    });

    it('announces no away period where another window was open', async () => {
      const first = await world.start();
      first.service.track(someTasks(5));
      await world.run(10 * minute);
      const window = await world.open();
      const announced = announce(window.store);
      world.cloud.respond = ({ id }) => endedBefore(id, { endedAt: world.clock.now() - 10 * minute });
      window.poller.start();
      await world.run(5 * minute);
      assert.equal(announced.announcements.flatMap(({ notices }) => notices).length, 5);
      assert.ok(announced.announcements.every(({ whileAway }) => !whileAway));
    });

    const notPollable: Readonly<Record<string, readonly Connection[]>> = {
      'is in no settings': [],
      'has no credentials': [connectionOf('bare')],
      'has a provider that is not installed': [connectionOf('other', { provider: 'not-installed' })],
    };
    for (const [what, connections] of Object.entries(notPollable)) {
      it(`does not wait for tasks whose connection ${what}, and announces no away period for them`, async () => {
        const first = await world.start();
        first.service.track(someTasks(2));
        await world.run(minute);
        const [connection = 'gone'] = connections.map(({ id }) => id);
        const tasks = someTasks(2, connection).map((task) => ({ ...task, provider: 'huawei-dsc' }));
        first.store.tasks.track(tasks, world.clock.now());
        await first.vault.write('other', token('good'));
        world.setting.edit([connectionOf('works'), ...connections]);
        await world.run(10 * minute);
        const window = await world.open();
        const announced = announce(window.store, undefined, window);
        window.poller.start();
        end(window.store, ['new']);
        await world.run(second);
        assert.deepEqual(announced.texts, ['new succeeded.']);
      });
    }

    it('stops waiting for a connection whose polling the user pauses', async () => {
      await goAway(2);
      const window = await world.open();
      const announced = announce(window.store, undefined, window);
      end(window.store, ['heard']);
      await world.run(2 * second);
      assert.deepEqual(announced.texts, []);
      window.store.connections.pausePolling(['works'], world.clock.now());
      await world.run(second);
      assert.equal(announced.texts.length, 1);
    });
  });

  it('shows one message for more notices than it reads at once', async () => {
    const { store } = await world.open();
    const announced = announce(store);
    end(store, listOf(999));
    end(store, ['x1', 'x2'], 'failed');
    await world.run(10 * second);
    assert.deepEqual(announced.texts, ['1001 tasks ended: 999 succeeded, 2 failed.']);
    await world.run(5 * minute);
    assert.equal(announced.texts.length, 1);
  });

  it('says nothing of muted tasks, neither alone nor in a summary, also not later', async () => {
    const { store } = await world.open();
    const announced = announce(store);
    const mute = (id: string, isMuted: boolean): void => {
      store.tasks.mark([{ connection: 'elsewhere', id }], { isMuted });
    };
    store.tasks.track([newTask('a', { connection: 'elsewhere' })], world.clock.now());
    mute('a', true);
    end(store, ['a', 'b', 'c', 'd', 'e'], 'failed');
    await world.run(10 * second);
    assert.deepEqual(announced.texts, ['4 tasks ended: 4 failed.']);
    end(store, ['alone']);
    mute('alone', true);
    await world.run(10 * second);
    mute('a', false);
    mute('alone', false);
    await world.run(5 * minute);
    assert.equal(announced.texts.length, 1);
  });

  it('leaves a notice to the focused window', async () => {
    const { store } = await world.open();
    const [away, here] = [announce(store, () => false), announce(store)];
    end(store, ['a']);
    await world.run(minute);
    assert.deepEqual([away.texts, here.texts], [[], ['a succeeded.']]);
  });

  it('shows what a killed window had claimed, without a change of focus', async () => {
    const { store } = await world.open();
    const now = world.clock.now();
    const announced = announce(store, () => false);
    end(store, ['a']);
    assert.equal(store.outbox.claim(now, now + 30 * second, 9).length, 1);
    await world.run(29 * second);
    assert.deepEqual(announced.texts, []);
    await world.run(35 * second);
    assert.deepEqual(announced.texts, ['a succeeded.']);
  });

  it('shows once what was read before the next read failed', async () => {
    const { store } = await world.open();
    let reads = 0;
    const announced = announce({
      ...store,
      outbox: {
        ...store.outbox,
        claim: (...request) => {
          reads += 1;
          if (reads === 2) {
            throw new Error('busy');
          }
          return store.outbox.claim(...request);
        },
      },
    });
    end(store, listOf(600));
    await world.run(5 * minute);
    assert.deepEqual(announced.texts, ['600 tasks ended: 600 succeeded.']);
  });

  it('shows once what could not be settled, and settles it before another window claims it', async () => {
    const { store } = await world.open();
    let failures = 0;
    const announced = announce({
      ...store,
      outbox: {
        ...store.outbox,
        settle: (sequences) => {
          failures += 1;
          if (failures < 3) {
            throw new Error('busy');
          }
          store.outbox.settle(sequences);
        },
      },
    });
    end(store, ['a']);
    await world.run(second);
    assert.deepEqual(announced.texts, ['a succeeded.']);
    const other = announce(store);
    await world.run(5 * minute);
    assert.deepEqual([announced.texts, other.texts], [['a succeeded.'], []]);
  });

  it('goes on after the outbox could not be read', async () => {
    const { store } = await world.open();
    let fails = true;
    const failingStore: Store = {
      ...store,
      outbox: {
        ...store.outbox,
        claim: (...request) => {
          if (fails) {
            throw new Error('busy');
          }
          return store.outbox.claim(...request);
        },
      },
    };
    const announced = announce(failingStore);
    end(store, ['a']);
    await world.run(second);
    fails = false;
    await world.run(minute);
    assert.deepEqual(announced.texts, ['a succeeded.']);
  });
});
