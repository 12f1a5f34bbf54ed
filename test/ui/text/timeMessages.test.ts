import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inEnglish } from '../../../src/base/message';
import { agoMessage, durationMessage, remainingMessage } from '../../../src/ui/text/timeMessages';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('durationMessage', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '1 sec'],
    [400, '1 sec'],
    [42_300, '42 sec'],
    [59.4 * second, '59 sec'],
    [59.7 * second, '1 min'],
    [4.4 * minute, '4 min'],
    [59.7 * minute, '1 hour'],
    [90 * minute, '1.5 hours'],
    [23.94 * hour, '23.9 hours'],
    [23.97 * hour, '1 day'],
    [2.25 * day, '2.3 days'],
    [40 * day, '40 days'],
  ];
  for (const [ms, text] of cases) {
    it(`says ${text} for ${ms} ms`, () => {
      assert.equal(inEnglish(durationMessage(ms)), text);
    });
  }

  it('never says sixty of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100 * day, noNaN: true }), (ms) => {
        const [number = '', unit = ''] = inEnglish(durationMessage(ms)).split(' ');
        const most = { sec: 59, min: 59, hour: 1, hours: 23.9, day: 1, days: 100 }[unit];
        assert.ok(most !== undefined && Number(number) <= most, `${number} ${unit}`);
      }),
    );
  });
});

describe('agoMessage', () => {
  const now = 1_700_000_000_000;
  const cases: readonly (readonly [number, string])[] = [
    [-10 * second, 'less than a minute ago'],
    [0, 'less than a minute ago'],
    [59_999, 'less than a minute ago'],
    [minute, '1 min ago'],
    [59.9 * minute, '59 min ago'],
    [hour, '1 hour ago'],
    [23.9 * hour, '23 hours ago'],
    [day, '1 day ago'],
    [9.5 * day, '9 days ago'],
  ];
  for (const [ms, text] of cases) {
    it(`says ${text} after ${ms} ms`, () => {
      assert.equal(inEnglish(agoMessage(now - ms, now)), text);
    });
  }
});

describe('remainingMessage', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, 'less than a minute left'],
    [29_000, 'less than a minute left'],
    [30_000, '1 min left'],
    [4.4 * minute, '4 min left'],
    [90 * minute, '1.5 hours left'],
  ];
  for (const [ms, text] of cases) {
    it(`E27: says ${text} for ${ms} ms, and counts no seconds`, () => {
      assert.equal(inEnglish(remainingMessage(ms, inEnglish)), text);
    });
  }
});
