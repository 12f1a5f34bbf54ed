import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toRetryAt } from '../../src/http/retryAfter';

const now = Date.parse('2026-01-13T08:09:10.500Z');
const hour = 3_600_000;

/** @param headers the headers of the response besides `Retry-After` */
const retryAt = (retryAfter: string | undefined, headers: Readonly<Record<string, string>> = {}) =>
  toRetryAt({
    headers: { ...headers, ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }) },
    receivedAt: now,
  });

describe('toRetryAt', () => {
  it('counts seconds from the time of the response, up to an hour', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (seconds) => {
        assert.equal(retryAt(` ${seconds} `), now + Math.min(seconds * 1000, hour));
      }),
    );
    assert.equal(retryAt('3599'), now + 3_599_000);
    for (const huge of ['999999999', '1768291200', '99999999999999999999']) {
      assert.equal(retryAt(huge), now + hour, huge);
    }
    assert.equal(retryAt('1.500000'), now + 1_500);
  });

  it('reads every HTTP date of the next hour, and limits later ones to its end', () => {
    const to = new Date('2100-01-01');
    fc.assert(
      fc.property(fc.date({ min: new Date(now + 1000), max: to, noInvalidDate: true }), (date) => {
        const at = Math.floor(date.getTime() / 1000) * 1000;
        assert.equal(retryAt(date.toUTCString()), Math.min(at, now + hour));
      }),
    );
  });

  for (const date of ['Tue, 13 Jan 2026 08:30:00 GMT', 'Tuesday, 13-Jan-26 08:30:00 GMT', 'Tue Jan 13 08:30:00 2026']) {
    it(`reads ${date}`, () => {
      assert.equal(retryAt(date), Date.parse('2026-01-13T08:30:00Z'));
    });
  }

  it('reads the day of a date in the form of asctime that has one digit', () => {
    const date = 'Fri Jan  2 08:09:10 2026';
    assert.equal(retryAt('Fri Jan  2 08:09:40 2026', { date }), now + 30_000);
    assert.equal(retryAt('Fri, 02 Jan 2026 08:09:40 GMT', { date }), now + 30_000);
  });

  it('takes a two-digit year for one that is less than 50 years ahead', () => {
    const date = 'Sunday, 06-Nov-94 08:49:37 GMT';
    assert.equal(retryAt('Sunday, 06-Nov-94 08:49:57 GMT', { date: 'Sun, 06 Nov 1994 08:49:37 GMT' }), now + 20_000);
    assert.equal(retryAt('Sun, 06 Nov 1994 08:49:57 GMT', { date }), now + 20_000);
    assert.equal(retryAt('Wednesday, 13-Jan-27 08:09:10 GMT'), now + hour);
  });

  for (const [whose, date] of [
    ['a day ahead', 'Wed, 14 Jan 2026 08:09:10 GMT'],
    ['two years behind', 'Sat, 13 Jan 2024 08:09:10 GMT'],
  ] as const) {
    it(`counts a date from the service’s own time where its clock is ${whose}`, () => {
      const inMinutes = (minutes: number) => new Date(Date.parse(date) + minutes * 60_000).toUTCString();
      assert.equal(retryAt(inMinutes(5), { date }), now + 300_000);
      assert.equal(retryAt(inMinutes(-5), { date }), now);
      assert.equal(retryAt(inMinutes(600), { date }), now + hour);
      assert.equal(retryAt('300', { date }), now + 300_000);
    });
  }

  it('counts a date by our clock where the service’s is not known', () => {
    const date = 'Tue, 13 Jan 2026 08:00:00 GMT';
    const later = 'Tue, 13 Jan 2026 08:30:00 GMT';
    assert.equal(retryAt(later, { date: 'yesterday' }), Date.parse(later));
    assert.equal(retryAt(later, { date, age: '550' }), Date.parse(later));
  });

  it('takes a date that has passed as now', () => {
    assert.equal(retryAt('Tue, 13 Jan 2026 08:00:00 GMT'), now);
  });

  it('returns nothing for anything else', () => {
    const others = [
      '-1',
      '1.',
      '.5',
      '1,5',
      '1e3',
      '0x10',
      'soon',
      '',
      '2026-01-13T09:00:00Z',
      'Tue, 13 Jan 2026 09:00:00 +0100',
      'Mon, 13 Jan 2026 09:00:00 GMT',
      'Tue, 31 Feb 2026 09:00:00 GMT',
      'Tue, 13 Jan 2026 25:00:00 GMT',
      'Tuesday, 13-Jan-2026 09:00:00 GMT',
      'Monday, 13-Jan-26 09:00:00 GMT',
      'Tuesday, 31-Feb-26 09:00:00 GMT',
      'Tue Jan 13 09:00:00 2026 GMT',
      'Tue Jan 13 09:00:00 26',
      'Mon Jan 13 09:00:00 2026',
      '120, 60',
    ];
    for (const other of others) {
      assert.equal(retryAt(other), undefined, other);
    }
    assert.equal(retryAt(undefined), undefined);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const at = retryAt(text);
        assert.ok(at === undefined || (/^\d+(\.\d+)?$/.test(text.trim()) && at >= now));
      }),
    );
  });
});
