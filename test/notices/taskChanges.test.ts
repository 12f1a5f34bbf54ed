import assert from 'node:assert/strict';
import type { Store } from '../../src/tasks/ports/store';
import type { TaskQuery } from '../../src/tasks/ports/taskReader';
import { createTaskChanges, type TaskChange } from '../../src/notices/taskChanges';
import { answer, claimAll, newTask, settlement, start, useSandbox } from '../store/sandbox';

describe('createTaskChanges', () => {
  const box = useSandbox();
  let store: Store;
  let queries: TaskQuery[];
  let told: string[];
  let changes: ReturnType<typeof createTaskChanges>;
  beforeEach(() => {
    const real = box.memory();
    queries = [];
    told = [];
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
  const tell = ({ task, previous }: TaskChange): void => {
    told.push(`${task.id}: ${previous ?? 'nothing'} → ${task.state}`);
  };
  /** Responses all tasks that are due. */
  const settleAll = (state: 'running' | 'succeeded'): void => {
    const claims = claimAll(store, start);
    store.queue.settle(claims.map((claim) => settlement(claim, answer({ state }), start)));
  };

  it('tells of a new task, and of each change with the state before it', () => {
    changes.event(tell);
    store.tasks.track([newTask('a')], start);
    settleAll('running');
    assert.deepEqual(told, ['a: nothing → unknown', 'a: unknown → running']);
  });

  it('knows the state of what was there before anybody listened', () => {
    store.tasks.track([newTask('a')], start);
    settleAll('running');
    changes.event(tell);
    box.clock.advance(2_000);
    store.tasks.rename({ connection: 'works', id: 'a' }, 'x');
    assert.deepEqual(told, ['a: running → running']);
  });

  it('does not take what another window had just written for the state before it', () => {
    store = box.window();
    const other = box.window('other');
    other.tasks.track([newTask('a'), newTask('b')], start);
    box.clock.advance(1_000);
    const [a, b] = claimAll(other, start + 1_000);
    other.queue.settle([settlement(a!, answer({ state: 'succeeded' }), start + 1_000)]);
    const following = createTaskChanges(store, box.clock, box.log);
    following.event(tell);
    other.queue.settle([settlement(b!, answer({ state: 'succeeded' }), start + 1_000)]);
    box.clock.advance(1_000);
    following.dispose();
    assert.deepEqual(told.sort(), ['a: nothing → succeeded', 'b: unknown → succeeded']);
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
    changes.event(tell);
    box.clock.advance(60_000);
    store.tasks.rename({ connection: 'works', id: 'ended' }, 'x');
    assert.deepEqual(told, ['ended: succeeded → succeeded']);
  });

  it('does not tell of what is gone', () => {
    store.tasks.track([newTask('a')], start);
    changes.event(tell);
    store.tasks.remove([{ connection: 'works', id: 'a' }]);
    assert.deepEqual(told, []);
  });

  it('reads nothing until somebody listens, and nothing any more when nobody does', () => {
    store.tasks.track([newTask('a')], start);
    assert.deepEqual(queries, []);
    const first = changes.event(tell);
    const second = changes.event(() => undefined);
    first.dispose();
    first.dispose();
    store.tasks.rename({ connection: 'works', id: 'a' }, 'x');
    second.dispose();
    const read = queries.length;
    box.clock.advance(60_000);
    assert.equal(queries.length, read);
    assert.deepEqual(told, []);
    changes.event(tell);
    box.clock.advance(2_000);
    store.tasks.rename({ connection: 'works', id: 'a' }, 'y');
    assert.deepEqual(told, ['a: unknown → unknown']);
  });

  it('reads many tasks a part at a time, what is under way first', () => {
    store.tasks.track(
      Array.from({ length: 300 }, (_, index) => newTask(`ended-${index}`)),
      start,
    );
    settleAll('succeeded');
    store.tasks.track([newTask('a')], start);
    changes.event(tell);
    assert.ok(queries.every(({ limit }) => limit <= 200));
    assert.equal(queries.length, 1);
    settleAll('running');
    assert.deepEqual(told, ['a: unknown → running']);
    box.clock.advance(3_000);
    store.tasks.rename({ connection: 'works', id: 'ended-0' }, 'x');
    store.tasks.rename({ connection: 'works', id: 'ended-299' }, 'x');
    assert.deepEqual(told.slice(1), ['ended-0: succeeded → succeeded', 'ended-299: succeeded → succeeded']);
  });
});
