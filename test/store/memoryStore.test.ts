import assert from 'node:assert/strict';
import { answer, claimAll, newTask, settlement, start, useSandbox } from './sandbox';

describe('createMemoryStore', () => {
  const box = useSandbox();

  it('tracks, asks, removes and restores like a store with a file', () => {
    const store = box.memory();
    const told: boolean[] = [];
    store.onDidChange(({ listsChanged }) => told.push(listsChanged));
    store.tasks.track([newTask('a')], start);
    const transition = { from: 'running', to: 'failed', at: start } as const;
    store.queue.settle([settlement(claimAll(store, start)[0]!, answer({ state: 'failed' }), start, { transition })]);
    assert.equal(store.outbox.claim(start, start + 1, 5).length, 1);
    const removed = store.tasks.removeEnded(100);
    assert.deepEqual(store.tasks.counts(), []);
    store.tasks.restore(removed);
    assert.equal(store.tasks.get({ connection: 'works', id: 'a' })?.state, 'failed');
    assert.deepEqual(told, [true, true, true, true]);
  });

  it('shares nothing with another one', () => {
    box.memory().tasks.track([newTask('a')], start);
    assert.deepEqual(box.memory().tasks.counts(), []);
  });
});
