import assert from 'node:assert/strict';
import { filtersOf } from '../../src/tasks/itemFilter';
import { applyFailure, applySnapshot, isNotFoundYet, missingForMs, neverFoundForMs } from '../../src/tasks/taskUpdate';
import { fullLength, withFullLength } from '../../src/base/fullLength';
import { taskStates, type Item, type TaskState } from '../../src/tasks/task';
import { notFound, offline, runningTask, snapshotOf, start, trackedTask } from './trackedTasks';

const later = start + 30_000;

describe('applySnapshot', () => {
  it('takes over the response, without its items and its JSON', () => {
    const items = [{ state: 'failed', source: 'a.dwg' }] as const;
    const snapshot = snapshotOf({ percent: 42, completed: 3, total: 7, items });
    const { task } = applySnapshot(trackedTask(), undefined, { snapshot }, later);
    assert.equal(task.state, 'running');
    assert.deepEqual(task.progress, { state: 'running', rawState: '0', percent: 42, completed: 3, total: 7 });
    assert.equal(task.itemCount, 1);
    assert.equal(task.lastResponseAt, later);
    assert.equal(task.changedAt, later);
    assert.equal(task.nextPollAt, undefined);
  });

  it('puts failed items first, then those that are unaccounted for, and keeps the order of the service otherwise', () => {
    const items: readonly Item[] = [
      { state: 'succeeded', source: '1' },
      { state: 'failed', source: '2' },
      { state: 'unknown', source: '3', unaccounted: true },
      { state: 'running', source: '4' },
      { state: 'failed', source: '5' },
      { state: 'partial', source: '6' },
    ];
    const listed = withFullLength([...items], 9);
    const { snapshot } = applySnapshot(runningTask(), undefined, { snapshot: snapshotOf({ items: listed }) }, later);
    assert.deepEqual(
      snapshot?.items.map(({ source }) => source),
      ['2', '5', '6', '3', '1', '4'],
    );
    const failed = snapshot.items.map((item) => filtersOf(item).failed);
    assert.deepEqual(failed, [true, true, true, true, false, false], 'those that the filter shows come first');
    assert.equal(fullLength(snapshot.items), 9, 'what was left out is still counted');
  });

  it('clears earlier failures', () => {
    const bad = runningTask({ failures: 3, stale: { since: start, failure: offline } });
    const { task } = applySnapshot(bad, snapshotOf(), { snapshot: snapshotOf() }, later);
    assert.equal(task.stale, undefined);
    assert.equal(task.failures, 0);
  });

  it('returns the task alone when the response is the same', () => {
    const update = applySnapshot(runningTask(), snapshotOf(), { snapshot: snapshotOf() }, later);
    assert.equal(update.task.changedAt, start);
    assert.equal(update.task.lastResponseAt, later);
    assert.deepEqual(Object.keys(update), ['task']);
  });

  it('recognizes the same response, whatever the order of its fields', () => {
    const previous = { items: [], total: 9, raw: { a: 1 }, completed: 2, rawState: '0', state: 'running' } as const;
    const snapshot = { state: 'running', rawState: '0', completed: 2, total: 9, items: [], raw: { a: 1 } } as const;
    assert.equal(applySnapshot(runningTask(), previous, { snapshot }, later).task.changedAt, start);
  });

  it('keeps times of a list when a response for the task alone omits them', () => {
    const before = runningTask({ progress: { state: 'running', rawState: '1', createdAt: 5 } });
    const { task } = applySnapshot(before, undefined, { snapshot: snapshotOf({ state: 'running' }) }, later);
    assert.equal(task.progress?.createdAt, 5);
  });

  it('stores a response in which only a request ID differs, but does not take it for progress', () => {
    const snapshot = snapshotOf({ raw: { request_id: 'another' } });
    const update = applySnapshot(runningTask(), snapshotOf(), { snapshot }, later);
    assert.deepEqual(update.snapshot, snapshot);
    assert.equal(update.task.changedAt, start);
    assert.equal(update.sample, undefined);
  });

  it('takes a sample when the task has progressed and reports how far', () => {
    const before = snapshotOf({ percent: 10 });
    const snapshot = snapshotOf({ percent: 20 });
    assert.deepEqual(applySnapshot(runningTask(), before, { snapshot }, later).sample, { at: later, percent: 20 });
    assert.equal(applySnapshot(runningTask(), before, { snapshot: snapshotOf() }, later).sample, undefined);
  });

  it('takes the service’s name for a task', () => {
    const update = applySnapshot(trackedTask(), undefined, { snapshot: snapshotOf(), name: 'Backup' }, later);
    assert.equal(update.task.name, 'Backup');
    assert.equal(applySnapshot(update.task, undefined, { snapshot: snapshotOf() }, later).task.name, 'Backup');
  });

  const ended: ReadonlySet<TaskState> = new Set(['succeeded', 'partial', 'failed', 'cancelled', 'expired']);
  for (const to of taskStates) {
    it(`returns ${ended.has(to) ? 'a' : 'no'} transition when a running task is ${to} now`, () => {
      const { transition } = applySnapshot(runningTask(), snapshotOf(), { snapshot: snapshotOf({ state: to }) }, later);
      assert.deepEqual(transition, ended.has(to) ? { from: 'running', to, at: later } : undefined);
    });

    it(`returns no transition when the first response says ${to}`, () => {
      const update = applySnapshot(trackedTask(), undefined, { snapshot: snapshotOf({ state: to }) }, later);
      assert.equal(update.transition, undefined);
      assert.equal(update.task.state, to);
    });
  }

  it('returns one transition for an end', () => {
    const done = runningTask({ state: 'succeeded' });
    const snapshot = snapshotOf({ state: 'succeeded' });
    assert.equal(applySnapshot(done, snapshot, { snapshot }, later).transition, undefined);
  });
});

