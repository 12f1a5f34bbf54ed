import assert from 'node:assert/strict';
import { answer, claimAll, newTask, Sandbox, settlement, start } from './sandbox';

describe('createMemoryStore', () => {
  let box: Sandbox;
  beforeEach(() => {
    box = new Sandbox();
  });
  afterEach(() => {
    box.end();
  });

  it('tracks, asks, removes and restores like a store with a file', () => {
    const store = box.memory();
    const told: boolean[] = [];
    store.onDidChange(({ listsChanged }) => told.push(listsChanged));
    store.track([newTask('a')], start);
    const transition = { from: 'running', to: 'failed', at: start } as const;
    store.settle([settlement(claimAll(store, start)[0]!, answer({ state: 'failed' }), start, { transition })]);
    assert.equal(store.claimNotices(start, start + 1, 5).length, 1);
    const removed = store.removeEnded(100);
    assert.deepEqual(store.counts(), []);
    store.restore(removed);
    assert.equal(store.get({ connection: 'works', id: 'a' })?.state, 'failed');
    assert.deepEqual(told, [true, true, true, true]);
  });

  it('shares nothing with another one', () => {
    box.memory().track([newTask('a')], start);
    assert.deepEqual(box.memory().counts(), []);
  });
});
