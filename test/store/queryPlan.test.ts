import assert from 'node:assert/strict';
import type { SqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import type { Store } from '../../src/tasks/ports/store';
import { claimAll, newTask, start, useSandbox } from './sandbox';

describe('createTaskStore: with many tasks', () => {
  const box = useSandbox();
  let database: SqlDatabase;
  let store: Store;
  let statements: Set<string>;
  beforeEach(() => {
    database = box.database();
    statements = new Set();
    const recording: SqlDatabase = {
      ...database,
      query: <Row>(sql: string) => {
        const query = database.query<Row>(sql);
        return {
          get(parameters) {
            statements.add(sql);
            return query.get(parameters);
          },
          all(parameters) {
            statements.add(sql);
            return query.all(parameters);
          },
        };
      },
      command: (sql) => {
        const command = database.command(sql);
        return (parameters) => {
          statements.add(sql);
          return command(parameters);
        };
      },
    };
    store = box.window('one', recording);
    store.tasks.track([newTask('a'), newTask('b')], start);
    statements.clear();
  });
  /** SQLite's plan for each statement that ran since the set-up. */
  const plan = (): readonly string[] =>
    [...statements]
      .filter((sql) => sql.includes('tasks'))
      .flatMap((sql) => database.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all())
      .map(({ detail }) => detail);
  const assertIndexed = (): void => {
    const steps = plan();
    assert.ok(steps.length > 0);
    for (const step of steps) {
      assert.doesNotMatch(step, /TEMP B-TREE/);
      assert.doesNotMatch(step, /^SCAN (tasks|removed_tasks)$/);
    }
  };

  it('reads the tree in its order without sorting', () => {
    store.tasks.page({ order: 'activity', limit: 200 });
    store.tasks.page({ order: 'activity', limit: 200, connection: 'works' });
    store.tasks.pageRefs({ order: 'activity', limit: 200, connection: 'works' });
    store.tasks.page({ order: 'activity', limit: 200, connection: 'works', states: ['running'] });
    assertIndexed();
    assert.ok(plan().some((step) => step.includes('tasks_by_connection_activity (connection=?)')));
  });

  it('reads the rows below a connection, and what nobody has seen, without sorting', () => {
    store.tasks.pageRefs({ order: 'activity', limit: 200, provider: 'huawei-dsc', connection: 'works' });
    store.tasks.page({ order: 'activity', limit: 10, isUnseen: true });
    assertIndexed();
    assert.ok(plan().some((step) => step.includes('tasks_unseen')));
  });

  it('reads every grouping in every order without sorting', () => {
    for (const order of ['activity', 'start', 'name'] as const) {
      store.tasks.pageRefs({ order, limit: 200 });
      store.tasks.pageRefs({ order, limit: 200, states: ['failed'], text: 'draw' });
      store.tasks.pageRefs({ order, limit: 200, provider: 'huawei-dsc', connection: 'works', text: 'draw' });
    }
    assertIndexed();
    for (const index of ['activity', 'start', 'name', 'connection_activity', 'connection_start', 'connection_name']) {
      assert.ok(
        plan().some((step) => step.includes(`tasks_by_${index}`)),
        index,
      );
    }
  });

  it('counts from an index alone', () => {
    store.tasks.counts();
    assertIndexed();
    assert.ok(plan().every((step) => step.includes('COVERING INDEX')));
  });

  it('finds due tasks, claims and releases them by index', () => {
    store.queue.nextDueAt(['works']);
    const claims = claimAll(store, start);
    assert.equal(claims.length, 2);
    store.queue.extend(claims, start + 70_000);
    store.queue.release(claims.slice(1));
    store.queue.settle([{ claim: claims[0]!, task: claims[0]!.task }]);
    statements = new Set([...statements].filter((sql) => !sql.includes('listed_revision > :seen')));
    assertIndexed();
  });

  it('reads and changes one task by index', () => {
    const ref = { connection: 'works', id: 'a' };
    store.tasks.get(ref);
    store.tasks.snapshot(ref);
    store.tasks.response(ref);
    store.tasks.items(ref, 0, 5);
    store.tasks.samples(ref);
    store.tasks.transitions(ref);
    store.queue.makeDue([ref], start);
    store.tasks.rename(ref, 'x');
    statements = new Set([...statements].filter((sql) => !sql.includes('listed_revision > :seen')));
    assertIndexed();
  });

  it('finds changes by their revision', () => {
    store.tasks.rename({ connection: 'works', id: 'a' }, 'x');
    assert.ok(plan().some((step) => step.includes('tasks_by_revision (revision>?)')));
    assert.ok(plan().every((step) => !/^SCAN (tasks|removed_tasks)$/.test(step)));
  });
});
