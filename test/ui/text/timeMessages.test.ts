import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inEnglish } from '../../../src/base/message';
import { agoMessage, durationMessage } from '../../../src/ui/text/timeMessages';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('durationMessage', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '1 s'],
    [400, '1 s'],
    [42_300, '42 s'],
    [59.4 * second, '59 s'],
    [59.7 * second, '1 min'],
    [4.4 * minute, '4 min'],
    [59.7 * minute, '1 h'],
    [90 * minute, '1.5 h'],
    [23.94 * hour, '23.9 h'],
    [23.97 * hour, '1 d'],
    [2.25 * day, '2.3 d'],
    [40 * day, '40 d'],
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
        const most = { s: 59, min: 59, h: 23.9, d: 100 }[unit];
        assert.ok(most !== undefined && Number(number) <= most, `${number} ${unit}`);
      }),
    );
  });
});

describe('agoMessage', () => {
  const now = 1_700_000_000_000;
  const cases: readonly (readonly [number, string])[] = [
    [-10 * second, 'just now'],
    [4_999, 'just now'],
    [5_000, '5 s ago'],
    [59_999, '59 s ago'],
    [minute, '1 min ago'],
    [59.9 * minute, '59 min ago'],
    [hour, '1 h ago'],
    [23.9 * hour, '23 h ago'],
    [day, '1 d ago'],
    [9.5 * day, '9 d ago'],
  ];
  for (const [ms, text] of cases) {
    it(`says ${text} after ${ms} ms`, () => {
      assert.equal(inEnglish(agoMessage(now - ms, now)), text);
    });
  }
});
