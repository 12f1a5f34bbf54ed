import assert from 'node:assert/strict';
import { usableUntil } from '../../../src/auth/huawei/tokenLifetime';

const minute = 60_000;
const day = 24 * 60 * minute;
const sentAt = Date.parse('2026-11-20T08:00:00Z');

/** For how long a token is used, in minutes, when it came with these times. */
function minutesOf(stated: Record<string, unknown>, headers: Record<string, string> = {}): number {
  return (usableUntil(stated, { status: 201, headers, body: '', sentAt, receivedAt: sentAt + 400 }) - sentAt) / minute;
}

describe('the time for which a token is used', () => {
  it('B5: ends five minutes before the end of a long life, and a tenth of it before the end of a short one', () => {
    const issued_at = '2026-11-20T08:00:00.000000Z';
    assert.equal(minutesOf({ issued_at, expires_at: '2026-11-21T08:00:00.000000Z' }), 24 * 60 - 5);
    assert.equal(minutesOf({ issued_at, expires_at: '2026-11-20T09:00:00.000000Z' }), 55);
    assert.equal(minutesOf({ issued_at, expires_at: '2026-11-20T08:05:00.000000Z' }), 4.5);
    assert.equal(minutesOf({ issued_at, expires_at: '2026-11-20T08:00:40.000000Z' }), 0.6);
  });

  it("B5: counts from the service's own time, whatever this machine's clock says", () => {
    const stated = { issued_at: '2030-01-01T00:00:00Z', expires_at: '2030-01-01T01:00:00Z' };
    assert.equal(minutesOf(stated), 55);
    assert.equal(minutesOf({ expires_at: stated.expires_at }, { date: 'Tue, 01 Jan 2030 00:00:00 GMT' }), 55);
    // A front server's clock counts less than that of the service.
    assert.equal(minutesOf(stated, { date: 'Tue, 01 Jan 2030 00:59:00 GMT' }), 55);
  });

  it('B5: takes a time without a zone for UTC', () => {
    const stated = { issued_at: '2026-11-20T08:00:00.000000', expires_at: '2026-11-20T09:00:00+00:00' };
    assert.equal(minutesOf(stated), 55);
    assert.equal(minutesOf({ issued_at: '2026-11-20 08:00:00', expires_at: '2026-11-20T10:00:00+01:00' }), 55);
  });

  it('is a day where the service does not say, or says what cannot be', () => {
    const usual = day / minute - 5;
    assert.equal(minutesOf({}), usual);
    assert.equal(minutesOf({ expires_at: 'soon' }), usual);
    assert.equal(minutesOf({ issued_at: '2026-11-20T08:00:00Z', expires_at: '2026-11-20T07:00:00Z' }), usual);
  });
});
