import assert from 'node:assert/strict';
import { readTime, responseTime } from '../../../src/providers/parsing/time';

const now = Date.UTC(2026, 10, 20);
const time = (value: unknown) => readTime({ value }, 'value', now);

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

  it('B3: reads the compact forms, also as numbers', () => {
    for (const value of [
      20250901185020,
      '20250901185020',
      '20250901185020000',
      '20250901T185020Z',
      '20250901T185020.000Z',
      '20250902T025020+0800',
      '20250902025020+08:00',
    ]) {
      assert.equal(time(value), Date.UTC(2025, 8, 1, 18, 50, 20), String(value));
    }
    assert.equal(time('202509011850'), Date.UTC(2025, 8, 1, 18, 50));
    assert.equal(time(20250901), Date.UTC(2025, 8, 1));
  });

  it('B3: reads other forms that services use', () => {
    for (const value of [
      'Mon, 01 Sep 2025 18:50:20 GMT',
      'Mon, 1 Sep 2025 20:50:20 +0200',
      '01 Sep 2025 18:50:20 UTC',
      '2025-09-01 18:50:20 +0000 UTC',
      '2025-09-01T20:50:20+02:00[Europe/Berlin]',
      '/Date(1756752620000)/',
      '/Date(1756752620000+0200)/',
      '2025/09/01 18:50:20',
      '2025-09-01 18:50:20 UTC',
      '2025-09-01T18:50:20.000+0000',
      '2025-09-01T18:50:20.000000000Z',
      '\u200B2025-09-01T18:50:20Z ',
      '1756752620.000',
      '1756752620000000',
      '1756752620000000000',
    ]) {
      assert.equal(time(value), 1756752620000, value);
    }
  });

  it('B3: reads nothing that is not plausible: before 2000, more than a year ahead, or not in the calendar', () => {
    for (const value of [
      '1999-12-31T23:59:59Z',
      '0000-00-00 00:00:00',
      '0001-01-01T00:00:00Z',
      '2027-11-21T00:00:00Z',
      '2611-09-18T00:00:00Z',
      '20251301185020',
      '20250230',
      '20250901256020',
      '2025-09-01T18:50:20+24:00',
      '2025-09-01T18:50:20+08:99',
      86_400_000,
      -1,
    ]) {
      assert.equal(time(value), undefined, String(value));
    }
    assert.equal(time('2027-11-19T00:00:00Z'), Date.UTC(2027, 10, 19));
  });

  it('B3: takes the service’s clock for what is plausible, where a response states it', () => {
    const response = { status: 200, body: '', sentAt: 0, receivedAt: 5_000 };
    assert.equal(responseTime({ ...response, headers: {} }), 5_000);
    const date = 'Fri, 20 Nov 2026 00:00:00 GMT';
    assert.equal(responseTime({ ...response, headers: { date } }), now);
  });
});
