import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileVersion, migrate, migrations } from '../../../src/store/sqlite/migrations';
import { newTask, start, useSandbox } from '../sandbox';

describe('migrate', () => {
  const box = useSandbox();

  for (let version = 0; version <= migrations.length; version += 1) {
    it(`makes a file of version ${version} usable`, () => {
      mkdirSync(dirname(box.file), { recursive: true });
      const old = new DatabaseSync(box.file);
      migrate(old, migrations.slice(0, version));
      assert.equal(fileVersion(old), version);
      old.close();
      const store = box.window();
      store.tasks.track([newTask('a')], start);
      assert.equal(store.tasks.page({ order: 'activity', limit: 10 }).length, 1);
      store.dispose();
      const now = new DatabaseSync(box.file);
      assert.equal(fileVersion(now), migrations.length);
      now.close();
    });
  }

  it('runs only the steps that are missing', () => {
    const handle = new DatabaseSync(':memory:');
    migrate(handle, ['CREATE TABLE one (a)']);
    migrate(handle, ['CREATE TABLE one (a)', 'CREATE TABLE two (a)']);
    assert.equal(fileVersion(handle), 2);
    handle.exec('SELECT * FROM one, two');
    handle.close();
  });

  it('finds nothing to do when another window was faster', () => {
    const [slow, fast] = [box.file, box.file].map((file) => {
      mkdirSync(dirname(file), { recursive: true });
      return new DatabaseSync(file);
    });
    assert.ok(slow && fast);
    const overtaken = new Proxy(slow, {
      get(target, property) {
        if (property === 'exec') {
          return (sql: string) => {
            if (sql === 'BEGIN IMMEDIATE') {
              migrate(fast, ['CREATE TABLE one (a)']);
            }
            target.exec(sql);
          };
        }
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    migrate(overtaken, ['CREATE TABLE one (a)']);
    assert.equal(fileVersion(slow), 1);
    slow.close();
    fast.close();
  });

  it('leaves the file as it was when a step fails', () => {
    const handle = new DatabaseSync(':memory:');
    migrate(handle, ['CREATE TABLE one (a)']);
    assert.throws(() => {
      migrate(handle, ['', 'CREATE TABLE two (a)', 'NO SUCH STATEMENT']);
    });
    assert.equal(fileVersion(handle), 1);
    assert.throws(() => {
      handle.exec('SELECT * FROM two');
    });
    migrate(handle, ['', 'CREATE TABLE two (a)']);
    assert.equal(fileVersion(handle), 2);
    handle.close();
  });

  it('gives both tables of tasks the same columns', () => {
    const handle = new DatabaseSync(':memory:');
    migrate(handle);
    const columns = (table: string): readonly unknown[] =>
      handle
        .prepare(`SELECT name FROM pragma_table_xinfo('${table}') WHERE name <> 'removed_at'`)
        .all()
        .map(({ name }) => name);
    assert.deepEqual(columns('removed_tasks'), columns('tasks'));
    handle.close();
  });
});
