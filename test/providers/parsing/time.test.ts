import assert from 'node:assert/strict';
import { readTime } from '../../../src/providers/parsing/time';

const time = (value: unknown) => readTime({ value }, 'value');

describe('readTime', () => {
  it('reads RFC 3339, and takes a time without a zone for UTC', () => {
    const expected = Date.UTC(2025, 8, 1, 18, 50, 20);
    for (const text of [
      '2025-09-01T18:50:20Z',
      '2025-09-01T18:50:20.000Z',
      '2025-09-02T02:50:20+08:00',
      '2025-09-01T18:50:20',
      '2025-09-01 18:50:20',
    ]) {
      assert.equal(time(text), expected, text);
    }
    assert.equal(time('2025-09-01'), Date.UTC(2025, 8, 1));
  });

  it('reads milliseconds and seconds, as number or text', () => {
    for (const count of [1756752620000, '1756752620000', 1756752620, ' 1756752620 ']) {
      assert.equal(time(count), 1756752620000);
    }
  });

  it('reads nothing where no time is', () => {
    for (const value of [
      undefined,
      null,
      '',
      0,
      '0',
      -5,
      'soon',
      'May 1',
      '2025-13-41',
      1e300,
      {},
      true,
      '9'.repeat(30),
    ]) {
      assert.equal(time(value), undefined, JSON.stringify(value));
    }
  });
});
