import assert from 'node:assert/strict';
import type { PresenceLevel } from '../../src/tasks/presence';
import type { Store } from '../../src/tasks/ports/store';
import { SharedPresence } from '../../src/polling/presence';
import { someTasks, World, type TestWindow } from './world';

const minute = 60_000;

describe('SharedPresence', () => {
  let world: World;
  let count: number;
  beforeEach(() => {
    world = new World();
    count = 0;
  });
  afterEach(() => {
    world.end();
  });
  const file = (): Store => world.sandbox.window(`window ${++count}`);
  const eyes = (store = file()): SharedPresence => new SharedPresence(store, world.clock, world.sandbox.log);
  /** A window where the user's eyes are as said. It asks only when told to, so that the test says who wins each claim. */
  const open = async (level: PresenceLevel, asks: boolean): Promise<TestWindow> => {
    const store = file();
    const presence = eyes(store);
    presence.set(level);
    const limits = { minInterval: 5_000, maxInterval: 10 * minute };
    const options = { store, limits, presence: () => presence.best() };
    return asks ? world.start(options) : world.open(options);
  };
  /** How many questions a task takes in half an hour. */
  const questions = async (windows: readonly (readonly [PresenceLevel, boolean])[]): Promise<number> => {
    const opened: TestWindow[] = [];
    for (const [level, asks] of windows) {
      opened.push(await open(level, asks));
    }
    opened[0]!.service.track(someTasks(1));
    await world.run(30 * minute);
    const { length } = world.cloud.asked.splice(0);
    world.end();
    world = new World();
    return length;
  };

  it('keeps the pace of the window before the user, whichever window asks', async () => {
    const alone = await questions([['visible', true]]);
    const unseen = await questions([['background', true]]);
    assert.ok(alone > 2 * unseen, `${alone} and ${unseen} questions`);
    const both = await questions([
      ['visible', true],
      ['background', true],
    ]);
    const byOther = await questions([
      ['visible', false],
      ['background', true],
      ['background', true],
      ['background', true],
    ]);
    for (const asked of [both, byOther]) {
      assert.ok(Math.abs(asked - alone) <= 0.1 * alone, `${asked} questions instead of ${alone}`);
    }
  });

  it('lasts as long as the user looks, and ends when they look away or close the window', async () => {
    const [mine, other] = [eyes(), eyes()];
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

  it('of a killed window ends within a minute and a half', async () => {
    const other = eyes();
    const store = file();
    let isKilled = false;
    const note = store.presence.note.bind(store.presence);
    Object.assign(store.presence, {
      note: (...said: Parameters<typeof note>): void => {
        if (!isKilled) {
          note(...said);
        }
      },
    });
    eyes(store).set('visible');
    await world.run(10 * minute);
    isKilled = true;
    await world.run(40_000);
    assert.equal(other.best(), 'visible');
    await world.run(50_000);
    assert.equal(other.best(), 'background');
  });

  it('tells of what became better by this window alone', () => {
    const [mine, other] = [eyes(), eyes()];
    const risen: PresenceLevel[] = [];
    mine.onDidRise((level) => risen.push(level));
    for (const level of ['focused', 'focused', 'visible', 'focused', 'background', 'visible', 'background'] as const) {
      mine.set(level);
    }
    assert.deepEqual(risen, ['focused', 'visible', 'visible']);
    other.set('visible');
    mine.set('focused');
    assert.deepEqual(risen, ['focused', 'visible', 'visible'], 'somebody else was better already');
  });

  it('counts this window only while the store fails', () => {
    const store = file();
    const fail = (): never => {
      throw new Error('busy');
    };
    Object.assign(store.presence, { note: fail, best: fail });
    const mine = eyes(store);
    const risen: PresenceLevel[] = [];
    mine.onDidRise((level) => risen.push(level));
    assert.equal(mine.best(), 'background');
    mine.set('focused');
    assert.deepEqual([mine.best(), risen], ['focused', ['focused']]);
    assert.ok(world.sandbox.log.lines.some((line) => line.includes('busy')));
  });
});
