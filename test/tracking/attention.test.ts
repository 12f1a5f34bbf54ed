import assert from 'node:assert/strict';
import type { Attention } from '../../src/tasks/attention';
import type { TaskRepository } from '../../src/tasks/taskRepository';
import { SharedAttention } from '../../src/tracking/attention';
import { someTasks, World, type TestWindow } from './world';

const minute = 60_000;

describe('SharedAttention', () => {
  let world: World;
  let count: number;
  beforeEach(() => {
    world = new World();
    count = 0;
  });
  afterEach(() => {
    world.end();
  });
  const file = (): TaskRepository => world.sandbox.window(`window ${++count}`);
  const eyes = (store = file()): SharedAttention => new SharedAttention(store, world.clock, world.sandbox.log);
  /** A window where the user's eyes are as said. It asks only when told to, so that the test says who wins each claim. */
  const open = async (level: Attention, asks: boolean): Promise<TestWindow> => {
    const store = file();
    const attention = eyes(store);
    attention.set(level);
    const limits = { minInterval: 5_000, maxInterval: 10 * minute };
    const options = { store, limits, attention: () => attention.best() };
    return asks ? world.start(options) : world.open(options);
  };
  /** How many questions a task takes in half an hour. */
  const questions = async (windows: readonly (readonly [Attention, boolean])[]): Promise<number> => {
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
    const alone = await questions([['watched', true]]);
    const unseen = await questions([['away', true]]);
    assert.ok(alone > 2 * unseen, `${alone} and ${unseen} questions`);
    const both = await questions([
      ['watched', true],
      ['away', true],
    ]);
    const byOther = await questions([
      ['watched', false],
      ['away', true],
      ['away', true],
      ['away', true],
    ]);
    for (const asked of [both, byOther]) {
      assert.ok(Math.abs(asked - alone) <= 0.1 * alone, `${asked} questions instead of ${alone}`);
    }
  });

  it('lasts as long as the user looks, and ends when they look away or close the window', async () => {
    const [mine, other] = [eyes(), eyes()];
    mine.set('watched');
    await world.run(10 * minute);
    assert.equal(other.best(), 'watched');
    mine.set('focused');
    assert.equal(other.best(), 'focused');
    mine.set('away');
    assert.equal(other.best(), 'away');
    mine.set('focused');
    mine.dispose();
    assert.equal(other.best(), 'away');
    await world.run(minute);
    assert.equal(other.best(), 'away', 'nothing is renewed after the end');
  });

  it('of a killed window ends within a minute and a half', async () => {
    const other = eyes();
    const store = file();
    let isKilled = false;
    const note = store.noteAttention.bind(store);
    Object.assign(store, {
      noteAttention: (...said: Parameters<typeof note>): void => {
        if (!isKilled) {
          note(...said);
        }
      },
    });
    eyes(store).set('watched');
    await world.run(10 * minute);
    isKilled = true;
    await world.run(40_000);
    assert.equal(other.best(), 'watched');
    await world.run(50_000);
    assert.equal(other.best(), 'away');
  });

  it('tells of what became better by this window alone', () => {
    const [mine, other] = [eyes(), eyes()];
    const risen: Attention[] = [];
    mine.onDidRise((level) => risen.push(level));
    for (const level of ['focused', 'focused', 'watched', 'focused', 'away', 'watched', 'away'] as const) {
      mine.set(level);
    }
    assert.deepEqual(risen, ['focused', 'watched', 'watched']);
    other.set('watched');
    mine.set('focused');
    assert.deepEqual(risen, ['focused', 'watched', 'watched'], 'somebody else was better already');
  });

  it('counts this window only while the store fails', () => {
    const store = file();
    const fail = (): never => {
      throw new Error('busy');
    };
    Object.assign(store, { noteAttention: fail, attention: fail });
    const mine = eyes(store);
    const risen: Attention[] = [];
    mine.onDidRise((level) => risen.push(level));
    assert.equal(mine.best(), 'away');
    mine.set('focused');
    assert.deepEqual([mine.best(), risen], ['focused', ['focused']]);
    assert.ok(world.sandbox.log.lines.some((line) => line.includes('busy')));
  });
});
