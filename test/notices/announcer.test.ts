import { Emitter } from '../../src/base/event';
import { rulesOf, statusOf } from '../../src/connections/connectionStatus';
import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import { Announcer, type Announcement } from '../../src/notices/announcer';
import type { ServiceClient } from '../../src/client/callContext';
import type { TaskState } from '../../src/tasks/task';
import type { Store } from '../../src/tasks/ports/store';
import { endText } from '../../src/ui/text/endText';
import { answer, newTask, settlement } from '../store/sandbox';
import { failing, running } from '../client/fakeService';
import { connectionOf, someTasks, token, World, type TestWindow } from '../polling/world';

const second = 1_000;
const minute = 60 * second;

/** A part of a window that tells of ends, and what it told. */
interface Told {
  readonly announcer: Announcer;
  readonly texts: string[];
  readonly announcements: Announcement[];
}

describe('Announcer', () => {
  let world: World;
  let announcers: Announcer[];
  /** States that the user wants to hear of. */
  let wanted: readonly TaskState[];
  beforeEach(() => {
    world = new World();
    announcers = [];
    wanted = ['succeeded', 'partial', 'failed', 'cancelled', 'expired'];
  });
  afterEach(() => {
    announcers.forEach((announcer) => {
      announcer.dispose();
    });
    world.end();
  });

  /** A window that can ask for everything, unless its tracker is given. */
  const announce = (store: Store, isFocused: () => boolean = () => true, window?: TestWindow): Told => {
    const announcements: Announcement[] = [];
    const texts: string[] = [];
    const announcer = new Announcer({
      ...{ store, clock: world.clock, log: world.sandbox.log, isFocused },
      isWorthWaiting: (id) => !window || rulesOf(statusOf(id, { ...window, clock: world.clock })).startupWaits,
      onDidChangeConnections: window?.connections.onDidChange ?? new Emitter<void>().event,
      isWanted: ({ to }) => wanted.includes(to),
      show: (announcement) => {
        announcements.push(announcement);
        texts.push(endText(announcement, inEnglish));
      },
    });
    announcers.push(announcer);
    return { announcer, texts, announcements };
  };
  /** The service, which takes `ms` for an answer. */
  const slow = (ms: number): ServiceClient => ({
    task: async (question, id) => {
      await new Promise<void>((resolve) => void world.clock.schedule(ms, resolve));
      return world.cloud.task(question, id);
    },
    page: (question, list, page) => world.cloud.page(question, list, page),
  });
  /** Ends tasks without an editor in between. */
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
    store.queue.settle(claims.map((claim) => settlement(claim, answer({ state: to }), now, { transition })));
  };
  const listOf = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index}`);

  describe('after an absence', () => {
    const ends: Readonly<Record<string, TaskState>> = { 2: 'failed', 4: 'failed' };
    let startedAt: number;
    /** Tracks five tasks, closes the window, and lets them end but for the sixth while nobody asks. */
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

    it('tells once of all that ended, though it is heard of one after another', async () => {
      await goAway();
      world.cloud.answer = ({ id }) => endedBefore(id);
      const window = await world.open({ client: slow(2 * second) });
      const told = announce(window.store);
      window.poller.start();
      await world.run(5 * minute);
      assert.deepEqual(told.texts, ['While you were away, 5 tasks ended: 3 succeeded, 2 failed.']);
    });

    it('tells every 20 s of what was heard, when answers take long', async () => {
      await goAway(7);
      world.cloud.answer = ({ id }) => endedBefore(id);
      const window = await world.open({ client: slow(6 * second) });
      const told = announce(window.store);
      window.poller.start();
      await world.run(19 * second);
      assert.deepEqual(told.texts, []);
      await world.run(2 * second);
      assert.deepEqual(told.texts, ['While you were away, 3 tasks ended: 2 succeeded, 1 failed.']);
      await world.run(5 * minute);
      assert.deepEqual(told.texts.slice(1), [
        'While you were away, 3 tasks ended: 2 succeeded, 1 failed.',
        '7 succeeded while you were away.',
      ]);
    });

    it('tells once of all that ended after the network was lost before the last window closed', async () => {
      const first = await world.start();
      first.service.track(someTasks(60));
      await world.run(minute);
      world.cloud.answer = () => failing('offline');
      await world.run(3 * minute);
      first.close();
      await world.run(8 * 60 * minute);
      world.cloud.answer = ({ id }) => endedBefore(id);
      const window = await world.open();
      const told = announce(window.store, undefined, window);
      window.poller.start();
      await world.run(5 * minute);
      assert.deepEqual(told.texts, ['While you were away, 60 tasks ended: 58 succeeded, 2 failed.']);
    });

    it('does not wait for what this window cannot ask', async () => {
      const first = await world.start();
      end(first.store, ['heard']);
      await goAway(2, first);
      const { store } = await world.open();
      const told = announce(store);
      await world.run(21 * second);
      assert.deepEqual(told.texts, ['heard succeeded while you were away.']);
      end(store, ['new']);
      await world.run(second);
      assert.deepEqual(told.texts.slice(1), ['new succeeded.']);
    });

    it('tells apart what ended before the start and what did after it', async () => {
      await goAway(2);
      world.cloud.answer = ({ id }) => endedBefore('', { endedAt: startedAt + (id === '1' ? -1 : 1) });
      const window = await world.open();
      const told = announce(window.store);
      window.poller.start();
      await world.run(minute);
      assert.deepEqual(told.texts, ['1 succeeded while you were away.', '2 succeeded.']);
    });

    it('tells as much as the user wants to hear', async () => {
      wanted = ['failed'];
      await goAway();
      world.cloud.answer = ({ id }) => endedBefore(id);
      const window = await world.open();
      const told = announce(window.store);
      window.poller.start();
      await world.run(minute);
      assert.deepEqual(told.texts, ['While you were away, 2 tasks ended: 2 failed.']);
      wanted = ['failed', 'succeeded'];
      await world.run(5 * minute);
      assert.equal(told.texts.length, 1, 'what was not wanted does not come later');
    });

    it('waits no longer for what is out of reach', async () => {
      world.setting.edit([connectionOf('works'), connectionOf('other')]);
      const first = await world.start();
      await first.vault.write('other', token('good'));
      await first.connections.load();
      first.service.track(someTasks(150, 'other'));
      await goAway(2, first);
      world.cloud.answer = ({ id, connection }) => (connection === 'other' ? failing('offline') : endedBefore(id));
      const window = await world.open();
      const told = announce(window.store, undefined, window);
      window.poller.start();
      await world.run(2 * second);
      assert.deepEqual(told.texts, ['While you were away, 2 tasks ended: 1 succeeded, 1 failed.']);
    });

    it('is told of by one of the windows that are opened together', async () => {
      await goAway();
      world.cloud.answer = ({ id }) => endedBefore(id);
      const windows = await Promise.all([1, 2, 3].map(() => world.open({ client: slow(second) })));
      const told = windows.map(({ store }, index) => announce(store, () => index === 1));
      windows.forEach(({ poller }) => {
        poller.start();
      });
      await world.run(5 * minute);
      assert.deepEqual(
        told.map(({ texts }) => texts),
        [[], ['While you were away, 5 tasks ended: 3 succeeded, 2 failed.'], []],
      );
    });

    it('includes what the last window had heard of and did not come to tell', async () => {
      const first = await world.start();
      end(first.store, ['heard']);
      await goAway(1, first);
      world.cloud.answer = () => endedBefore('');
      const window = await world.open();
      const told = announce(window.store);
      window.poller.start();
      await world.run(minute);
      assert.deepEqual(told.texts, ['While you were away, 2 tasks ended: 2 succeeded.']);
    });

    it('is none where another window was busy asking', async () => {
      const first = await world.start({ client: slow(15 * second) });
      first.service.track(someTasks(10));
      await world.run(10 * minute);
      world.cloud.answer = ({ id }) => (id === '1' ? endedBefore('', { endedAt: startedAt - minute }) : running());
      startedAt = world.clock.now();
      const told = announce(first.store);
      await world.run(10 * minute);
      assert.deepEqual(told.texts, ['1 succeeded.']);
    });

    it('is none where another window was awake', async () => {
      const first = await world.start();
      first.service.track(someTasks(5));
      await world.run(10 * minute);
      const window = await world.open();
      const told = announce(window.store);
      world.cloud.answer = ({ id }) => endedBefore(id, { endedAt: world.clock.now() - 10 * minute });
      window.poller.start();
      await world.run(5 * minute);
      assert.equal(told.announcements.flatMap(({ notices }) => notices).length, 5);
      assert.ok(told.announcements.every(({ whileAway }) => !whileAway));
    });

    const unaskable: Readonly<Record<string, readonly Connection[]>> = {
      'is in no settings': [],
      'has no credentials': [connectionOf('bare')],
      'has a provider that is not installed': [connectionOf('other', { provider: 'not-installed' })],
    };
    for (const [what, connections] of Object.entries(unaskable)) {
      it(`is none for tasks whose connection ${what}, and nobody waits for them`, async () => {
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
        const told = announce(window.store, undefined, window);
        window.poller.start();
        end(window.store, ['new']);
        await world.run(second);
        assert.deepEqual(told.texts, ['new succeeded.']);
      });
    }

    it('waits no longer for a connection that the user stops', async () => {
      await goAway(2);
      const window = await world.open();
      const told = announce(window.store, undefined, window);
      end(window.store, ['heard']);
      await world.run(2 * second);
      assert.deepEqual(told.texts, []);
      window.store.connections.pausePolling(['works'], world.clock.now());
      await world.run(second);
      assert.equal(told.texts.length, 1);
    });
  });

  it('makes one message of more notices than are read at once', async () => {
    const { store } = await world.open();
    const told = announce(store);
    end(store, listOf(999));
    end(store, ['x1', 'x2'], 'failed');
    await world.run(10 * second);
    assert.deepEqual(told.texts, ['1001 tasks ended: 999 succeeded, 2 failed.']);
    await world.run(5 * minute);
    assert.equal(told.texts.length, 1);
  });

  it('leaves a notice to the window that the user is in', async () => {
    const { store } = await world.open();
    const [away, here] = [announce(store, () => false), announce(store)];
    end(store, ['a']);
    await world.run(minute);
    assert.deepEqual([away.texts, here.texts], [[], ['a succeeded.']]);
  });

  it('takes up what a killed window had claimed, without anybody coming or going', async () => {
    const { store } = await world.open();
    const now = world.clock.now();
    const told = announce(store, () => false);
    end(store, ['a']);
    assert.equal(store.outbox.claim(now, now + 30 * second, 9).length, 1);
    await world.run(29 * second);
    assert.deepEqual(told.texts, []);
    await world.run(35 * second);
    assert.deepEqual(told.texts, ['a succeeded.']);
  });

  it('tells once of what was read before the next part could not be', async () => {
    const { store } = await world.open();
    let reads = 0;
    const told = announce({
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
    assert.deepEqual(told.texts, ['600 tasks ended: 600 succeeded.']);
  });

  it('tells once of what could not be settled, and settles it before another window takes it up', async () => {
    const { store } = await world.open();
    let failures = 0;
    const told = announce({
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
    assert.deepEqual(told.texts, ['a succeeded.']);
    const other = announce(store);
    await world.run(5 * minute);
    assert.deepEqual([told.texts, other.texts], [['a succeeded.'], []]);
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
    const told = announce(failingStore);
    end(store, ['a']);
    await world.run(second);
    fails = false;
    await world.run(minute);
    assert.deepEqual(told.texts, ['a succeeded.']);
  });
});