describe('applyFailure', () => {
  it('keeps the last response and marks the task as stale since the first failure', () => {
    const first = applyFailure(runningTask(), offline, later).task;
    const second = applyFailure(first, { ...offline, code: 'ECONNREFUSED' }, later + 5).task;
    assert.equal(second.state, 'running');
    assert.deepEqual(second.progress, runningTask().progress);
    assert.deepEqual(second.stale, { since: later, failure: { ...offline, code: 'ECONNREFUSED' } });
    assert.equal(second.failures, 2);
    assert.equal(second.lastResponseAt, start);
  });

  it('lets a task expire when the service has confirmed twice, for a minute, that it does not know it', () => {
    const first = applyFailure(runningTask(), notFound, later);
    assert.equal(first.task.state, 'running');
    assert.equal(applyFailure(first.task, notFound, later + missingForMs).task.state, 'running', 'confirmed once only');
    const early = applyFailure(first.task, notFound, later + missingForMs - 1);
    assert.equal(early.task.state, 'running');
    const { task, transition } = applyFailure(early.task, notFound, later + missingForMs);
    assert.equal(task.state, 'expired');
    assert.equal(task.stale, undefined);
    assert.deepEqual(transition, { from: 'running', to: 'expired', at: later + missingForMs });
  });

  const bare = [
    ['a router of Spring, Rails or FastAPI', { detail: 'Not Found' }],
    ['a service without words', {}],
    ['GitHub, where the token may not see the repository', { detail: 'Not Found', requestId: 'r' }],
    ['a gateway of Azure', { detail: 'Resource not found' }],
    ['a code that repeats the status', { code: 'NOT_FOUND', detail: 'Not found.' }],
    ['Spring, in place of a message', { detail: 'No message available' }],
  ] as const;
  for (const [whose, words] of bare) {
    it(`A6: waits a quarter of an hour when a 404 says no more than its status: ${whose}`, () => {
      const failure = { kind: 'not-found', status: 404, evidence: 'json', ...words } as const;
      let { task } = applyFailure(runningTask(), failure, start);
      for (const after of [missingForMs, 2 * missingForMs, neverFoundForMs - 1]) {
        ({ task } = applyFailure(task, failure, start + after));
        assert.equal(task.state, 'running');
      }
      assert.equal(applyFailure(task, failure, start + neverFoundForMs).task.state, 'expired');
    });
  }

  it('takes a minute for what says that the task is gone', () => {
    for (const words of [{ status: 410 }, { status: 200 }, { status: 404, detail: 'Task 7 not found' }]) {
      const failure = { kind: 'not-found', evidence: 'json', ...words } as const;
      const once = applyFailure(runningTask(), failure, start).task;
      const twice = applyFailure(once, failure, start + 1000).task;
      assert.equal(applyFailure(twice, failure, start + missingForMs).task.state, 'expired');
    }
  });

  it('counts that minute from the first not-found, not from a network failure before', () => {
    const away = applyFailure(runningTask(), offline, start).task;
    const back = applyFailure(away, notFound, start + missingForMs).task;
    assert.equal(back.state, 'running');
    const again = applyFailure(back, notFound, start + missingForMs + 1000).task;
    assert.equal(again.state, 'running');
    assert.equal(applyFailure(again, notFound, start + 2 * missingForMs).task.state, 'expired');
  });

  it('begins that minute anew after another failure', () => {
    const missing = applyFailure(runningTask(), notFound, start).task;
    const away = applyFailure(missing, offline, start + missingForMs).task;
    assert.equal(applyFailure(away, notFound, start + missingForMs + 1000).task.state, 'running');
  });

  it('keeps the end of a task that the service has forgotten since', () => {
    const done = runningTask({ state: 'succeeded', progress: { state: 'succeeded', rawState: '1' } });
    const once = applyFailure(done, notFound, later).task;
    const { task, transition } = applyFailure(once, notFound, later + missingForMs);
    assert.equal(task.state, 'succeeded');
    assert.equal(transition, undefined);
  });

  it('B11: lets a task that was never found expire after a quarter of an hour, and notifies nobody', () => {
    const once = applyFailure(trackedTask(), notFound, later).task;
    const twice = applyFailure(once, notFound, later + 1000).task;
    const early = applyFailure(twice, notFound, later + neverFoundForMs - 1).task;
    assert.equal(early.state, 'unknown');
    assert.ok(isNotFoundYet(early));
    assert.ok(!isNotFoundYet(applyFailure(runningTask(), notFound, later).task));
    const { task, transition } = applyFailure(early, notFound, later + neverFoundForMs);
    assert.ok(!isNotFoundYet(task));
    assert.equal(task.state, 'expired');
    assert.equal(transition, undefined);
  });
});
