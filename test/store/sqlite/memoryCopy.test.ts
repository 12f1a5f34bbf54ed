import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copyToMemory, readIntoMemory } from '../../../src/store/sqlite/memoryCopy';
import { migrate, migrations } from '../../../src/store/sqlite/migrations';
import { createSqlDatabase } from '../../../src/store/sqlite/sqlDatabase';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('copyToMemory', () => {
  const box = useSandbox();
  const windowOn = (handle: DatabaseSync): Store => box.window('copy', createSqlDatabase(handle, 'copy'));
  const copied = (): Store => {
    const source = new DatabaseSync(box.file);
    const copy = copyToMemory(source);
    source.close();
    return windowOn(copy);
  };

  it('copies everything: responses, items, samples, rejections, removed tasks', () => {
    const store = box.window();
    store.tasks.track([newTask('a', { name: '  图纸 ' }), newTask('b')], start);
    const items = Array.from({ length: 450 }, (_, index) => ({ state: 'failed', source: `${index}` }) as const);
    const claims = claimAll(store, start);
    const sample = { at: start, percent: 12.5 };
    store.queue.settle(
      claims.map((claim) => settlement(claim, snapshotOf({ items, percent: 12.5 }), start, { sample })),
    );
    store.connections.rejectCredentials('works', 3, { kind: 'unauthorised', host: 'a.example.com' }, start);
    const removed = store.tasks.remove([{ connection: 'works', id: 'b' }]);

    const copy = copied();
    const ref = { connection: 'works', id: 'a' };
    assert.deepEqual(copy.tasks.get(ref), store.tasks.get(ref));
    assert.deepEqual(copy.tasks.snapshot(ref), store.tasks.snapshot(ref));
    assert.deepEqual(copy.tasks.samples(ref), [sample]);
    assert.deepEqual(copy.connections.state('works'), store.connections.state('works'));
    copy.tasks.restore(removed);
    assert.equal(copy.tasks.snapshot({ ...ref, id: 'b' })?.items.length, 450);
  });

  it('migrates a list of an older version', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    const old = new DatabaseSync(box.file);
    migrate(old, migrations.slice(0, 1));
    old.exec(`INSERT INTO tasks (connection, id, provider, state, ended, tracked_at, changed_at, listed_at, revision, listed_revision)
      VALUES ('works', 'old', 'huawei-dsc', 'running', 0, 1, 1, 1, 1, 1)`);
    old.close();
    const before = readFileSync(box.file);
    const copy = copied();
    assert.equal(copy.tasks.get({ connection: 'works', id: 'old' })?.state, 'running');
    copy.tasks.track([newTask('new')], start);
    assert.equal(copy.tasks.counts().length, 2);
    assert.deepEqual(readFileSync(box.file), before);
  });

  it('copies the tasks that come before the damage', () => {
    const store = box.window();
    store.tasks.track(
      Array.from({ length: 2_000 }, (_, index) => newTask(`task ${index}`)),
      start,
    );
    store.dispose();
    const content = readFileSync(box.file);
    content.fill(0x5a, Math.floor(content.length / 2), content.length - 4_096);
    writeFileSync(box.file, content);
    const copy = copied();
    assert.equal(copy.tasks.get({ connection: 'works', id: 'task 0' })?.state, 'unknown');
    const kept = copy.tasks.counts().reduce((sum, { count }) => sum + count, 0);
    assert.ok(kept > 10 && kept < 2_000, `${kept} tasks were kept`);
  });
});

describe('readIntoMemory', () => {
  const box = useSandbox();

  it('makes an empty list when the file holds none, and does not change the file', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    for (const content of [undefined, '', 'no database '.repeat(1_000)]) {
      if (content !== undefined) {
        writeFileSync(box.file, content);
      }
      const store = box.window('copy', createSqlDatabase(readIntoMemory(box.file), box.file));
      store.tasks.track([newTask('a')], start);
      assert.equal(store.tasks.counts().length, 1);
      if (content !== undefined) {
        assert.equal(readFileSync(box.file, 'utf8'), content);
      }
    }
  });
});
