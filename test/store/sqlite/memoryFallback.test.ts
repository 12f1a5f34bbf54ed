import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlDatabase } from '../../../src/store/sqlite/sqlDatabase';
import type { Store } from '../../../src/tasks/ports/store';
import { createSmallDisk, type SmallDisk } from '../../support/smallDisk';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

const ref = { connection: 'works', id: 'a' };

describe('a store with a file', () => {
  const box = useSandbox();
  let database: SqlDatabase;
  let store: Store;
  const pragma = (sql: string): unknown => database.query<object>(`PRAGMA ${sql}`).get();
  beforeEach(() => {
    database = box.database();
    store = box.window('one', database);
    store.tasks.track([newTask('a', { name: 'Board' }), newTask('b')], start);
  });
  /** Lets the file grow no further. */
  const fillDisk = (): void => {
    const { page_count: pages } = pragma('page_count') as { page_count: number };
    pragma(`max_page_count = ${pages}`);
  };
  const big = (): ReturnType<typeof snapshotOf> => snapshotOf({ raw: 'x'.repeat(200_000) });

  it('goes on in memory with everything when the disk is full, and says so once', () => {
    const claims = claimAll(store, start);
    const transition = { from: 'running', to: 'failed', at: start } as const;
    store.queue.settle([settlement(claims[0]!, snapshotOf({ state: 'failed' }), start, { transition })]);
    fillDisk();
    const changed: string[] = [];
    store.onDidChange(({ tasks }) => changed.push(...tasks.map(({ id }) => id)));
    store.queue.settle([settlement(claims[1]!, big(), start)]);

    assert.deepEqual(box.left, [
      `The disk is full, so the task list ${box.file} cannot be written. Free some space and reload the window.`,
    ]);
    assert.deepEqual(changed, ['b'], 'the response is the only change');
    assert.equal(store.tasks.get({ ...ref, id: 'b' })?.state, 'running', 'the response that did not fit is there');
    assert.equal(store.tasks.get(ref)?.name, 'Board');
    assert.equal(store.outbox.claim(start, start + 1, 9).length, 1, 'the notice is there');
    store.tasks.track([newTask('c')], start);
    store.tasks.rename(ref, 'Renamed');
    assert.deepEqual(
      claimAll(store, start + 60_000)
        .map(({ task }) => task.id)
        .sort(),
      ['b', 'c'],
    );
    assert.equal(box.left.length, 1);
  });

  it('does not change the file any more when the disk is full', () => {
    const [claim] = claimAll(store, start);
    fillDisk();
    store.queue.settle([settlement(claim!, big(), start)]);
    store.tasks.removeOf('works');
    assert.deepEqual(store.tasks.counts(), []);
    const other = box.window('other');
    assert.deepEqual(
      other.tasks.counts().map(({ state, count }) => [state, count]),
      [['unknown', 2]],
    );
  });

  /** Throws as SQLite does when the disk fails. */
  const failToRead = (): never => {
    throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
  };

  it('tries once more when the file cannot be written for a moment, and keeps using it', () => {
    let attempts = 0;
    database.transact(() => {
      attempts += 1;
      database.command("UPDATE tasks SET user_name = user_name || '!' WHERE id = 'a'")();
      return attempts === 1 ? failToRead() : undefined;
    });
    assert.deepEqual(box.left, []);
    assert.equal(box.window('other').tasks.get(ref)?.name, 'Board!');
  });

  it('leaves a file that cannot be written for longer', () => {
    let attempts = 0;
    database.transact(() => {
      attempts += 1;
      return attempts < 3 ? failToRead() : undefined;
    });
    assert.match(box.left.join(' '), /could not be read or written: disk I\/O error\. Check the folder/);
    assert.equal(store.tasks.get(ref)?.name, 'Board');
  });

  it('goes on in memory when the file becomes read-only', () => {
    pragma('query_only = ON');
    assert.equal(store.tasks.counts()[0]?.count, 2);
    assert.deepEqual(box.left, [], 'reading needs no more than that');
    store.tasks.track([newTask('c')], start);
    assert.equal(store.tasks.counts()[0]?.count, 3);
    assert.match(box.left.join(' '), /^The task list .+ is read-only\. Allow writing to it and reload the window\.$/);
  });

  it('gives no key twice when the file fails', () => {
    store.tasks.remove([ref, { ...ref, id: 'b' }]);
    fillDisk();
    store.tasks.track([newTask('c'.repeat(200_000))], start);
    assert.equal(box.left.length, 1);
    assert.equal(database.query<{ key: number }>('SELECT key FROM tasks').get()?.key, 3);
  });

  it('goes on with an empty list that fires changes when the whole file is damaged', () => {
    store.dispose();
    database = box.database();
    store = box.window('next', database);
    const content = readFileSync(box.file);
    writeFileSync(box.file, content.fill(0x5a));
    const changed: string[] = [];
    store.onDidChange(({ tasks }) => changed.push(...tasks.map(({ id }) => id)));
    store.tasks.track([newTask('anew')], start);
    assert.deepEqual(changed, ['anew']);
    assert.match(box.left.join(' '), /is damaged/);
    assert.deepEqual(readFileSync(box.file), content);
  });
});

