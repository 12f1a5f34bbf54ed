import assert from 'node:assert/strict';
import type { PresenceLevel } from '../../src/tasks/presence';
import type { Store } from '../../src/tasks/ports/store';
import { SharedPresence } from '../../src/polling/presence';
import { someTasks, useWorld, World, type TestWindow } from './world';

const minute = 60_000;

describe('SharedPresence', () => {
  const world = useWorld();
  let count = 0;
  const file = (machine = world): Store => machine.sandbox.window(`window ${++count}`);
  const presenceIn = (store: Store, machine = world): SharedPresence =>
    new SharedPresence(store, machine.clock, machine.sandbox.log);
  /** A window with this presence. Only some windows poll, so that the test decides which one gets each claim. */
  const open = async (machine: World, level: PresenceLevel, polls: boolean): Promise<TestWindow> => {
    const store = file(machine);
    const presence = presenceIn(store, machine);
    presence.set(level);
    const limits = { minInterval: 5_000, maxInterval: 10 * minute };
    const options = { store, limits, presence: () => presence.best() };
    return polls ? machine.start(options) : machine.open(options);
  };
  /** How often a task is polled in half an hour, by these windows of a machine of their own. */
  const pollCount = async (windows: readonly (readonly [PresenceLevel, boolean])[]): Promise<number> => {
    const machine = new World();
    const opened: TestWindow[] = [];
    for (const [level, polls] of windows) {
      opened.push(await open(machine, level, polls));
    }
    opened[0]!.service.track(someTasks(1));
    await machine.run(30 * minute);
    machine.end();
    return machine.cloud.requests.length;
  };

  it('sets the poll interval by the window that the user looks at, whichever window polls', async () => {
    const alone = await pollCount([['visible', true]]);
    const unseen = await pollCount([['background', true]]);
    assert.ok(alone > 2 * unseen, `${alone} and ${unseen} polls`);
    const both = await pollCount([
      ['visible', true],
      ['background', true],
    ]);
    const byOther = await pollCount([
      ['visible', false],
      ['background', true],
      ['background', true],
      ['background', true],
    ]);
    for (const polls of [both, byOther]) {
      assert.ok(Math.abs(polls - alone) <= 0.1 * alone, `${polls} polls instead of ${alone}`);
    }
  });

  it('lasts while the user looks, and ends when they look away or close the window', async () => {
    const [mine, other] = [presenceIn(file()), presenceIn(file())];
    mine.set('visible');
    await world.run(10 * minute);
    assert.equal(other.best(), 'visible');
    mine.set('focused');
    assert.equal(other.best(), 'focused');
    mine.set('background');
    assert.equal(other.best(), 'background');
    mine.set('focused');
    mine.dispose();
    assert.equal(other.best(), 'background');
    await world.run(minute);
    assert.equal(other.best(), 'background', 'nothing is renewed after the end');
  });

  it('ends within 90 s of a window being killed', async () => {
    const other = presenceIn(file());
    const store = file();
    let isKilled = false;
    const note = store.presence.note.bind(store.presence);
    Object.assign(store.presence, {
      note: (...args: Parameters<typeof note>): void => {
        if (!isKilled) {
          note(...args);
        }
      },
    });
    presenceIn(store).set('visible');
    await world.run(10 * minute);
    isKilled = true;
    await world.run(40_000);
    assert.equal(other.best(), 'visible');
    await world.run(50_000);
    assert.equal(other.best(), 'background');
  });

  it('fires when this window raises the best level of all windows', () => {
    const [mine, other] = [presenceIn(file()), presenceIn(file())];
    const risen: PresenceLevel[] = [];
    mine.onDidRise((level) => risen.push(level));
    for (const level of ['focused', 'focused', 'visible', 'focused', 'background', 'visible', 'background'] as const) {
      mine.set(level);
    }
    assert.deepEqual(risen, ['focused', 'visible', 'visible']);
    other.set('visible');
    mine.set('focused');
    assert.deepEqual(risen, ['focused', 'visible', 'visible'], 'another window had that level already');
  });

  it('falls back to the level of this window while the store fails', () => {
    const store = file();
    const fail = (): never => {
      throw new Error('busy');
    };
    Object.assign(store.presence, { note: fail, best: fail });
    const mine = presenceIn(store);
    const risen: PresenceLevel[] = [];
    mine.onDidRise((level) => risen.push(level));
    assert.equal(mine.best(), 'background');
    mine.set('focused');
    assert.deepEqual([mine.best(), risen], ['focused', ['focused']]);
    assert.ok(world.sandbox.log.lines.some((line) => line.includes('busy')));
  });
});
