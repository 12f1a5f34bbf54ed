import assert from 'node:assert/strict';
import type { TaskRepository } from '../../../src/tasks/taskRepository';
import { answer, claimAll, newTask, Sandbox, settlement, start } from '../sandbox';

describe('createTaskStore: counts', () => {
  let box: Sandbox;
  let mine: TaskRepository;
  let other: TaskRepository;
  beforeEach(() => {
    box = new Sandbox();
    mine = box.window('mine');
    other = box.window('other');
  });
  afterEach(() => {
    box.end();
  });
  const counts = (): Record<string, number> =>
    Object.fromEntries(mine.counts().map(({ state, count }) => [state, count]));

  it('is right at once after every kind of change, in whichever window', () => {
    assert.deepEqual(counts(), {});
    mine.track([newTask('a'), newTask('b')], start);
    assert.deepEqual(counts(), { unknown: 2 });
    other.track([newTask('c')], start);
    assert.deepEqual(counts(), { unknown: 3 });
    const claims = claimAll(other, start);
    other.settle(claims.map((claim) => settlement(claim, answer({ state: 'succeeded' }), start)));
    assert.deepEqual(counts(), { succeeded: 3 });
    const removed = other.remove([{ connection: 'works', id: 'a' }]);
    assert.deepEqual(counts(), { succeeded: 2 });
    other.restore(removed);
    assert.deepEqual(counts(), { succeeded: 3 });
    other.removeEnded(100);
    assert.deepEqual(counts(), {});
  });
});
