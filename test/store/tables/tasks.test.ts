import assert from 'node:assert/strict';
import type { Store } from '../../../src/tasks/ports/store';
import type { TaskMatch, TaskQuery } from '../../../src/tasks/ports/taskReader';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('createTaskStore: the list', () => {
  const box = useSandbox();
  let store: Store;
  beforeEach(() => {
    store = box.window();
  });
  const ids = (query: Partial<TaskQuery> = {}): readonly string[] =>
    store.tasks.page({ order: 'activity', limit: 100, ...query }).map(({ id }) => id);
  const ref = (id: string): { connection: string; id: string } => ({ connection: 'works', id });

  it('tracks a task as unknown and due at once', () => {
    assert.deepEqual(store.tasks.track([newTask('a')], start), [
      {
        connection: 'works',
        provider: 'huawei-dsc',
        id: 'a',
        name: 'a',
        state: 'unknown',
        itemCount: 0,
        trackedAt: start,
        changedAt: start,
        nextPollAt: start,
        failures: 0,
      },
    ]);
    assert.equal(store.tasks.snapshot(ref('a')), undefined);
    assert.deepEqual(store.tasks.items(ref('a'), 0, 10), []);
    assert.deepEqual(store.tasks.samples(ref('a')), []);
  });

  it('pages through refs as through tasks', () => {
    store.tasks.track([newTask('a'), newTask('b'), newTask('c')], start);
    for (const offset of [0, 2, 3]) {
      const query = { connection: 'works', order: 'activity', offset, limit: 2 } as const;
      const expected = store.tasks.page(query).map(({ id, provider }) => ({ ...ref(id), provider }));
      assert.deepEqual(
        store.tasks.pageRefs(query).map((each) => ({ ...each })),
        expected,
      );
    }
  });

  it('tracks a task once, and takes a new name for it', () => {
    store.tasks.track([newTask('a', { name: 'Board' })], start);
    assert.equal(store.tasks.track([newTask('a')], start + 1)[0]?.name, 'Board');
    const [again] = store.tasks.track([newTask('a', { name: 'Board 2' })], start + 2);
    assert.equal(again?.name, 'Board 2');
    assert.equal(again.trackedAt, start);
    assert.deepEqual(ids(), ['a']);
  });

  it('keeps ids apart that differ past 2^53, and by connection', () => {
    const big = ['9007199254740993', '9007199254740992'];
    store.tasks.track(
      big.flatMap((id) => [newTask(id), newTask(id, { connection: 'shop' })]),
      start,
    );
    assert.equal(ids().length, 4);
    assert.equal(store.tasks.get({ connection: 'shop', id: big[0]! })?.id, big[0]);
  });

  it('prefers the user’s name for a task, then the service’s name, then the ID', () => {
    store.tasks.track([newTask('a')], start);
    const name = (): string | undefined => store.tasks.get(ref('a'))?.name;
    const [claim] = claimAll(store, start);
    const settled = settlement(claim!, snapshotOf(), start);
    store.queue.settle([{ ...settled, task: { ...settled.task, name: 'from the service' } }]);
    assert.equal(name(), 'from the service');
    store.tasks.rename(ref('a'), ' mine ');
    assert.equal(name(), 'mine');
    const [next] = claimAll(store, start + 60_000);
    store.queue.settle([settlement(next!, snapshotOf(), start + 60_000)]);
    assert.equal(name(), 'mine');
    store.tasks.rename(ref('a'), '');
    assert.equal(name(), 'from the service');
  });

  it('keeps the name that the user gives while the task is polled', () => {
    store.tasks.track([newTask('a')], start);
    const [claim] = claimAll(store, start);
    store.tasks.rename(ref('a'), 'mine');
    store.queue.settle([settlement(claim!, snapshotOf(), start)]);
    assert.equal(store.tasks.get(ref('a'))?.name, 'mine');
  });

  it('lists what is under way first, in the order of tracking, and then what has ended, the last to end first', () => {
    const states = { a: 'succeeded', b: 'running', c: 'failed', d: 'queued', e: 'unknown' } as const;
    for (const [index, id] of Object.keys(states).entries()) {
      store.tasks.track([newTask(id)], start - index);
    }
    for (const claim of claimAll(store, start)) {
      const at = start + claim.task.id.charCodeAt(0);
      store.queue.settle([settlement(claim, snapshotOf({ state: states[claim.task.id as keyof typeof states] }), at)]);
    }
    assert.deepEqual(ids(), ['b', 'd', 'e', 'c', 'a']);
    assert.deepEqual(ids({ limit: 2 }), ['b', 'd']);
    assert.deepEqual(ids({ limit: 2, offset: 3 }), ['c', 'a']);
    assert.deepEqual(ids({ states: ['failed', 'queued'] }), ['d', 'c']);
  });

  it('sorts by name and by when a task was tracked', () => {
    store.tasks.track([newTask('1', { name: 'beta' })], start);
    store.tasks.track([newTask('2', { name: 'Alpha' })], start + 1);
    store.tasks.track([newTask('3', { name: 'gamma' })], start + 2);
    assert.deepEqual(ids({ order: 'name' }), ['2', '1', '3']);
    assert.deepEqual(ids({ order: 'tracked' }), ['3', '2', '1']);
  });

  it('finds tasks by a part of the name or the ID, whatever its case', () => {
    store.tasks.track(
      [newTask('abc-1', { name: 'Über 100%' }), newTask('XYZ'), newTask('q', { name: '图纸_水印' })],
      start,
    );
    assert.deepEqual(ids({ text: 'üBER' }), ['abc-1']);
    assert.deepEqual(ids({ text: 'xy' }), ['XYZ']);
    assert.deepEqual(ids({ text: '水' }), ['q']);
    assert.deepEqual(ids({ text: '%' }), ['abc-1']);
    assert.deepEqual(ids({ text: 'none' }), []);
    assert.deepEqual(ids({ text: 'xy', connection: 'shop' }), []);
  });

  it('finds tasks by the service’s reason, or by a connection that is named so, and counts the same', () => {
    store.tasks.track([newTask('a'), newTask('b'), newTask('c', { connection: 'shop' })], start);
    const [a, b] = claimAll(store, start);
    const error = { message: 'Disk ÜBERVOLL', code: '507' };
    store.queue.settle([
      settlement(a!, snapshotOf({ state: 'failed', error }), start),
      settlement(b!, snapshotOf({ state: 'running' }), start),
    ]);
    const counted = (match: TaskMatch): number => store.tasks.counts(match).reduce((sum, { count }) => sum + count, 0);
    const cases: readonly [TaskMatch, readonly string[]][] = [
      [{ text: 'disk' }, ['a']],
      [{ text: 'übervoll' }, ['a']],
      // Neither what JSON adds nor a missing reason is text of the service.
      [{ text: 'message' }, []],
      [{ text: 'null' }, []],
      [{ text: 'disk', orConnections: ['shop'] }, ['c', 'a']],
      [{ text: '', orConnections: ['shop'] }, ['b', 'c', 'a']],
    ];
    for (const [match, found] of cases) {
      assert.deepEqual(ids(match), found, JSON.stringify(match));
      assert.equal(counted(match), found.length);
    }
    store.tasks.rename(ref('b'), 'My disk');
    assert.equal(counted({ text: 'disk' }), 2);
  });

  it('moves a row when its state changes, and by no other response', () => {
    store.tasks.track([newTask('a'), newTask('b')], start);
    const answer = (id: string, snapshot: Parameters<typeof snapshotOf>[0], at: number): void => {
      const claims = claimAll(store, at);
      const meant = claims.filter(({ task }) => task.id === id);
      store.queue.release(claims.filter((claim) => !meant.includes(claim)));
      store.queue.settle(meant.map((claim) => settlement(claim, snapshotOf(snapshot), at)));
    };
    let moved = false;
    box.register(store.onDidChange(({ listsChanged }) => (moved = listsChanged)));
    answer('b', { state: 'queued' }, start + 1);
    assert.deepEqual(ids(), ['a', 'b'], 'a first response');
    answer('a', { state: 'running', percent: 1 }, start + 2);
    answer('a', { state: 'running', percent: 2 }, start + 70_000);
    assert.deepEqual([ids(), moved], [['a', 'b'], false], 'progress');
    answer('b', { state: 'running' }, start + 140_000);
    assert.deepEqual([ids(), moved], [['b', 'a'], true], 'it began to run');
    answer('a', { state: 'running', percent: 3 }, start + 210_000);
    assert.deepEqual(ids(), ['b', 'a']);
    answer('b', { state: 'succeeded' }, start + 280_000);
    assert.deepEqual(ids(), ['a', 'b'], 'it ended');
  });

  it('sorts by the start that the service names, else by when a task was tracked', () => {
    store.tasks.track([newTask('old')], start);
    store.tasks.track([newTask('new')], start + 1_000);
    store.tasks.track([newTask('said')], start + 2_000);
    assert.deepEqual(ids({ order: 'start' }), ['said', 'new', 'old']);
    let moved = false;
    box.register(store.onDidChange(({ listsChanged }) => (moved = listsChanged)));
    const answer = (createdAt: number | undefined, at: number): void => {
      const claims = claimAll(store, at);
      store.queue.settle(
        claims.map((claim) =>
          settlement(claim, snapshotOf(claim.task.id === 'said' && createdAt !== undefined ? { createdAt } : {}), at),
        ),
      );
    };
    answer(undefined, start + 2_000);
    assert.deepEqual(ids({ order: 'start' }), ['said', 'new', 'old']);
    answer(start + 500, start + 70_000);
    assert.deepEqual([ids({ order: 'start' }), moved], [['new', 'said', 'old'], true]);
    answer(start + 500, start + 140_000);
    assert.equal(moved, false);
  });

  it('counts tasks by connection and state, and how many are stale', () => {
    store.tasks.track([newTask('a'), newTask('b'), newTask('c', { connection: 'shop', provider: 'shoplazza' })], start);
    const [a, b] = claimAll(store, start);
    const stale = { since: start, failure: { kind: 'offline' } } as const;
    const failed = { ...b!.task, failures: 1, stale, nextPollAt: start + 5 };
    store.queue.settle([settlement(a!, snapshotOf(), start), { claim: b!, task: failed }]);
    assert.deepEqual(store.tasks.get(ref('b')), failed);
    assert.deepEqual(store.tasks.counts(), [
      { connection: 'shop', provider: 'shoplazza', state: 'unknown', count: 1, stale: 0, unseen: 0 },
      { connection: 'works', provider: 'huawei-dsc', state: 'running', count: 1, stale: 0, unseen: 0 },
      { connection: 'works', provider: 'huawei-dsc', state: 'unknown', count: 1, stale: 1, unseen: 0 },
    ]);
  });
});
