import assert from 'node:assert/strict';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('createTaskStore: counts', () => {
  const box = useSandbox();
  let mine: Store;
  let other: Store;
  beforeEach(() => {
    mine = box.window('mine');
    other = box.window('other');
  });
  const counts = (): Record<string, number> =>
    Object.fromEntries(mine.tasks.counts().map(({ state, count }) => [state, count]));

  it('are right at once after every kind of change in any window', () => {
    assert.deepEqual(counts(), {});
    mine.tasks.track([newTask('a'), newTask('b')], start);
    assert.deepEqual(counts(), { unknown: 2 });
    other.tasks.track([newTask('c')], start);
    assert.deepEqual(counts(), { unknown: 3 });
    const claims = claimAll(other, start);
    other.queue.settle(claims.map((claim) => settlement(claim, snapshotOf({ state: 'succeeded' }), start)));
    assert.deepEqual(counts(), { succeeded: 3 });
    const removed = other.tasks.remove([{ connection: 'works', id: 'a' }]);
    assert.deepEqual(counts(), { succeeded: 2 });
    other.tasks.restore(removed);
    assert.deepEqual(counts(), { succeeded: 3 });
    other.tasks.removeEnded(100);
    assert.deepEqual(counts(), {});
  });
});
