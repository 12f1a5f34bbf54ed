import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toRetryAt } from '../../src/http/retryAfter';

const now = Date.parse('2026-01-13T08:09:10.500Z');

describe('toRetryAt', () => {
  it('counts seconds from the time of the answer', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seconds) => {
        assert.equal(toRetryAt(` ${seconds} `, now), now + seconds * 1000);
      }),
    );
  });

  it('reads every HTTP date to come', () => {
    const to = new Date('2100-01-01');
    fc.assert(
      fc.property(fc.date({ min: new Date(now + 1000), max: to, noInvalidDate: true }), (date) => {
        assert.equal(toRetryAt(date.toUTCString(), now), Math.floor(date.getTime() / 1000) * 1000);
      }),
    );
  });

  it('takes a date that has passed as now', () => {
    assert.equal(toRetryAt('Tue, 13 Jan 2026 08:00:00 GMT', now), now);
  });

  it('takes nothing else', () => {
    const others = [
      '-1',
      '1.5',
      '1e3',
      '0x10',
      '9999999999',
      'soon',
      '',
      '2026-01-13T09:00:00Z',
      'Tue, 13 Jan 2026 09:00:00 +0100',
      'Mon, 13 Jan 2026 09:00:00 GMT',
      'Tue, 31 Feb 2026 09:00:00 GMT',
      'Tue, 13 Jan 2026 25:00:00 GMT',
      '120, 60',
    ];
    for (const other of others) {
      assert.equal(toRetryAt(other, now), undefined, other);
    }
    assert.equal(toRetryAt(undefined, now), undefined);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const at = toRetryAt(text, now);
        assert.ok(at === undefined || (/^\d+$/.test(text.trim()) && at >= now));
      }),
    );
  });
});
