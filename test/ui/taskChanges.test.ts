import assert from 'node:assert/strict';
import type { TaskQuery, TaskRepository } from '../../src/tasks/taskRepository';
import { createTaskChanges, type TaskChange } from '../../src/ui/taskChanges';
import { answer, claimAll, newTask, Sandbox, settlement, start } from '../store/sandbox';

describe('createTaskChanges', () => {
  let box: Sandbox;
  let store: TaskRepository;
  let queries: TaskQuery[];
  let told: string[];
  let changes: ReturnType<typeof createTaskChanges>;
  beforeEach(() => {
    box = new Sandbox();
    const real = box.memory();
    queries = [];
    told = [];
    store = {
      ...real,
      page(query) {
        queries.push(query);
        return real.page(query);
      },
    };
    changes = createTaskChanges(store, box.clock);
  });
  afterEach(() => {
    changes.dispose();
    box.end();
  });
  const tell = ({ task, previous }: TaskChange): void => {
    told.push(`${task.id}: ${previous ?? 'nothing'} → ${task.state}`);
  };
  /** Answers all tasks that are due. */
  const settleAll = (state: 'running' | 'succeeded'): void => {
    const claims = claimAll(store, start);
    store.settle(claims.map((claim) => settlement(claim, answer({ state }), start)));
  };

  it('tells of a new task, and of each change with the state before it', () => {
    changes.event(tell);
    store.track([newTask('a')], start);
    settleAll('running');
    assert.deepEqual(told, ['a: nothing → unknown', 'a: unknown → running']);
  });

  it('knows the state of what was there before anybody listened', () => {
    store.track([newTask('a')], start);
    settleAll('running');
    changes.event(tell);
    store.rename({ connection: 'works', id: 'a' }, 'x');
    assert.deepEqual(told, ['a: running → running']);
  });

  it('does not tell of what is gone', () => {
    store.track([newTask('a')], start);
    changes.event(tell);
    store.remove([{ connection: 'works', id: 'a' }]);
    assert.deepEqual(told, []);
  });

  it('reads nothing until somebody listens, and nothing any more when nobody does', () => {
    store.track([newTask('a')], start);
    assert.deepEqual(queries, []);
    const first = changes.event(tell);
    const second = changes.event(() => undefined);
    first.dispose();
    first.dispose();
    store.rename({ connection: 'works', id: 'a' }, 'x');
    second.dispose();
    const read = queries.length;
    box.clock.advance(60_000);
    assert.equal(queries.length, read);
    assert.deepEqual(told, []);
    changes.event(tell);
    store.rename({ connection: 'works', id: 'a' }, 'y');
    assert.deepEqual(told, ['a: unknown → unknown']);
  });

  it('reads many tasks a part at a time, what is under way first', () => {
    store.track(
      Array.from({ length: 300 }, (_, index) => newTask(`ended-${index}`)),
      start,
    );
    settleAll('succeeded');
    store.track([newTask('a')], start);
    changes.event(tell);
    assert.ok(queries.every(({ limit }) => limit <= 200));
    assert.equal(queries.length, 1);
    store.rename({ connection: 'works', id: 'a' }, 'x');
    assert.deepEqual(told, ['a: unknown → unknown']);
    box.clock.advance(1_000);
    store.rename({ connection: 'works', id: 'ended-0' }, 'x');
    store.rename({ connection: 'works', id: 'ended-299' }, 'x');
    assert.deepEqual(told.slice(1), ['ended-0: succeeded → succeeded', 'ended-299: succeeded → succeeded']);
  });
});
