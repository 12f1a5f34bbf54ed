import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SqlDatabase } from '../../../src/store/sqlite/sqlDatabase';
import { denySharedMemory } from '../noSharedMemory';
import { newTask, start, useSandbox } from '../sandbox';

describe('the journal of the task list (E8)', () => {
  const box = useSandbox();
  const journalOf = (database: SqlDatabase): unknown =>
    database.query<{ journal_mode: string }>('PRAGMA journal_mode').get()?.journal_mode;
  const synchronousOf = (database: SqlDatabase): unknown =>
    database.query<{ synchronous: number }>('PRAGMA synchronous').get()?.synchronous;
  const isTracked = (database: SqlDatabase, id: string): boolean =>
    box.window(`reads ${id}`, database).tasks.get({ connection: 'works', id }) !== undefined;

  it('is kept in a file, and safe when the power fails, where no memory is shared', () => {
    denySharedMemory(box.file);
    const first = box.database();
    assert.equal(journalOf(first), 'delete');
    assert.equal(synchronousOf(first), 2);
    box.window('first', first).tasks.track([newTask('a')], start);
    denySharedMemory(box.file);
    assert.ok(isTracked(box.database(), 'a'));
    assert.deepEqual(
      readdirSync(dirname(box.file)).filter((name) => name.includes('probe')),
      [],
    );
  });

  it('replaces the log of a file that was moved to such a place', () => {
    const before = box.window('before');
    before.tasks.track([newTask('a')], start);
    before.dispose();
    const log = new DatabaseSync(box.file);
    assert.equal(log.prepare('PRAGMA journal_mode').get()?.journal_mode, 'wal');
    log.close();

    denySharedMemory(box.file);
    const moved = box.database();
    assert.equal(journalOf(moved), 'delete');
    assert.ok(isTracked(moved, 'a'));
  });

  it('is a log again where memory is shared', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    const file = new DatabaseSync(box.file);
    file.exec('PRAGMA journal_mode = DELETE; CREATE TABLE a (b); DROP TABLE a');
    file.close();
    assert.equal(journalOf(box.database()), 'wal');
  });
});
