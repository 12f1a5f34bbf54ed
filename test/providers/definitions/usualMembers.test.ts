import assert from 'node:assert/strict';
import { snapshotOf } from '../responses';
import { parse } from './definitions';

describe('the end of a task whose definition names none', () => {
  const endOf = (body: object, more: object = {}) => snapshotOf(parse(more, { status: 'succeeded', ...body })).endedAt;
  const end = Date.UTC(2025, 10, 20, 8);

  it('is read of the usual members, beside the state first', () => {
    for (const name of ['finished_at', 'endTime', 'CompletionDate', 'date-ended', 'stoppedOn', 'jobEndTimestamp']) {
      assert.equal(endOf({ [name]: '2025-11-20T08:00:00Z' }), end, name);
    }
    assert.equal(endOf({ ended: { unixtime: end, date: 'x' } }), end);
    assert.equal(endOf({ timing: { startTime: 1, finishTime: end } }), end);
    const nested = { task: { status: 'succeeded', endTime: end }, endTime: end - 1_000 };
    assert.equal(snapshotOf(parse({ state: 'task.status' }, nested)).endedAt, end);
  });

  it('is no end of a range, none before the beginning or in the future, and none where the definition says so', () => {
    assert.equal(endOf({ end_date: '2025-11-20' }), undefined);
    assert.equal(endOf({ begun: end + 1_000, endTime: end }, { createdAt: 'begun' }), undefined);
    assert.equal(endOf({ endTime: '2027-01-01T00:00:00Z' }), undefined);
    assert.equal(endOf({ endTime: end }, { endedAt: '`null`' }), undefined);
    assert.equal(snapshotOf(parse({}, { status: 'running', endTime: end })).endedAt, undefined);
  });
});

describe('rows of files', () => {
  it('may stand in lists by name, and have names that say what they are', () => {
    const results = { big: [{ name: 'a', url: 'https://a.example/1' }], small: [{ name: 'b' }] };
    const { items } = snapshotOf(parse({ items: 'r' }, { status: 'ok', r: results }));
    assert.deepEqual(
      items.map(({ source, link }) => [source, link]),
      [
        ['a', 'https://a.example/1'],
        ['b', undefined],
      ],
    );
    const rows = [{ payout_item_id: 'p1', transaction_status: 'PENDING' }];
    const [row] = snapshotOf(parse({ items: 'r' }, { status: 'running', r: rows })).items;
    assert.deepEqual(row, { state: 'queued', source: 'p1' });
  });
});
