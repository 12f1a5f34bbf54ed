import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/base/message';
import { CancelledError } from '../../../src/base/errors';
import type { ExportRecord } from '../../../src/tasks/export/records';
import { writeRecords, type ExportRequest } from '../../../src/tasks/export/readRecords';
import type { Store } from '../../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../../store/sandbox';
import { snapshotOf } from '../trackedTasks';

describe('an export of tasks', () => {
  const box = useSandbox();
  let store: Store;
  /** The most that was read or written in one go. */
  let atOnce: number;
  let records: ExportRecord[];

  beforeEach(() => {
    store = box.window();
    [atOnce, records] = [0, []];
  });

  const write = (request: Partial<ExportRequest>): ReturnType<typeof writeRecords> => {
    const writer = {
      page(page: readonly ExportRecord[]) {
        atOnce = Math.max(atOnce, page.length);
        records.push(...page);
        return `${page.length};`;
      },
      end: () => 'end',
    };
    const texts = { connection: (id: string) => `My ${id}`, sentence: inEnglish };
    const timeSlicer = { run: <T>(work: () => T): T => work() };
    return writeRecords(
      { tasks: store.tasks, timeSlicer, texts },
      { tasks: { queries: [{ order: 'activity' }] }, content: 'tasks', writer, ...request },
    );
  };
  const respond = (items: number): void => {
    const list = Array.from({ length: items }, (_, index) => ({ state: 'succeeded', source: `f${index}` }) as const);
    const claims = claimAll(store, start);
    store.queue.settle(
      claims.map((claim) => settlement(claim, snapshotOf({ percent: 40, createdAt: start, items: list }), start)),
    );
  };

  it('has each task once, in the order of the list, a few at a time', async () => {
    const all = Array.from({ length: 1_203 }, (_, index) => newTask(`t${index}`));
    store.tasks.track(all, start);
    const shares: number[] = [];
    const { count, parts } = await write({ onProgress: (share) => shares.push(share) });
    assert.deepEqual(
      records.map(({ id }) => id),
      store.tasks.pageRefs({ order: 'activity', limit: 2_000 }).map(({ id }) => id),
    );
    assert.deepEqual([count, parts.at(-1)], [1_203, 'end']);
    assert.ok(atOnce <= 25);
    assert.deepEqual(
      [...shares].sort((one, other) => one - other),
      shares,
    );
    assert.equal(shares.at(-1), 1);
  });

  it('has what the store knows of a task', async () => {
    store.tasks.track([newTask('1', { name: '=Board' })], start);
    respond(2);
    store.tasks.mark([{ connection: 'works', id: '1' }], { isPinned: true });
    await write({});
    const [task] = records;
    assert.deepEqual(
      [task?.['connectionName'], task?.['name'], task?.['state'], task?.['percent'], task?.['files']],
      ['My works', '=Board', 'running', 40, 2],
    );
    assert.deepEqual([task?.['createdAt'], task?.['endedAt']], [new Date(start).toISOString(), undefined]);
    assert.deepEqual([task?.['muted'], task?.['pinned']], [false, true]);
  });

  it('has all files of the given tasks, and leaves out a task that is gone', async () => {
    store.tasks.track([newTask('1'), newTask('2')], start);
    respond(450);
    const refs = ['1', 'gone', '2'].map((id) => ({ connection: 'works', id }));
    const { count } = await write({ tasks: refs, content: 'items' });
    assert.equal(count, 900);
    assert.ok(atOnce <= 200);
    assert.deepEqual(
      [records[449], records[450]].map((each) => [each?.['taskId'], each?.['number'], each?.['source']]),
      [
        ['1', 450, 'f449'],
        ['2', 1, 'f0'],
      ],
    );
  });

  it('has only the files that the filter and the text find', async () => {
    store.tasks.track([newTask('1')], start);
    respond(450);
    const { count } = await write({ tasks: { queries: [{ order: 'activity' }] }, content: 'items', text: ' F44 ' });
    assert.deepEqual([count, records[0]?.['source'], records[0]?.['number']], [11, 'f44', 45]);
    assert.equal((await write({ content: 'items', text: 'f44', filter: 'failed' })).count, 0);
  });

  it('ends at once when it is canceled', async () => {
    store.tasks.track(
      Array.from({ length: 100 }, (_, index) => newTask(`t${index}`)),
      start,
    );
    const stop = new AbortController();
    const onProgress = (): void => {
      stop.abort();
    };
    await assert.rejects(write({ signal: stop.signal, onProgress }), CancelledError);
    assert.equal(records.length, 25);
  });
});
