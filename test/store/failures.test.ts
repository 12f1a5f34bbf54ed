import assert from 'node:assert/strict';
import { CancelledError, UserError } from '../../src/base/errors';
import type { SqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import type { Store } from '../../src/tasks/ports/store';
import { newTask, start, useSandbox } from './sandbox';

describe('createTaskStore: when a transaction fails', () => {
  const box = useSandbox();
  let database: SqlDatabase;
  let store: Store;
  const pragma = (sql: string): unknown => database.query<object>(`PRAGMA ${sql}`).get();
  const says = (sentence: RegExp) => (error: unknown) => error instanceof UserError && sentence.test(error.message);
  beforeEach(() => {
    database = box.database();
    store = box.window('one', database);
    store.tasks.track([newTask('a')], start);
  });

  it('says that another window is busy when that holds the file for too long', () => {
    const other = box.database();
    pragma('busy_timeout = 1');
    other.transact(() => {
      assert.throws(() => store.tasks.track([newTask('b')], start), says(/^The task list is in use by another window/));
    });
    assert.equal(store.tasks.track([newTask('b')], start).length, 1);
  });

  it('rolls back a transaction that throws', () => {
    assert.throws(
      () =>
        database.transact(() => {
          database.command('DELETE FROM tasks')();
          throw new Error('changed my mind');
        }),
      /changed my mind/,
    );
    assert.equal(store.tasks.counts().length, 1);
  });

  it('throws CancelledError once it is disposed', () => {
    store.dispose();
    store.dispose();
    assert.throws(() => store.tasks.counts(), CancelledError);
    assert.throws(() => store.tasks.track([newTask('b')], start), CancelledError);
  });
});