describe('a store on a real disk', () => {
  const box = useSandbox();
  let disk: SmallDisk;
  let file: string;
  beforeEach(function () {
    const created = createSmallDisk(512);
    if (!created) {
      this.skip();
    }
    disk = box.register(created);
    file = join(disk.folder, 'storage', 'tasks.db');
  });
  const fill = (): void => {
    try {
      for (let count = 0; ; count += 1) {
        writeFileSync(join(disk.folder, `filler ${count}`), 'x'.repeat(4_096));
      }
    } catch {
      // Now it is full.
    }
  };
  const makeRoom = (): void => {
    for (const name of readdirSync(disk.folder).filter((each) => each.startsWith('filler'))) {
      rmSync(join(disk.folder, name));
    }
  };
  const ids = (store: Store): readonly string[] => store.tasks.page({ order: 'tracked', limit: 9 }).map(({ id }) => id);
  /** Opens the file as it is now, and asserts that its tasks are there and can be worked with. */
  const assertGoesOn = (problem: RegExp): void => {
    const opened = box.open(file);
    assert.equal(opened.kind, 'in-memory');
    assert.match(opened.problem.text, problem);
    const store = box.window('next', opened.database);
    assert.deepEqual(ids(store), ['a']);
    store.tasks.track([newTask('b')], start);
    assert.deepEqual(ids(store).length, 2);
    assert.deepEqual(box.left, []);
  };

  it('that is full goes on in memory, and reads the file again when there is room', () => {
    const store = box.window('one', box.database(file));
    store.tasks.track([newTask('a')], start);
    fill();
    for (let count = 0; count < 100; count += 1) {
      store.tasks.track([newTask(`more ${count}`, { name: 'x'.repeat(4_000) })], start);
    }
    assert.match(box.left.join('\n'), /^The disk is full, [^\n]+$/, 'reported once');
    assert.equal(store.tasks.counts()[0]?.count, 101);

    makeRoom();
    const again = box.open(file);
    assert.equal(again.kind, 'opened');
    const kept = box.window('next', again.database).tasks.counts()[0]?.count ?? 0;
    assert.ok(kept > 0 && kept < 101, `${kept} tasks are in the file`);
  });

  it('that is full at the start goes on with the tasks of the file', () => {
    const store = box.window('one', box.database(file));
    store.tasks.track([newTask('a')], start);
    store.dispose();
    fill();
    assertGoesOn(/^The disk is full/);
  });

  it('that is read-only at the start goes on with the tasks of the file', () => {
    const store = box.window('one', box.database(file));
    store.tasks.track([newTask('a')], start);
    store.dispose();
    disk.makeReadOnly();
    assertGoesOn(/is read-only/);
  });

  it('that is full before there is a list begins with an empty one', () => {
    fill();
    const opened = box.open(file);
    assert.equal(opened.kind, 'in-memory');
    const store = box.window('one', opened.database);
    store.tasks.track([newTask('a')], start);
    assert.deepEqual(ids(store), ['a']);
  });
});
