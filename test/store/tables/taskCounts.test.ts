import assert from 'node:assert/strict';
import type { Store } from '../../../src/tasks/ports/store';
import type { TaskState } from '../../../src/tasks/task';
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
    other.tasks.removeEnded({ limit: 100 });
    assert.deepEqual(counts(), {});
  });

  describe('of failures that nobody has seen', () => {
    /** Tracks tasks that end like this, before the user's eyes or before they were tracked. */
    const end = (to: TaskState, count = 1, isNews = true): void => {
      const ids = Array.from({ length: count }, (_, index) => newTask(`${to} ${index} ${String(isNews)}`));
      mine.tasks.track(ids, start);
      const transition = isNews ? { transition: { from: 'running', to, at: start } as const } : {};
      mine.queue.settle(
        claimAll(mine, start).map((claim) => settlement(claim, snapshotOf({ state: to }), start, transition)),
      );
    };
    const unseen = ({ tasks }: Store): number => tasks.counts().reduce((sum, each) => sum + each.unseen, 0);
    const named = ({ tasks }: Store): readonly string[] =>
      tasks.page({ isUnseen: true, order: 'activity', limit: 1_000 }).map(({ id }) => id);

    it('are failed and partly failed tasks, not those that had failed before they were tracked', () => {
      end('failed');
      end('partial');
      end('succeeded');
      end('cancelled');
      end('failed', 1, false);
      assert.deepEqual([...named(mine)].sort(), ['failed 0 true', 'partial 0 true']);
      assert.equal(unseen(mine), 2);
    });

    it('are none of muted tasks, whether they were muted before or after they failed', () => {
      const ref = { connection: 'works', id: 'failed 0 true' };
      mine.tasks.track([newTask(ref.id)], start);
      mine.tasks.mark([ref], { isMuted: true });
      end('failed');
      assert.equal(unseen(other), 0);
      mine.tasks.mark([ref], { isMuted: false });
      end('partial');
      assert.equal(unseen(other), 1);
      mine.tasks.mark([{ ...ref, id: 'partial 0 true' }], { isMuted: true });
      assert.equal(unseen(other), 0);
    });

    it('E16: are seen in every window, whichever the user looked at, and whatever its clock says', () => {
      end('failed');
      assert.equal(unseen(other), 1);
      box.clock.jump(-60 * 60_000);
      other.tasks.markSeen();
      assert.deepEqual([unseen(mine), unseen(other), named(mine)], [0, 0, []]);
      box.clock.jump(2 * 60 * 60_000);
      mine.tasks.markSeen();
      box.clock.jump(-2 * 60 * 60_000);
      end('partial');
      assert.deepEqual([unseen(mine), unseen(other)], [1, 1]);
    });

    it('E16: are counted, however many there are', () => {
      end('failed', 502);
      assert.equal(unseen(mine), 502);
      assert.equal(named(mine).length, 502);
    });

    it('tell the views of a window when they were seen, once', () => {
      end('failed');
      const told: unknown[] = [];
      mine.onDidChange(({ tasks }) => told.push(...tasks));
      mine.tasks.markSeen();
      mine.tasks.markSeen();
      assert.deepEqual(told, [{ connection: 'works', id: 'failed 0 true' }]);
    });

    it('stay unseen when they are removed and come back', () => {
      end('failed');
      const removed = mine.tasks.removeEnded({ limit: 10 });
      assert.equal(unseen(mine), 0);
      mine.tasks.restore(removed);
      assert.equal(unseen(mine), 1);
    });
  });
});
