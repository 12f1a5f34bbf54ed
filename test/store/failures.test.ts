import assert from 'node:assert/strict';
import { CancelledError, HumanError } from '../../src/base/errors';
import type { SqlDatabase } from '../../src/store/sqlDatabase';
import type { TaskRepository } from '../../src/tasks/taskRepository';
import { answer, claimAll, newTask, Sandbox, settlement, start } from './sandbox';

describe('createTaskStore: when the file fails', () => {
  let box: Sandbox;
  let database: SqlDatabase;
  let store: TaskRepository;
  const pragma = (sql: string): unknown => database.query<object>(`PRAGMA ${sql}`).get();
  const says = (sentence: RegExp) => (error: unknown) => error instanceof HumanError && sentence.test(error.message);
  beforeEach(() => {
    box = new Sandbox();
    database = box.database();
    store = box.window('one', database);
    store.track([newTask('a')], start);
  });
  afterEach(() => {
    box.end();
  });

  it('says that the disk is full, changes nothing, and works again when there is room', () => {
    const [claim] = claimAll(store, start);
    const { page_count: pages } = pragma('page_count') as { page_count: number };
    pragma(`max_page_count = ${pages}`);
    const big = settlement(claim!, answer({ raw: 'x'.repeat(200_000) }), start);
    const told: unknown[] = [];
    store.onDidChange((change) => told.push(change));
    assert.throws(
      () => {
        store.settle([big]);
      },
      says(/^The disk is full, .* Make room and try again\.$/),
    );
    assert.equal(store.get(claim!.task)?.progress, undefined);
    assert.deepEqual(told, []);
    pragma('max_page_count = 1000000');
    store.settle([big]);
    assert.equal(store.get(claim!.task)?.state, 'running');
  });

  it('says that the file is read-only, and can still be read', () => {
    pragma('query_only = ON');
    assert.throws(() => store.track([newTask('b')], start), says(/is read-only\. Allow writing to it/));
    assert.equal(store.counts().length, 1);
  });

  it('says that another window is busy when it is for too long', () => {
    const other = box.database();
    pragma('busy_timeout = 1');
    other.transact(() => {
      assert.throws(() => store.track([newTask('b')], start), says(/^Another window is busy/));
    });
    assert.equal(store.track([newTask('b')], start).length, 1);
  });

  it('keeps nothing of a transaction that throws', () => {
    assert.throws(
      () =>
        database.transact(() => {
          database.command('DELETE FROM tasks')();
          throw new Error('changed my mind');
        }),
      /changed my mind/,
    );
    assert.equal(store.counts().length, 1);
  });

  it('calls off what comes after the end', () => {
    store.dispose();
    store.dispose();
    assert.throws(() => store.counts(), CancelledError);
    assert.throws(() => store.track([newTask('b')], start), CancelledError);
  });
});
