import assert from 'node:assert/strict';
import { BusyError, CancelledError } from '../../../../src/base/errors';
import { message } from '../../../../src/base/message';
import type { Item } from '../../../../src/tasks/task';
import { ItemList } from '../../../../src/ui/views/details/itemList';
import { firstQuery, type ItemQuery } from '../../../../src/ui/views/details/messages';

const ref = { connection: 'works', id: 'a' };
const done = (source: string, more: Partial<Item> = {}): Item => ({ state: 'succeeded', source, ...more });
const broken = (source: string, reason: string): Item => ({ state: 'failed', source, reason });

/** A list over these items; `reads` notes what was read of them. */
function listOf(items: readonly Item[], onRead = (): void => undefined) {
  const reads: number[] = [];
  const read = (_: unknown, offset: number, limit: number): readonly Item[] => {
    reads.push(offset);
    onRead();
    return items.slice(offset, offset + limit);
  };
  return { reads, list: new ItemList({ items: read }, ref, { run: (work) => work() }) };
}

describe('ItemList', () => {
  const items = [
    broken('in/sheet-9.dwg', 'No LICENSE.'),
    { state: 'unknown', source: 'in/lost.dwg', unaccounted: true } as const,
    done('in/sheet-10.dwg', { target: 'out/sheet-10.dwg' }),
    done('in/sheet-2.dwg'),
    { state: 'running', source: 'in/sheet-1.dwg' } as const,
  ];
  const sources = async (
    query: Partial<ItemQuery>,
    offset = 0,
    limit = 100,
  ): Promise<readonly (string | undefined)[]> =>
    (await listOf(items).list.page({ ...firstQuery, ...query }, offset, limit)).items.map(({ item }) => item.source);

  it('keeps the order of the store, where what failed comes first', async () => {
    assert.deepEqual(await sources({}), [
      ...['in/sheet-9.dwg', 'in/lost.dwg', 'in/sheet-10.dwg', 'in/sheet-2.dwg', 'in/sheet-1.dwg'],
    ]);
    assert.deepEqual(await sources({}, 1, 2), ['in/lost.dwg', 'in/sheet-10.dwg']);
  });

  it('filters, and counts what each filter finds', async () => {
    assert.deepEqual(await sources({ filter: 'failed' }), ['in/sheet-9.dwg', 'in/lost.dwg']);
    assert.deepEqual(await sources({ filter: 'finished' }), ['in/sheet-10.dwg', 'in/sheet-2.dwg']);
    const { counts, columns, total } = await listOf(items).list.page({ ...firstQuery, filter: 'failed' }, 0, 1);
    assert.deepEqual(counts, { all: 5, failed: 2, finished: 2 });
    assert.deepEqual(columns, ['state', 'source', 'target', 'reason']);
    assert.equal(total, 2);
  });

  it('measures the columns by what is shown of them, a long text up to a limit', async () => {
    const widthsOf = async (...all: readonly Item[]) => (await listOf(all).list.page(firstQuery, 0, 1)).widths;
    assert.deepEqual(await widthsOf(...items), { source: 15, target: 16, reason: 11 });
    const json = JSON.stringify({ error_code: 'IMG.0007', error_msg: 'Too large', request_id: '0123456789abcdef' });
    assert.deepEqual(await widthsOf(broken('图纸一.dwg', json)), { source: 10, target: 0, reason: 9 });
    assert.deepEqual(await widthsOf(done('x'.repeat(500))), { source: 80, target: 0, reason: 0 });
  });

  it('searches all texts of an item, in any case', async () => {
    assert.deepEqual(await sources({ text: ' license ' }), ['in/sheet-9.dwg']);
    assert.deepEqual(await sources({ text: 'OUT/' }), ['in/sheet-10.dwg']);
    assert.deepEqual(await sources({ text: 'nowhere' }), []);
  });

  it('sorts by a column, numbers by their value and empty texts last', async () => {
    const ascending = ['in/lost.dwg', ...[1, 2, 9, 10].map((sheet) => `in/sheet-${sheet}.dwg`)];
    assert.deepEqual(await sources({ sort: 'source' }), ascending);
    assert.deepEqual(await sources({ sort: 'source', descending: true }), [...ascending].reverse());
    assert.deepEqual((await sources({ sort: 'reason' }))[0], 'in/sheet-9.dwg');
  });

  it('says which item of the snapshot each row is', async () => {
    const { items: rows } = await listOf(items).list.page({ ...firstQuery, sort: 'source' }, 0, 2);
    assert.deepEqual(
      rows.map(({ index }) => index),
      [1, 4],
    );
  });

  it('reads all items once for a query, in parts, and again when they may have changed', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => done(`sheet-${index}`));
    const { list, reads } = listOf(many);
    await list.page(firstQuery, 0, 10);
    assert.deepEqual(reads.splice(0), [0, 200, 400, 600, 800, 1_000, 0]);
    await list.page(firstQuery, 500, 10);
    assert.deepEqual(reads.splice(0), [500]);
    list.invalidate();
    await list.page(firstQuery, 0, 10);
    assert.equal(reads.length, 7);
  });

  it('walks again after a read that failed', async () => {
    let isBusy = true;
    const { list } = listOf(items, () => {
      if (isBusy) {
        throw new BusyError(message('Busy.'));
      }
    });
    await assert.rejects(list.page(firstQuery, 0, 10), BusyError);
    isBusy = false;
    assert.equal((await list.page(firstQuery, 0, 10)).total, items.length);
  });

  it('gives no page of which it cannot say that it is still true', async () => {
    const { list } = listOf(items, () => {
      list.invalidate();
    });
    await assert.rejects(list.page(firstQuery, 0, 10), CancelledError);
  });
});
