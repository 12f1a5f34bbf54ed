import assert from 'node:assert/strict';
import type { StoreChange, TaskRepository } from '../../../src/tasks/taskRepository';
import type { TrackedTask } from '../../../src/tasks/trackedTask';
import { answer, claimAll, newTask, Sandbox, settlement, start } from '../sandbox';

const minute = 60_000;

describe('createTaskStore: presence', () => {
  let box: Sandbox;
  let one: TaskRepository;
  let two: TaskRepository;
  beforeEach(() => {
    box = new Sandbox();
    one = box.window('one');
    two = box.window('two');
  });
  afterEach(() => {
    box.end();
  });

  it('is the best that any window says', () => {
    assert.equal(one.presence(start), 'background');
    two.notePresence('focused', start, start + minute);
    assert.equal(one.presence(start), 'focused');
    one.notePresence('visible', start, start + minute);
    assert.deepEqual([one.presence(start), two.presence(start)], ['visible', 'visible']);
    one.notePresence('background', start, start + minute);
    assert.deepEqual([one.presence(start), two.presence(start)], ['focused', 'focused']);
  });

  it('of a window that says nothing any more ends at its time', () => {
    two.notePresence('visible', start, start + minute);
    assert.equal(one.presence(start + minute - 1), 'visible');
    assert.equal(one.presence(start + minute), 'background');
  });

  it('leaves nothing in the file of windows that are done, nor of times to come before the clock was set back', () => {
    const file = box.database();
    const windows = (): readonly string[] =>
      file
        .query<{ window: string }>('SELECT window FROM presence ORDER BY window')
        .all()
        .map(({ window }) => window);
    two.notePresence('visible', start, start + minute);
    one.notePresence('focused', start + 2 * minute, start + 3 * minute);
    assert.deepEqual(windows(), ['one']);
    const earlier = start - 10 * minute;
    two.notePresence('focused', earlier, earlier + minute);
    assert.deepEqual(windows(), ['two']);
    two.notePresence('background', earlier, earlier + minute);
    assert.deepEqual(windows(), []);
  });

  describe('brings a poll forward', () => {
    let task: TrackedTask;
    let changes: StoreChange[];
    const now = start + 1_000;
    const get = (): TrackedTask => one.get({ connection: 'works', id: 'a' })!;
    const settle = (at: number, more: Parameters<typeof answer>[0] = {}): void => {
      one.settle([settlement(claimAll(one, at)[0]!, answer(more), at)]);
    };
    beforeEach(() => {
      one.track([newTask('a')], start);
      settle(start);
      task = get();
      changes = [];
      two.onDidChange((change) => changes.push(change));
    });

    it('so that any window can take it then, and tells nobody', () => {
      assert.equal(two.moveEarlier([{ ...task, nextPollAt: now }]), true);
      assert.equal(get().nextPollAt, now);
      assert.equal(one.nextDueAt(['works']), now);
      assert.deepEqual(changes, []);
      assert.equal(claimAll(one, now).length, 1);
    });

    it('but never puts one off', () => {
      assert.equal(two.moveEarlier([{ ...task, nextPollAt: task.nextPollAt! + 1 }]), false);
      assert.deepEqual(get(), task);
    });

    it('of a task that is being asked for when that is given back', () => {
      const due = task.nextPollAt!;
      const claims = claimAll(one, due);
      assert.equal(claims.length, 1);
      assert.equal(two.moveEarlier([{ ...task, nextPollAt: now }]), true);
      assert.ok(one.nextDueAt(['works'])! > due, 'the claim lasts');
      one.release(claims);
      assert.equal(one.nextDueAt(['works']), now);
    });

    it('but not of a task that was answered for meanwhile, that has failed or that is gone', () => {
      const early = [{ ...task, nextPollAt: now }];
      settle(task.nextPollAt!);
      assert.equal(two.moveEarlier(early), false, 'answered for');
      const [claim] = claimAll(one, get().nextPollAt!);
      const stale = { since: start, failure: { kind: 'offline' } } as const;
      one.settle([{ claim: claim!, task: { ...get(), stale, failures: 1, nextPollAt: start + 10 * minute } }]);
      assert.equal(two.moveEarlier([{ ...get(), nextPollAt: now }]), false, 'failed');
      one.remove([task]);
      assert.equal(two.moveEarlier(early), false, 'gone');
    });
  });
});
