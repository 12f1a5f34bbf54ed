import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inEnglish } from '../../../src/base/message';
import type { OpenedDatabase } from '../../../src/store/sqlite/database';
import { migrations } from '../../../src/store/sqlite/migrations';
import { createTaskStore } from '../../../src/store/taskStore';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('openDatabase', () => {
  const box = useSandbox();

  const open = (file = box.file): OpenedDatabase => box.open(file);
  const problemOf = (opened: OpenedDatabase): string => {
    assert.equal(opened.kind, 'in-memory');
    return inEnglish(opened.problem);
  };
  /** Writes a list of tasks and closes it. */
  const fill = (count = 1): void => {
    const store = box.window();
    store.tasks.track(
      Array.from({ length: count }, (_, index) => newTask(`task ${index}`)),
      start,
    );
    store.dispose();
  };
  /** Asserts that the damaged file is kept under a new name and that the list works again, with what could be read. */
  const assertSetAside = (content: Buffer, least = 0, most = least): void => {
    const opened = open();
    assert.equal(opened.kind, 'opened');
    assert.equal(opened.damaged?.path, `${box.file}.damaged-20270115T080000Z`);
    assert.deepEqual(readFileSync(opened.damaged.path), content);
    const store = createTaskStore(opened.database, { clock: box.clock, log: box.log, windowId: 'next' });
    const saved = store.tasks.counts().reduce((sum, { count }) => sum + count, 0);
    assert.equal(opened.damaged.savedTasks, saved);
    assert.ok(saved >= least && saved <= most, `${saved} tasks were saved`);
    store.tasks.track([newTask('anew')], start);
    store.dispose();
    const again = open();
    assert.ok(again.kind === 'opened' && again.damaged === undefined);
    again.database.dispose();
  };

  it('creates the folder and keeps what was tracked', () => {
    fill();
    const opened = open();
    assert.equal(opened.kind, 'opened');
    const store = box.window('next', opened.database);
    assert.equal(store.tasks.get({ connection: 'works', id: 'task 0' })?.name, 'task 0');
  });

  it('writes ahead, waits a moment for other windows and keeps references', () => {
    const database = box.database();
    const pragma = (name: string): unknown => Object.values(database.query<object>(`PRAGMA ${name}`).get() ?? {})[0];
    assert.equal(pragma('journal_mode'), 'wal');
    assert.equal(pragma('synchronous'), 1);
    assert.equal(pragma('foreign_keys'), 1);
    assert.equal(pragma('busy_timeout'), 100);
  });

  it('sets a file aside that is no database', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    const content = Buffer.from('These are not the tasks you are looking for. '.repeat(100));
    writeFileSync(box.file, content);
    assertSetAside(content);
  });

  it('sets a file aside that was cut off', () => {
    fill(500);
    truncateSync(box.file, 20_000);
    assertSetAside(readFileSync(box.file), 0, 499);
  });

  it('sets a file aside whose pages were overwritten', () => {
    fill(2_000);
    const content = readFileSync(box.file);
    content.fill(0x5a, Math.floor(content.length / 2), content.length - 4_096);
    writeFileSync(box.file, content);
    assertSetAside(content, 500, 1_999);
  });

  it('sets a file aside that says it is ours but has no tables', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    const other = new DatabaseSync(box.file);
    other.exec(`CREATE TABLE other (a); PRAGMA user_version = ${migrations.length}`);
    other.close();
    assertSetAside(readFileSync(box.file));
  });

  it('keeps every damaged file when several are found in one second', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    for (const content of ['first '.repeat(200), 'second '.repeat(200)]) {
      writeFileSync(box.file, content);
      const opened = open();
      assert.ok(opened.kind === 'opened' && opened.damaged);
      assert.equal(readFileSync(opened.damaged.path, 'utf8'), content);
      opened.database.dispose();
    }
  });

  it('checks the whole file after a running window found damage', () => {
    const store = box.window();
    store.tasks.track([newTask('a')], start);
    store.queue.settle(claimAll(store, start).map((claim) => settlement(claim, snapshotOf(), start)));
    store.dispose();
    // A page of the responses, which opening does not check.
    const reader = new DatabaseSync(box.file);
    const page = Number(reader.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'responses'").get()?.rootpage);
    reader.close();
    const content = readFileSync(box.file);
    content.fill(0xff, 4_096 * (page - 1), 4_096 * page);
    writeFileSync(box.file, content);

    const running = box.window();
    const ref = { connection: 'works', id: 'a' };
    assert.equal(running.tasks.snapshot(ref), undefined, 'what was damaged is gone');
    assert.equal(running.tasks.get(ref)?.state, 'running', 'and everything else goes on');
    assert.match(box.left.join(' '), /^The task list .+ is damaged\. Reload the window: everything readable is copied/);
    running.tasks.track([newTask('b')], start);
    running.dispose();
    assertSetAside(readFileSync(box.file), 1);
  });

  it('does not touch the file of a newer version, and begins with an empty list', () => {
    fill();
    const newer = new DatabaseSync(box.file);
    newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    newer.close();
    const content = readFileSync(box.file);
    const opened = open();
    assert.match(problemOf(opened), /newer version of Cloud Task Tracker\. Update this one\.$/);
    const store = box.window('one', opened.database);
    assert.deepEqual(store.tasks.counts(), []);
    store.tasks.track([newTask('anew')], start);
    assert.equal(store.tasks.counts().length, 1);
    assert.deepEqual(readFileSync(box.file), content);
    assert.deepEqual(readdirSync(dirname(box.file)), ['tasks.db']);
  });

  it('says so when the folder cannot be created', () => {
    writeFileSync(join(box.folder, 'plain'), 'a file where a folder should be');
    assert.match(
      problemOf(open(join(box.folder, 'plain', 'tasks.db'))),
      /could not be read or written: .+\. Check the folder/,
    );
  });

  it('says so when the file is a folder', () => {
    mkdirSync(box.file, { recursive: true });
    assert.match(problemOf(open()), /could not be read or written/);
    assert.deepEqual(readdirSync(dirname(box.file)), ['tasks.db']);
  });

  it('says so where nothing can be written', function () {
    if (process.platform !== 'linux') {
      this.skip();
    }
    assert.match(problemOf(open('/proc/tasks.db')), /could not be read or written/);
    assert.match(problemOf(open('/proc/self/storage/tasks.db')), /could not be read or written/);
  });
});
