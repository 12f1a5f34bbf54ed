import assert from 'node:assert/strict';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('createTaskStore: removal', () => {
  const box = useSandbox();
  let store: Store;
  const ref = (id: string, connection = 'works'): { connection: string; id: string } => ({ connection, id });
  const items = [{ state: 'failed', source: 'a.edif', reason: 'too big' }] as const;
  beforeEach(() => {
    store = box.window();
    store.tasks.track(
      [newTask('running', { name: 'Board' }), newTask('ended'), newTask('other', { connection: 'shop' })],
      start,
    );
    store.queue.settle(
      claimAll(store, start).map((claim) =>
        settlement(
          claim,
          snapshotOf({ state: claim.task.id === 'ended' ? 'partial' : 'running', percent: 40, items }),
          start,
          {
            sample: { at: start, percent: 40 },
          },
        ),
      ),
    );
    box.clock.advance(5);
  });
  const ids = (): readonly string[] => store.tasks.page({ order: 'name', limit: 10 }).map(({ id }) => id);

  it('removes tasks and all that belongs to them', () => {
    const removed = store.tasks.remove([ref('ended'), ref('never tracked'), ref('ended')]);
    assert.deepEqual(
      removed.tasks.map(({ id }) => id),
      ['ended'],
    );
    assert.equal(store.tasks.get(ref('ended')), undefined);
    assert.equal(store.tasks.snapshot(ref('ended')), undefined);
    assert.deepEqual(store.tasks.items(ref('ended'), 0, 10), []);
    assert.deepEqual(store.tasks.samples(ref('ended')), []);
    assert.deepEqual(ids(), ['running', 'other']);
  });

  it('removes every task of a connection', () => {
    assert.equal(store.tasks.removeOf('works').tasks.length, 2);
    assert.deepEqual(ids(), ['other']);
  });

  it('removes every task that has ended', () => {
    assert.equal(store.tasks.removeEnded({ limit: 0 }).tasks.length, 0);
    assert.equal(store.tasks.removeEnded({ limit: 100 }).tasks.length, 1);
    assert.deepEqual(ids(), ['running', 'other']);
  });

  it('removes ended tasks of some connections, or older than a time, but none that is pinned', () => {
    const ended = { limit: 100 };
    assert.equal(store.tasks.removeEnded({ ...ended, connections: ['shop', 'nobody'] }).tasks.length, 0);
    assert.equal(store.tasks.removeEnded({ ...ended, before: start }).tasks.length, 0);
    store.tasks.mark([ref('ended')], { isPinned: true });
    assert.equal(store.tasks.removeEnded(ended).tasks.length, 0);
    store.tasks.mark([ref('ended')], { isPinned: false });
    const removed = store.tasks.removeEnded({ ...ended, connections: ['works'], before: start + 1 });
    assert.equal(removed.tasks.length, 1);
    store.tasks.restore(removed);
    assert.equal(store.tasks.remove([ref('ended')]).tasks.length, 1);
  });

  it('keeps the marks of a task that comes back', () => {
    store.tasks.mark([ref('ended')], { isPinned: true, isMuted: true });
    store.tasks.restore(store.tasks.remove([ref('ended')]));
    const { isPinned, isMuted } = store.tasks.get(ref('ended')) ?? {};
    assert.deepEqual([isPinned, isMuted], [true, true]);
  });

  it('restores everything, and makes due what has not ended', () => {
    const before = ['running', 'ended'].map((id) => store.tasks.get(ref(id)));
    const snapshot = store.tasks.snapshot(ref('running'));
    const removed = store.tasks.removeOf('works');
    assert.deepEqual(removed.tasks, before);
    store.tasks.restore(removed);
    assert.deepEqual(store.tasks.get(ref('running')), { ...before[0], nextPollAt: start + 5 });
    assert.deepEqual(store.tasks.get(ref('ended')), before[1]);
    assert.deepEqual(store.tasks.snapshot(ref('running')), snapshot);
    assert.deepEqual(store.tasks.items(ref('ended'), 0, 10), items);
    assert.deepEqual(store.tasks.samples(ref('ended')), [{ at: start, percent: 40 }]);
    assert.deepEqual(
      store.queue
        .claim({ connections: [{ id: 'works', credentialVersion: 4 }], now: start + 5, until: start + 6, limit: 5 })
        .map(({ task }) => task.name),
      ['Board'],
    );
  });

  it('restores the rejection, the pause and the backoff of a connection', () => {
    const nothing = { connection: 'works', credentialVersion: 0 };
    const rejection = { kind: 'unauthorised' } as const;
    store.connections.rejectCredentials('works', 4, rejection, start);
    store.connections.backOff('works', { until: start + 9_000, failure: { kind: 'throttled' } });
    store.connections.pausePolling(['works'], start + 1);
    const before = store.connections.state('works');
    const removed = store.tasks.removeOf('works');
    assert.deepEqual(
      store.connections.state('works'),
      nothing,
      'a new connection with the same ID starts from nothing',
    );
    const changed: string[] = [];
    box.window('other').onDidChange(({ connections }) => changed.push(...connections));
    // The credentials come back first.
    store.connections.publishCredentials('works', 4, start + 2);
    store.tasks.restore(removed);
    assert.deepEqual(before, {
      ...nothing,
      credentialVersion: 4,
      credentialsRejected: { since: start, failure: rejection },
      pollingPausedSince: start + 1,
      backoff: { until: start + 9_000, failures: 1, failure: { kind: 'throttled' } },
    });
    assert.deepEqual(store.connections.state('works'), before);
    box.clock.advance(1_000);
    assert.deepEqual(changed, ['works']);
  });

  it('does not restore the rejection of older credentials', () => {
    store.connections.rejectCredentials('works', 4, { kind: 'unauthorised' }, start);
    const removed = store.tasks.removeOf('works');
    store.connections.publishCredentials('works', 5, start + 2);
    store.tasks.restore(removed);
    assert.deepEqual(store.connections.state('works'), { connection: 'works', credentialVersion: 5 });
  });

  it('restores once, and not over a task that was tracked anew', () => {
    const removed = store.tasks.removeOf('works');
    store.tasks.track([newTask('ended', { name: 'anew' })], start + 9);
    store.tasks.restore(removed);
    store.tasks.restore(removed);
    assert.equal(store.tasks.get(ref('ended'))?.name, 'anew');
    assert.equal(store.tasks.get(ref('ended'))?.progress, undefined);
    assert.equal(store.tasks.get(ref('running'))?.name, 'Board');
    assert.equal(store.tasks.snapshot(ref('ended')), undefined);
  });

  it('starts from nothing when a removed task is tracked anew', () => {
    store.tasks.remove([ref('ended')]);
    const [task] = store.tasks.track([newTask('ended')], start + 9);
    assert.equal(task?.state, 'unknown');
    assert.equal(store.tasks.snapshot(ref('ended')), undefined);
    assert.deepEqual(store.tasks.samples(ref('ended')), []);
  });

  it('ignores a removal by another store', () => {
    store.tasks.restore({ tasks: [], backup: { from: 'elsewhere' } });
    assert.equal(ids().length, 3);
  });

  it('purges removed tasks after a day, a few at a time', () => {
    const database = box.database();
    const rows = (): number =>
      ['removed_tasks', 'responses', 'item_pages', 'samples', 'transitions']
        .map((table) => database.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0)
        .reduce((sum, n) => sum + n, 0);
    store.tasks.removeOf('works');
    assert.equal(rows(), 10);
    box.clock.advance(23 * 3_600_000);
    assert.equal(store.tasks.purge(1), 0);
    assert.equal(rows(), 10);
    box.clock.advance(2 * 3_600_000);
    assert.equal(store.tasks.purge(1), 1);
    assert.equal(rows(), 5);
    assert.equal(store.tasks.purge(5), 1);
    assert.equal(rows(), 0);
    assert.deepEqual(ids(), ['other']);
  });
});
