import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backoff } from '../../src/polling/backoff';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('is at least five seconds and at most five minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), random, (failures, chance) => {
        const delay = backoff(failures, chance);
        assert.ok(delay >= 5_000 && delay <= 300_000, String(delay));
      }),
    );
  });

  it('grows with each failure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), random, (failures, chance) => {
        assert.ok(backoff(failures + 1, chance) >= backoff(failures, chance));
      }),
    );
    assert.ok(backoff(8, 0.9) > 10 * backoff(1, 0.9));
  });

  it('spreads the retries of many clients', () => {
    const delays = [0, 0.2, 0.4, 0.6, 0.8].map((chance) => backoff(5, chance));
    assert.equal(new Set(delays).size, 5);
  });
});
