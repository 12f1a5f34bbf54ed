import assert from 'node:assert/strict';
import { claimAll, newTask, settlement, start, useSandbox } from './sandbox';
import { snapshotOf } from '../tasks/trackedTasks';

describe('createMemoryStore', () => {
  const box = useSandbox();

  it('tracks, claims, removes and restores like a store with a file', () => {
    const store = box.memory();
    const listsChanges: boolean[] = [];
    store.onDidChange(({ listsChanged }) => listsChanges.push(listsChanged));
    store.tasks.track([newTask('a')], start);
    const transition = { from: 'running', to: 'failed', at: start } as const;
    store.queue.settle([
      settlement(claimAll(store, start)[0]!, snapshotOf({ state: 'failed' }), start, { transition }),
    ]);
    assert.equal(store.outbox.claim(start, start + 1, 5).length, 1);
    const removed = store.tasks.removeEnded({ limit: 100 });
    assert.deepEqual(store.tasks.counts(), []);
    store.tasks.restore(removed);
    assert.equal(store.tasks.get({ connection: 'works', id: 'a' })?.state, 'failed');
    assert.deepEqual(listsChanges, [true, true, true, true]);
  });

  it('shares nothing with another one', () => {
    box.memory().tasks.track([newTask('a')], start);
    assert.deepEqual(box.memory().tasks.counts(), []);
  });
});
