import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

const day = 24 * 60 * 60 * 1_000;
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('T8: the files of the task list', function () {
  if (process.platform === 'win32') {
    // Windows has no such rights; the user's profile is private there.
    return;
  }
  const box = useSandbox();
  let umask: number;
  beforeEach(() => {
    umask = process.umask(0o022);
  });
  afterEach(() => {
    process.umask(umask);
  });

  const rights = (): Record<string, string> =>
    Object.fromEntries(readdirSync(dirname(box.file)).map((name) => [name, mode(join(dirname(box.file), name))]));

  it('T8: belong to the user alone', () => {
    box.window().tasks.track([newTask('a')], start);
    assert.equal(mode(dirname(box.file)), '700');
    assert.deepEqual(rights(), { 'tasks.db': '600', 'tasks.db-shm': '600', 'tasks.db-wal': '600' });
  });

  it('T8: lose the rights that they had', () => {
    box.window().dispose();
    for (const name of ['.', ...readdirSync(dirname(box.file))]) {
      chmodSync(join(dirname(box.file), name), name === '.' ? 0o755 : 0o644);
    }
    writeFileSync(`${box.file}.damaged-20260101T000000Z`, 'an older one');
    box.window().tasks.track([newTask('a')], start);
    assert.equal(mode(dirname(box.file)), '700');
    assert.deepEqual([...new Set(Object.values(rights()))], ['600']);
  });

  it('T8: belong to the user alone when a damaged one is copied', () => {
    mkdirSync(dirname(box.file), { recursive: true });
    writeFileSync(box.file, 'no database '.repeat(1_000));
    assert.equal(box.open().kind, 'opened');
    assert.deepEqual([...new Set(Object.values(rights()))], ['600']);
  });

  describe('after the time for Undo', () => {
    const link = 'https://bucket.example/?Signature=only-for-this-test';
    let store: Store;
    const isOnDisk = (): boolean =>
      readdirSync(dirname(box.file)).some((name) => readFileSync(join(dirname(box.file), name)).includes(link));
    const track = (id: string): void => {
      store.tasks.track([newTask(id)], box.clock.now());
      const snapshot = { ...snapshotOf({ items: [{ state: 'succeeded', link }] }), raw: { link: link.repeat(500) } };
      store.queue.settle(claimAll(store, box.clock.now()).map((claim) => settlement(claim, snapshot, box.clock.now())));
    };
    beforeEach(() => {
      store = box.window();
      track('a');
      store.tasks.remove([{ connection: 'works', id: 'a' }]);
      assert.ok(isOnDisk());
    });

    it('T8: hold nothing of what was untracked', () => {
      assert.equal(store.tasks.purge(25), 0);
      assert.ok(isOnDisk(), 'it can be restored for a day');
      box.clock.advance(day + 1);
      assert.equal(store.tasks.purge(25), 1);
      assert.ok(!isOnDisk());
    });

    it('T8: are cleaned once no other window reads them', () => {
      const other = box.database();
      box.clock.advance(day + 1);
      other.read(() => {
        other.query('SELECT count(*) FROM tasks').get();
        assert.equal(store.tasks.purge(25), 1);
        assert.ok(isOnDisk(), 'the other window still needs the log');
      });
      assert.equal(store.tasks.purge(25), 0);
      assert.ok(!isOnDisk());
    });
  });
});
