import assert from 'node:assert/strict';
import type { StoreChange, Store } from '../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from './sandbox';
import { snapshotOf } from '../tasks/trackedTasks';

describe('createTaskStore: onDidChange', () => {
  const box = useSandbox();
  let one: Store;
  let other: Store;
  let here: StoreChange[];
  let there: StoreChange[];
  beforeEach(() => {
    one = box.window('one');
    other = box.window('other');
    one.tasks.track([newTask('a'), newTask('b')], start);
    box.clock.advance(1_000);
    here = [];
    there = [];
    one.onDidChange((change) => here.push(change));
    other.onDidChange((change) => there.push(change));
  });
  const ref = (id: string): { connection: string; id: string } => ({ connection: 'works', id });
  const change = (more: Partial<StoreChange>): StoreChange => ({
    tasks: [],
    listsChanged: false,
    connections: [],
    notices: false,
    ...more,
  });

  it('fires in this window before the method returns, and in another one within a second', () => {
    one.tasks.track([newTask('c')], start);
    const expected = [change({ tasks: [ref('c')], listsChanged: true })];
    assert.deepEqual(here, expected);
    assert.deepEqual(there, []);
    box.clock.advance(1_000);
    assert.deepEqual(there, expected);
    box.clock.advance(10_000);
    assert.deepEqual(here, expected);
    assert.deepEqual(there, expected);
  });

  it('fires once in another window for many changes', () => {
    one.tasks.rename(ref('a'), 'x');
    one.queue.makeDue(undefined, start - 5);
    one.tasks.remove([ref('b')]);
    box.clock.advance(1_000);
    assert.deepEqual(there, [change({ tasks: [ref('a'), ref('b')], listsChanged: true })]);
  });

  it('says whether lists have changed', () => {
    const [a] = claimAll(one, start);
    one.queue.settle([settlement(a!, snapshotOf({ percent: 1 }), start)]);
    const [again] = claimAll(one, start + 60_000).filter(({ task }) => task.id === 'a');
    one.queue.settle([settlement(again!, snapshotOf({ percent: 2 }), start + 60_000)]);
    assert.deepEqual(here, [
      change({ tasks: [ref('a')], listsChanged: true }),
      change({ tasks: [ref('a')], listsChanged: false }),
    ]);
  });

  it('says when there is a notice to show', () => {
    const [a] = claimAll(one, start);
    const transition = { from: 'unknown', to: 'running', at: start } as const;
    one.queue.settle([settlement(a!, snapshotOf(), start, { transition })]);
    box.clock.advance(1_000);
    assert.deepEqual(there, [change({ tasks: [ref('a')], listsChanged: true, notices: true })]);
  });

  it('fires once for a rejection', () => {
    one.connections.rejectCredentials('works', 1, { kind: 'unauthorised' }, start);
    one.connections.rejectCredentials('works', 1, { kind: 'unauthorised' }, start);
    box.clock.advance(1_000);
    assert.deepEqual(here, [change({ connections: ['works'] })]);
    assert.deepEqual(there, [change({ connections: ['works'] })]);
  });

  it('does not fire for claims and for what changes nothing', () => {
    one.outbox.claim(start, start, 5);
    one.queue.extend(claimAll(one, start), start + 5);
    one.tasks.rename(ref('a'), '');
    one.tasks.track([newTask('a')], start);
    one.tasks.remove([ref('never tracked')]);
    one.connections.publishCredentials('works', 0, start);
    box.clock.advance(2_000);
    assert.deepEqual(here, []);
    assert.deepEqual(there, []);
  });

  it('loses nothing when both windows write alternately', () => {
    other.tasks.rename(ref('a'), 'there');
    one.tasks.rename(ref('b'), 'here');
    other.tasks.remove([ref('b')]);
    box.clock.advance(1_000);
    const changedIds = (changes: readonly StoreChange[]): readonly string[] =>
      [...new Set(changes.flatMap(({ tasks }) => tasks.map(({ id }) => id)))].sort();
    assert.deepEqual(changedIds(here), ['a', 'b']);
    assert.deepEqual(changedIds(there), ['a', 'b']);
  });

  it('lets a listener write', () => {
    const listening = one.onDidChange(() => {
      listening.dispose();
      one.tasks.rename(ref('b'), 'by a listener');
    });
    one.tasks.rename(ref('a'), 'first');
    assert.deepEqual(
      here.flatMap(({ tasks }) => tasks.map(({ id }) => id)),
      ['a', 'b'],
    );
  });

  it('stops firing when the store is disposed', () => {
    other.dispose();
    one.tasks.rename(ref('a'), 'x');
    box.clock.advance(5_000);
    assert.deepEqual(there, []);
    assert.equal(box.log.lines.length, 0);
  });
});
