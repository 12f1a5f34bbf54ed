import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/tasks/task';
import type { Settlement } from '../../../src/tasks/ports/pollQueue';
import type { Store } from '../../../src/tasks/ports/store';
import { answer, claimAll, newTask, settlement, start, useSandbox } from '../sandbox';

describe('createTaskStore: answers', () => {
  const box = useSandbox();
  let store: Store;
  const ref = { connection: 'works', id: 'a' };
  beforeEach(() => {
    store = box.window();
    store.tasks.track([newTask('a')], start);
  });
  let now = start;
  const give = (snapshot: Snapshot, more: Partial<Settlement> = {}): void => {
    now += 60_000;
    const [claim] = claimAll(store, now);
    assert.ok(claim);
    store.queue.settle([settlement(claim, snapshot, now, more)]);
  };
  const files = (count: number): Snapshot['items'] =>
    Array.from({ length: count }, (_, index) => ({ state: 'succeeded', target: `out/${index}.edif` }));

  it('gives back every field of an answer', () => {
    const snapshot: Snapshot = {
      state: 'partial',
      rawState: '1',
      percent: 66.5,
      completed: 4,
      failed: 2,
      total: 6,
      createdAt: start - 5,
      endedAt: start,
      error: { code: 'DSC.1', message: 'two files failed' },
      items: [{ state: 'failed', source: 's', target: 't', link: 'https://example.com', reason: 'r' }],
      raw: { status: 1, id: '9007199254740993', nested: [null, true] },
    };
    give(snapshot);
    assert.deepEqual(store.tasks.snapshot(ref), snapshot);
    const task = store.tasks.get(ref);
    const { items: _items, raw: _raw, ...progress } = snapshot;
    assert.deepEqual(task?.progress, progress);
    assert.equal(task.state, 'partial');
    assert.equal(task.itemCount, 1);
    assert.equal('nextPollAt' in task, false);
  });

  it('can be read whatever numbers a service sends', () => {
    const huge = answer({ total: 1e17, completed: 0.5, percent: Number.NaN, createdAt: 8.64e18 });
    give(huge, { sample: { at: now, percent: Number.NaN } });
    const { percent: _percent, ...rest } = huge;
    assert.deepEqual(store.tasks.snapshot(ref), rest);
    assert.equal(store.tasks.page({ order: 'activity', limit: 1 }).length, 1);
    assert.deepEqual(store.tasks.samples(ref), []);
  });

  it('keeps an answer without JSON', () => {
    give(answer({ raw: undefined }));
    assert.equal(store.tasks.snapshot(ref)?.raw, null);
  });

  it('gives any part of many items in their order', () => {
    const items = files(1_001);
    give(answer({ items }));
    for (const [offset, limit] of [
      [0, 10],
      [195, 10],
      [200, 200],
      [399, 402],
      [990, 100],
      [1_001, 5],
      [5_000, 5],
      [0, 0],
    ] as const) {
      assert.deepEqual(store.tasks.items(ref, offset, limit), items.slice(offset, offset + limit));
    }
    assert.deepEqual(store.tasks.snapshot(ref)?.items, items);
  });

  it('forgets items that a later answer no longer names', () => {
    give(answer({ items: files(450) }));
    give(answer({ items: files(3) }));
    assert.deepEqual(store.tasks.items(ref, 0, 1_000), files(3));
    give(answer());
    assert.deepEqual(store.tasks.items(ref, 0, 1_000), []);
  });

  it('writes only the items that are new', () => {
    store.dispose();
    const database = box.database();
    store = box.window('counting', database);
    database.command('CREATE TEMP TABLE written (what TEXT)')();
    for (const table of ['item_pages', 'responses']) {
      for (const event of ['INSERT', 'UPDATE', 'DELETE']) {
        database.command(
          `CREATE TEMP TRIGGER ${table}_${event} AFTER ${event} ON main.${table}
          BEGIN INSERT INTO written VALUES ('${table}'); END`,
        )();
      }
    }
    const written = (): number => {
      const [row] = database.query<{ count: number }>('SELECT count(*) AS count FROM written').all();
      database.command('DELETE FROM written')();
      return row?.count ?? 0;
    };
    give(answer({ items: files(450) }));
    assert.equal(written(), 4);
    give(answer({ items: files(450) }));
    assert.equal(written(), 0);
    give(answer({ items: files(451) }));
    assert.equal(written(), 1);
  });

  it('keeps the last answer when there is no new one', () => {
    give(answer({ percent: 5, raw: 'kept' }));
    now += 60_000;
    const [claim] = claimAll(store, now);
    store.queue.settle([{ claim: claim!, task: { ...claim!.task, failures: 1, nextPollAt: now + 1 } }]);
    assert.equal(store.tasks.snapshot(ref)?.raw, 'kept');
    assert.equal(store.tasks.get(ref)?.progress?.percent, 5);
  });

  it('keeps the last 100 samples', () => {
    for (let percent = 1; percent <= 103; percent += 1) {
      give(answer({ percent }), { sample: { at: start + percent, percent } });
    }
    const samples = store.tasks.samples(ref);
    assert.equal(samples.length, 100);
    assert.deepEqual(samples[0], { at: start + 4, percent: 4 });
    assert.deepEqual(samples.at(-1), { at: start + 103, percent: 103 });
  });
});
