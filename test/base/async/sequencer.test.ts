import assert from 'node:assert/strict';
import { Sequencer, SequencerByKey } from '../../../src/base/async/sequencer';
import { settled } from '../../support/manualClock';

/** Tasks that end when the test says so; notes which have begun. */
function createTasks() {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  return {
    begun,
    task: (name: string) => (): Promise<string> => {
      begun.push(name);
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return end.promise;
    },
    succeed: async (name: string): Promise<void> => {
      ends.get(name)?.resolve(`result of ${name}`);
      await settled();
    },
    fail: async (name: string): Promise<void> => {
      ends.get(name)?.reject(new Error(`error of ${name}`));
      await settled();
    },
  };
}

describe('Sequencer', () => {
  it('runs one task after another and hands back what each gave', async () => {
    const sequencer = new Sequencer();
    const { begun, task, succeed } = createTasks();
    const results = Promise.all([sequencer.queue(task('a')), sequencer.queue(task('b'))]);
    await settled();
    assert.deepEqual(begun, ['a']);
    await succeed('a');
    assert.deepEqual(begun, ['a', 'b']);
    await succeed('b');
    assert.deepEqual(await results, ['result of a', 'result of b']);
  });

  it('goes on after a task that failed, and only its caller hears of that', async () => {
    const sequencer = new Sequencer();
    const { begun, task, succeed, fail } = createTasks();
    const failed = assert.rejects(sequencer.queue(task('a')), /error of a/);
    const thrown = assert.rejects(
      sequencer.queue(() => {
        throw new Error('before it began');
      }),
      /before it began/,
    );
    const last = sequencer.queue(task('b'));
    await settled();
    await fail('a');
    await Promise.all([failed, thrown]);
    assert.deepEqual(begun, ['a', 'b']);
    await succeed('b');
    assert.equal(await last, 'result of b');
  });
});

describe('SequencerByKey', () => {
  it('runs tasks of one key in order, and of different keys side by side', async () => {
    const sequencer = new SequencerByKey<string>();
    const { begun, task, succeed, fail } = createTasks();
    const failed = assert.rejects(sequencer.queue('x', task('x1')));
    const results = Promise.all([sequencer.queue('x', task('x2')), sequencer.queue('y', task('y1'))]);
    await settled();
    assert.deepEqual(begun, ['x1', 'y1']);
    await fail('x1');
    await failed;
    assert.deepEqual(begun, ['x1', 'y1', 'x2']);
    await succeed('x2');
    await succeed('y1');
    assert.deepEqual(await results, ['result of x2', 'result of y1']);
  });

  it('begins anew with a key whose tasks have all ended', async () => {
    const sequencer = new SequencerByKey<string>();
    const { begun, task, succeed } = createTasks();
    const first = sequencer.queue('x', task('x1'));
    await settled();
    await succeed('x1');
    await first;
    const last = [sequencer.queue('x', task('x2')), sequencer.queue('x', task('x3'))];
    await settled();
    assert.deepEqual(begun, ['x1', 'x2']);
    await succeed('x2');
    await succeed('x3');
    await Promise.all(last);
    assert.deepEqual(begun, ['x1', 'x2', 'x3']);
  });
});
