import assert from 'node:assert/strict';
import { ItemRows } from '../../src/panel/itemRows';
import { firstQuery, type HostMessage, type ItemRow } from '../../src/ui/views/details/messages';

type ItemsMessage = HostMessage & { readonly type: 'items' };

const rowOf = (index: number, source: string): ItemRow => ({
  ...{ index, tone: 'good', icon: 'pass', state: 'succeeded', source, target: '', reason: '', hasLink: false },
});
const answer = (request: number, offset: number, sources: readonly string[], total: number): ItemsMessage => ({
  ...{ type: 'items', request, offset, total, columns: ['state', 'source'] },
  widths: { source: 9, target: 0, reason: 0 },
  counts: { all: total, failed: 0, finished: total },
  rows: sources.map((source, place) => rowOf(offset + place, source)),
});

describe('ItemRows', () => {
  it('asks for each block in sight once', () => {
    const rows = new ItemRows(firstQuery);
    assert.deepEqual(rows.missing(0, 0), [{ request: 0, offset: 0, limit: 100 }]);
    assert.deepEqual(rows.missing(0, 40), []);
    rows.take(answer(0, 0, ['a'], 10_000));
    assert.deepEqual(
      rows.missing(180, 230).map(({ offset }) => offset),
      [100, 200],
    );
    assert.equal(rows.total, 10_000);
  });

  it('drops what answers an older query', () => {
    const rows = new ItemRows(firstQuery);
    rows.missing(0, 0);
    rows.setQuery({ ...firstQuery, text: 'x' });
    const [next] = rows.missing(0, 0);
    assert.equal(rows.take(answer(0, 0, ['old'], 5)), false);
    assert.equal(rows.at(0), undefined);
    assert.equal(rows.take(answer(next!.request, 0, ['new'], 1)), true);
    assert.equal(rows.at(0)?.source, 'new');
  });

  it('keeps the rows on the screen until the changed ones come, and forgets those beyond the new end', () => {
    const rows = new ItemRows(firstQuery);
    rows.missing(0, 0);
    rows.take(answer(0, 0, ['a', 'b', 'c'], 3));
    rows.invalidate();
    assert.equal(rows.at(2)?.source, 'c');
    const [next] = rows.missing(0, 2);
    rows.take(answer(next!.request, 0, ['a', 'B'], 2));
    assert.deepEqual(
      [0, 1, 2].map((position) => rows.at(position)?.source),
      ['a', 'B', undefined],
    );
    assert.equal(rows.total, 2);
  });
});
