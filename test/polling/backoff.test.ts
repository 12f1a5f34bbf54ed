import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backoff } from '../../src/polling/backoff';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('waits some seconds at least and five minutes at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), random, (failures, chance) => {
        const pause = backoff(failures, chance);
        assert.ok(pause >= 5_000 && pause <= 300_000, String(pause));
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

  it('does not let many clients come back at once', () => {
    const pauses = [0, 0.2, 0.4, 0.6, 0.8].map((chance) => backoff(5, chance));
    assert.equal(new Set(pauses).size, 5);
  });
});
