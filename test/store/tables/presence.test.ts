import assert from 'node:assert/strict';
import type { StoreChange, Store } from '../../../src/tasks/ports/store';
import type { TrackedTask } from '../../../src/tasks/trackedTask';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

const minute = 60_000;

describe('createTaskStore: presence', () => {
  const box = useSandbox();
  let one: Store;
  let two: Store;
  beforeEach(() => {
    one = box.window('one');
    two = box.window('two');
  });

  it('is the best level that any window notes', () => {
    assert.equal(one.presence.best(start), 'background');
    two.presence.note('focused', start, start + minute);
    assert.equal(one.presence.best(start), 'focused');
    one.presence.note('visible', start, start + minute);
    assert.deepEqual([one.presence.best(start), two.presence.best(start)], ['visible', 'visible']);
    one.presence.note('background', start, start + minute);
    assert.deepEqual([one.presence.best(start), two.presence.best(start)], ['focused', 'focused']);
  });

  it('expires for a window that notes nothing any more', () => {
    two.presence.note('visible', start, start + minute);
    assert.equal(one.presence.best(start + minute - 1), 'visible');
    assert.equal(one.presence.best(start + minute), 'background');
  });

  it('deletes the rows of expired windows, and rows of the future after the clock was set back', () => {
    const file = box.database();
    const windows = (): readonly string[] =>
      file
        .query<{ window: string }>('SELECT window FROM presence ORDER BY window')
        .all()
        .map(({ window }) => window);
    two.presence.note('visible', start, start + minute);
    one.presence.note('focused', start + 2 * minute, start + 3 * minute);
    assert.deepEqual(windows(), ['one']);
    const earlier = start - 10 * minute;
    two.presence.note('focused', earlier, earlier + minute);
    assert.deepEqual(windows(), ['two']);
    two.presence.note('background', earlier, earlier + minute);
    assert.deepEqual(windows(), []);
  });

  describe('moveEarlier', () => {
    let task: TrackedTask;
    let changes: StoreChange[];
    const now = start + 1_000;
    const get = (): TrackedTask => one.tasks.get({ connection: 'works', id: 'a' })!;
    const settle = (at: number, more: Parameters<typeof snapshotOf>[0] = {}): void => {
      one.queue.settle([settlement(claimAll(one, at)[0]!, snapshotOf(more), at)]);
    };
    beforeEach(() => {
      one.tasks.track([newTask('a')], start);
      settle(start);
      task = get();
      changes = [];
      two.onDidChange((change) => changes.push(change));
    });

    it('makes a poll due earlier in every window, and fires no event', () => {
      assert.equal(two.queue.moveEarlier([{ ...task, nextPollAt: now }]), true);
      assert.equal(get().nextPollAt, now);
      assert.equal(one.queue.nextDueAt(['works']), now);
      assert.deepEqual(changes, []);
      assert.equal(claimAll(one, now).length, 1);
    });

    it('never delays a poll', () => {
      assert.equal(two.queue.moveEarlier([{ ...task, nextPollAt: task.nextPollAt! + 1 }]), false);
      assert.deepEqual(get(), task);
    });

    it('takes effect on a claimed task when its claim is released', () => {
      const due = task.nextPollAt!;
      const claims = claimAll(one, due);
      assert.equal(claims.length, 1);
      assert.equal(two.queue.moveEarlier([{ ...task, nextPollAt: now }]), true);
      assert.ok(one.queue.nextDueAt(['works'])! > due, 'the claim lasts');
      one.queue.release(claims);
      assert.equal(one.queue.nextDueAt(['works']), now);
    });

    it('does not change a task that has a newer response, has failed or is removed', () => {
      const early = [{ ...task, nextPollAt: now }];
      settle(task.nextPollAt!);
      assert.equal(two.queue.moveEarlier(early), false, 'newer response');
      const [claim] = claimAll(one, get().nextPollAt!);
      const stale = { since: start, failure: { kind: 'offline' } } as const;
      one.queue.settle([{ claim: claim!, task: { ...get(), stale, failures: 1, nextPollAt: start + 10 * minute } }]);
      assert.equal(two.queue.moveEarlier([{ ...get(), nextPollAt: now }]), false, 'failed');
      one.tasks.remove([task]);
      assert.equal(two.queue.moveEarlier(early), false, 'gone');
    });
  });
});
