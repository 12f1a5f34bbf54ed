import assert from 'node:assert/strict';
import fc from 'fast-check';
import { intervalFactor } from '../../src/polling/durationHistory';

const minute = 60_000;
const tasksOf = (ms: number): readonly number[] => Array.from({ length: 20 }, (_, index) => ms * (0.95 + index / 200));

describe('intervalFactor', () => {
  it('is 1 without a history', () => {
    fc.assert(
      fc.property(fc.nat(1e9), (age) => {
        assert.equal(intervalFactor([], age), 1);
      }),
    );
  });

  it('is high at an age at which no earlier task had ended, and low when they ended', () => {
    const earlier = tasksOf(10 * minute);
    assert.ok(intervalFactor(earlier, minute) > 1.5);
    assert.ok(intervalFactor(earlier, 10 * minute) < 1);
    assert.ok(intervalFactor(earlier, 6 * minute) < intervalFactor(earlier, minute));
  });

  it('grows with the number of tasks that took equally long', () => {
    const [one] = tasksOf(10 * minute);
    assert.ok(intervalFactor([one!], minute) < intervalFactor(tasksOf(10 * minute), minute));
  });

  it('stays within its bounds, whatever the history', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e10 }), { maxLength: 50 }), fc.nat(1e10), (earlier, age) => {
        const factor = intervalFactor(earlier, age);
        assert.ok(factor >= 0.4 && factor <= 4, String(factor));
      }),
    );
  });
});
