import assert from 'node:assert/strict';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('createTaskStore: notices', () => {
  const box = useSandbox();
  let one: Store;
  let other: Store;
  beforeEach(() => {
    one = box.window('one');
    other = box.window('other');
    one.tasks.track(
      ['a', 'b', 'c'].map((id) => newTask(id)),
      start,
    );
    one.queue.settle(
      claimAll(one, start).map((claim, index) =>
        settlement(claim, snapshotOf({ state: 'failed' }), start, {
          transition: { from: 'running', to: 'failed', at: start + index },
        }),
      ),
    );
  });
  const ids = (notices: readonly { task: { id: string } }[]): readonly string[] => notices.map(({ task }) => task.id);

  it('returns a change with the task as it is now', () => {
    one.tasks.rename({ connection: 'works', id: 'a' }, 'Board');
    const [notice] = other.outbox.claim(start, start + 10, 1);
    assert.deepEqual(notice, {
      sequence: notice?.sequence,
      task: other.tasks.get({ connection: 'works', id: 'a' }),
      from: 'running',
      to: 'failed',
      at: start,
    });
    assert.equal(notice.task.name, 'Board');
  });

  it('hands each out to one window, the oldest first', () => {
    assert.deepEqual(ids(one.outbox.claim(start, start + 10, 2)), ['a', 'b']);
    assert.deepEqual(ids(other.outbox.claim(start, start + 10, 2)), ['c']);
    assert.deepEqual(ids(one.outbox.claim(start, start + 10, 2)), []);
  });

  it('hands those of a killed window out again', () => {
    const [shown] = one.outbox.claim(start, start + 10, 2);
    one.outbox.settle([shown!.sequence]);
    one.dispose();
    assert.deepEqual(ids(other.outbox.claim(start + 9, start + 20, 9)), ['c']);
    assert.deepEqual(ids(other.outbox.claim(start + 10, start + 20, 9)), ['b']);
  });

  it('never hands out what was shown', () => {
    one.outbox.settle(one.outbox.claim(start, start + 10, 9).map(({ sequence }) => sequence));
    assert.deepEqual(other.outbox.claim(start + 100, start + 200, 9), []);
  });

  it('drops those of removed tasks', () => {
    other.tasks.restore(other.tasks.remove([{ connection: 'works', id: 'b' }]));
    other.tasks.remove([{ connection: 'works', id: 'a' }]);
    assert.deepEqual(ids(one.outbox.claim(start, start + 10, 9)), ['c']);
  });
});
