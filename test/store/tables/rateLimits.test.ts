import assert from 'node:assert/strict';
import { huaweiVod } from '../../../src/providers/huaweiVod/provider';
import { shoplazza } from '../../../src/providers/shoplazza/provider';
import type { RateLimit } from '../../../src/tasks/ports/rateLimits';
import type { Store } from '../../../src/tasks/ports/store';
import { start, useSandbox } from '../sandbox';

const minute = 60_000;
const hour = 60 * minute;

describe('reserve', () => {
  const box = useSandbox();
  let store: Store;
  beforeEach(() => {
    store = box.memory();
  });

  /** When requests leave (ms after `from`), if another one always waits for exactly as long as it must. */
  const leave = (rateLimit: RateLimit, from: number, ms: number, windows: readonly Store[] = [store]) => {
    const left: number[] = [];
    for (let now = from, tries = 0; now < from + ms; tries++) {
      const at = windows[tries % windows.length]!.rateLimits.reserve('a key', rateLimit, now);
      if (at <= now) {
        left.push(now - from);
      }
      now = Math.max(now, at);
    }
    return left;
  };
  /** The largest number of them in any period of this length. */
  const most = (left: readonly number[], ms: number): number =>
    Math.max(...left.map((from) => left.filter((at) => at >= from && at < from + ms).length));

  it('grants a Shoplazza shop 40 requests at once, then two a second', () => {
    const left = leave(shoplazza.rateLimit!, start, minute);
    assert.equal(left.filter((at) => at === 0).length, 40);
    assert.deepEqual(left.slice(40, 44), [500, 1000, 1500, 2000]);
    assert.equal(left.length, 40 + 119);
    assert.equal(most(left.slice(40), 1000), 2);
  });

  it('grants VOD ten requests at once, then 80 a minute, and never more than 100 in any minute', () => {
    const left = leave(huaweiVod.rateLimit!, start, 10 * minute);
    assert.deepEqual(left.slice(10, 13), [750, 1500, 2250]);
    assert.equal(left.filter((at) => at >= minute && at < 2 * minute).length, 80);
    assert.ok(most(left, minute) <= 100);
    assert.equal(left.filter((at) => at === 0).length, 10);
  });

  it('grants the whole burst again after an idle time, and no more', () => {
    leave(shoplazza.rateLimit!, start, minute);
    const left = leave(shoplazza.rateLimit!, start + hour, minute);
    assert.equal(left.filter((at) => at === 0).length, 40);
  });

  it('is shared by the windows on one file', () => {
    const left = leave(shoplazza.rateLimit!, start, minute, [
      box.window('one'),
      box.window('two'),
      box.window('three'),
    ]);
    assert.equal(left.filter((at) => at === 0).length, 40);
    assert.equal(left.length, 40 + 119);
  });

  for (const [what, ms] of [
    ['a second', 1_000],
    ['as long as a full bucket takes to leak', 20_000],
    ['an hour', hour],
  ] as const) {
    it(`delays no request for longer than a full bucket takes to leak after the clock was set back by ${what}`, () => {
      leave(shoplazza.rateLimit!, start, minute);
      const left = leave(shoplazza.rateLimit!, start + minute - ms, minute);
      assert.ok(left.length > 0 && left[0]! <= 20_000, String(left[0]));
      assert.ok(left.length >= 80 && left.length <= 40 + 120, `${left.length} in a minute`);
    });
  }

  it('reserves nothing while it says to wait', () => {
    const { rateLimit } = huaweiVod;
    leave(rateLimit!, start, 1);
    assert.deepEqual(
      [1, 2, 3].map(() => store.rateLimits.reserve('a key', rateLimit!, start)),
      [start + 750, start + 750, start + 750],
    );
    assert.equal(store.rateLimits.reserve('a key', rateLimit!, start + 750), start + 750);
  });
});
