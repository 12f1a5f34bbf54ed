import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/tasks/task';
import type { Settlement } from '../../../src/tasks/ports/pollQueue';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

describe('createTaskStore: responses', () => {
  const box = useSandbox();
  let store: Store;
  const ref = { connection: 'works', id: 'a' };
  beforeEach(() => {
    store = box.window();
    store.tasks.track([newTask('a')], start);
  });
  let now = start;
  const settle = (snapshot: Snapshot, more: Partial<Settlement> = {}): void => {
    now += 60_000;
    const [claim] = claimAll(store, now);
    assert.ok(claim);
    store.queue.settle([settlement(claim, snapshot, now, more)]);
  };
  const files = (count: number): Snapshot['items'] =>
    Array.from({ length: count }, (_, index) => ({ state: 'succeeded', target: `out/${index}.edif` }));

  it('returns every field of a response', () => {
    const snapshot: Snapshot = {
      state: 'partial',
      rawState: '1',
      percent: 66.5,
      completed: 4,
      failed: 2,
      total: 6,
      createdAt: start - 5,
      endedAt: start,
      error: { code: 'DSC.1', message: '{0} files failed', args: [2] },
      facts: [
        { label: 'Waiting files', value: '3' },
        { label: 'Task type', value: 'type {0}', args: ['x'] },
      ],
      items: [
        { state: 'failed', source: 's', target: 't', link: 'https://example.com', reason: 'r' },
        { state: 'unknown', source: 'u', unaccounted: true },
      ],
      raw: { status: 1, id: '9007199254740993', nested: [null, true] },
    };
    settle(snapshot);
    assert.deepEqual(store.tasks.snapshot(ref), snapshot);
    assert.deepEqual(store.tasks.response(ref), snapshot.raw);
    assert.equal(store.tasks.response({ ...ref, id: 'gone' }), undefined);
    const task = store.tasks.get(ref);
    const { items: _items, raw: _raw, ...progress } = snapshot;
    assert.deepEqual(task?.progress, progress);
    assert.equal(task.state, 'partial');
    assert.equal(task.itemCount, 2);
    assert.equal('nextPollAt' in task, false);
  });

  it('can be read, whatever numbers a service sends', () => {
    const huge = snapshotOf({ total: 1e17, completed: 0.5, percent: Number.NaN, createdAt: 8.64e18, raw: {} });
    settle(huge, { sample: { at: now, percent: Number.NaN } });
    const { percent: _percent, ...rest } = huge;
    assert.deepEqual(store.tasks.snapshot(ref), rest);
    assert.equal(store.tasks.page({ order: 'activity', limit: 1 }).length, 1);
    assert.deepEqual(store.tasks.samples(ref), []);
  });

  it('keeps a response without JSON', () => {
    settle(snapshotOf({ raw: undefined }));
    assert.equal(store.tasks.snapshot(ref)?.raw, null);
  });

  it('returns any range of many items, in order', () => {
    const items = files(1_001);
    settle(snapshotOf({ items }));
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

  it('drops items that a later response no longer names', () => {
    settle(snapshotOf({ items: files(450) }));
    settle(snapshotOf({ items: files(3) }));
    assert.deepEqual(store.tasks.items(ref, 0, 1_000), files(3));
    settle(snapshotOf());
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
    settle(snapshotOf({ items: files(450) }));
    assert.equal(written(), 4);
    settle(snapshotOf({ items: files(450) }));
    assert.equal(written(), 0);
    settle(snapshotOf({ items: files(451) }));
    assert.equal(written(), 1);
  });

  it('keeps the last response when there is no new one', () => {
    settle(snapshotOf({ percent: 5, raw: 'kept' }));
    now += 60_000;
    const [claim] = claimAll(store, now);
    store.queue.settle([{ claim: claim!, task: { ...claim!.task, failures: 1, nextPollAt: now + 1 } }]);
    assert.equal(store.tasks.snapshot(ref)?.raw, 'kept');
    assert.equal(store.tasks.get(ref)?.progress?.percent, 5);
  });

  it('keeps the last 100 samples', () => {
    for (let percent = 1; percent <= 103; percent += 1) {
      settle(snapshotOf({ percent }), { sample: { at: start + percent, percent } });
    }
    const samples = store.tasks.samples(ref);
    assert.equal(samples.length, 100);
    assert.deepEqual(samples[0], { at: start + 4, percent: 4 });
    assert.deepEqual(samples.at(-1), { at: start + 103, percent: 103 });
  });

  it('keeps when responses found another state, and no more than the last 50', () => {
    const states = (): readonly string[] => store.tasks.transitions(ref).map(({ state }) => state);
    for (const state of ['queued', 'queued', 'running', 'running', 'unknown'] as const) {
      settle(snapshotOf({ state }));
    }
    assert.deepEqual(states(), ['queued', 'running', 'unknown']);
    assert.equal(store.tasks.transitions(ref)[1]?.at, now - 2 * 60_000);
    for (let times = 0; times < 30; times += 1) {
      settle(snapshotOf({ state: 'queued' }));
      settle(snapshotOf({ state: 'running' }));
    }
    assert.equal(states().length, 50);
    assert.equal(states().at(-1), 'running');
  });

  it('keeps a first response that says no more than was known', () => {
    settle(snapshotOf({ state: 'unknown' }));
    assert.equal(store.tasks.transitions(ref).length, 1);
  });
});
