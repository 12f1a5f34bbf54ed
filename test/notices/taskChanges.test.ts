import assert from 'node:assert/strict';
import type { Store } from '../../src/tasks/ports/store';
import type { TaskQuery } from '../../src/tasks/ports/taskReader';
import { createTaskChanges, type TaskChange } from '../../src/notices/taskChanges';
import { claimAll, newTask, settlement, start, useSandbox } from '../store/sandbox';
import { snapshotOf } from '../tasks/trackedTasks';

describe('createTaskChanges', () => {
  const box = useSandbox();
  let store: Store;
  let queries: TaskQuery[];
  let fired: string[];
  let changes: ReturnType<typeof createTaskChanges>;
  beforeEach(() => {
    const real = box.memory();
    queries = [];
    fired = [];
    store = {
      ...real,
      tasks: {
        ...real.tasks,
        page(query) {
          queries.push(query);
          return real.tasks.page(query);
        },
      },
    };
    changes = box.register(createTaskChanges(store, box.clock, box.log));
  });
  const record = ({ task, previous }: TaskChange): void => {
    fired.push(`${task.id}: ${previous ?? 'nothing'} → ${task.state}`);
  };
  /** Settles all due tasks with this state. */
  const settleAll = (state: 'running' | 'succeeded'): void => {
    const claims = claimAll(store, start);
    store.queue.settle(claims.map((claim) => settlement(claim, snapshotOf({ state }), start)));
  };

  it('fires for a new task, and for each change with the previous state', () => {
    changes.event(record);
    store.tasks.track([newTask('a')], start);
    settleAll('running');
    assert.deepEqual(fired, ['a: nothing → unknown', 'a: unknown → running']);
  });

  it('knows the previous state of a task from before the first listener', () => {
    store.tasks.track([newTask('a')], start);
    settleAll('running');
    changes.event(record);
    box.clock.advance(2_000);
    store.tasks.rename({ connection: 'works', id: 'a' }, 'x');
    assert.deepEqual(fired, ['a: running → running']);
  });

  it('does not take what another window has just written for the previous state', () => {
    store = box.window();
    const other = box.window('other');
    other.tasks.track([newTask('a'), newTask('b')], start);
    box.clock.advance(1_000);
    const [a, b] = claimAll(other, start + 1_000);
    other.queue.settle([settlement(a!, snapshotOf({ state: 'succeeded' }), start + 1_000)]);
    const following = createTaskChanges(store, box.clock, box.log);
    following.event(record);
    other.queue.settle([settlement(b!, snapshotOf({ state: 'succeeded' }), start + 1_000)]);
    box.clock.advance(1_000);
    following.dispose();
    assert.deepEqual(fired.sort(), ['a: nothing → succeeded', 'b: unknown → succeeded']);
  });

  it('reads on after a page could not be read', () => {
    const real = store;
    store.tasks.track([newTask('ended')], start);
    settleAll('succeeded');
    changes.dispose();
    let reads = 0;
    const failing: Store = {
      ...real,
      tasks: {
        ...real.tasks,
        page(query) {
          reads += 1;
          if (reads === 2) {
            throw new Error('busy');
          }
          return real.tasks.page(query);
        },
      },
    };
    changes = box.register(createTaskChanges(failing, box.clock, box.log));
    changes.event(record);
    box.clock.advance(60_000);
    store.tasks.rename({ connection: 'works', id: 'ended' }, 'x');
    assert.deepEqual(fired, ['ended: succeeded → succeeded']);
  });

  it('does not fire for a removed task', () => {
    store.tasks.track([newTask('a')], start);
    changes.event(record);
    store.tasks.remove([{ connection: 'works', id: 'a' }]);
    assert.deepEqual(fired, []);
  });

  it('reads nothing before the first listener comes and after the last one leaves', () => {
    store.tasks.track([newTask('a')], start);
    assert.deepEqual(queries, []);
    const first = changes.event(record);
    const second = changes.event(() => undefined);
    first.dispose();
    first.dispose();
    store.tasks.rename({ connection: 'works', id: 'a' }, 'x');
    second.dispose();
    const read = queries.length;
    box.clock.advance(60_000);
    assert.equal(queries.length, read);
    assert.deepEqual(fired, []);
    changes.event(record);
    box.clock.advance(2_000);
    store.tasks.rename({ connection: 'works', id: 'a' }, 'y');
    assert.deepEqual(fired, ['a: unknown → unknown']);
  });

  it('reads many tasks page by page, running ones first', () => {
    store.tasks.track(
      Array.from({ length: 300 }, (_, index) => newTask(`ended-${index}`)),
      start,
    );
    settleAll('succeeded');
    store.tasks.track([newTask('a')], start);
    changes.event(record);
    assert.ok(queries.every(({ limit }) => limit <= 200));
    assert.equal(queries.length, 1);
    settleAll('running');
    assert.deepEqual(fired, ['a: unknown → running']);
    box.clock.advance(3_000);
    store.tasks.rename({ connection: 'works', id: 'ended-0' }, 'x');
    store.tasks.rename({ connection: 'works', id: 'ended-299' }, 'x');
    assert.deepEqual(fired.slice(1), ['ended-0: succeeded → succeeded', 'ended-299: succeeded → succeeded']);
  });
});
