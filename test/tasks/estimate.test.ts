import assert from 'node:assert/strict';
import fc from 'fast-check';
import { estimateRemaining, isStalled } from '../../src/tasks/estimate';
import type { Sample } from '../../src/tasks/trackedTask';
import { start } from './trackedTasks';

/** Samples of a task that moves by `step` % every `gapMs` ms. */
function steady(count: number, step: number, gapMs: number): readonly Sample[] {
  return Array.from({ length: count }, (_, index) => ({ at: start + index * gapMs, percent: index * step }));
}

const progress = fc
  .array(fc.record({ gapMs: fc.integer({ min: 0, max: 600_000 }), step: fc.integer({ min: -10, max: 30 }) }), {
    maxLength: 30,
  })
  .map((moves) => {
    let [at, percent] = [start, 0];
    return moves.map(({ gapMs, step }): Sample => {
      at += gapMs;
      percent = Math.min(100, Math.max(0, percent + step));
      return { at, percent };
    });
  });

describe('estimateRemaining', () => {
  it('predicts the end of a steady task exactly', () => {
    const tasks = fc.record({
      count: fc.integer({ min: 3, max: 20 }),
      step: fc.integer({ min: 1, max: 4 }),
      gapMs: fc.integer({ min: 1000, max: 3_600_000 }),
    });
    fc.assert(
      fc.property(tasks, ({ count, step, gapMs }) => {
        const samples = steady(count, step, gapMs);
        const end = start + (100 / step) * gapMs;
        const now = samples.at(-1)!.at + gapMs / 2;
        assert.ok(Math.abs(now + estimateRemaining(samples, now)!.remainingMs - end) < 1);
      }),
    );
  });

  it('is never negative or infinite', () => {
    fc.assert(
      fc.property(progress, fc.integer({ min: 0, max: 10_000_000 }), (samples, after) => {
        const rest = estimateRemaining(samples, (samples.at(-1)?.at ?? start) + after)?.remainingMs ?? 0;
        assert.ok(Number.isFinite(rest) && rest >= 0, String(rest));
      }),
    );
  });

  it('never grows while time passes', () => {
    fc.assert(
      fc.property(progress, fc.nat(100_000), fc.nat(100_000), (samples, first, more) => {
        const last = samples.at(-1)?.at ?? start;
        const early = estimateRemaining(samples, last + first);
        const late = estimateRemaining(samples, last + first + more);
        assert.ok(!late || (early && late.remainingMs <= early.remainingMs));
      }),
    );
  });

  it('weights recent progress more than earlier progress', () => {
    const slow = steady(5, 1, 60_000);
    const last = slow.at(-1)!;
    const faster = [1, 2, 3, 4].map((n) => ({ at: last.at + n * 60_000, percent: last.percent + 10 * n }));
    const samples = [...slow, ...faster];
    const newest = samples.at(-1)!;
    const rest = estimateRemaining(samples, newest.at)!.remainingMs;
    const average = ((newest.at - start) / newest.percent) * (100 - newest.percent);
    assert.ok(rest < 0.9 * average, `${rest} against ${average}`);
  });

  it('says nothing of a task that progresses in leaps before its third, and then keeps to what it said until the next', () => {
    const leaps = [0, 3, 23, 28, 60].map((percent, index) => ({
      at: start + [0, 4, 5, 9, 10][index]! * 60_000,
      percent,
    }));
    assert.equal(estimateRemaining(leaps.slice(0, 3), start + 5 * 60_000), undefined);
    const early = estimateRemaining(leaps.slice(0, 4), start + 9 * 60_000);
    assert.ok(early);
    assert.deepEqual(estimateRemaining(leaps.slice(0, 4), start + 12 * 60_000), early);
    const late = estimateRemaining(leaps, start + 10 * 60_000);
    assert.ok(late && late.remainingMs < early.remainingMs / 2);
    assert.ok(late.remainingMs > 0.5 * ((40 / 60) * 10 * 60_000), 'one large leap is not the pace of the rest');
  });

  it('is undefined for a task that has hardly begun', () => {
    assert.equal(estimateRemaining([], start), undefined);
    assert.equal(estimateRemaining(steady(2, 10, 1000), start + 1000), undefined);
    const still = [0, 1, 2, 3].map((n) => ({ at: start + n * 1000, percent: 5 }));
    assert.equal(estimateRemaining(still, start + 4000), undefined);
  });

  it('is undefined for a task that has stalled', () => {
    const samples = steady(5, 10, 60_000);
    const last = samples.at(-1)!.at;
    assert.ok(estimateRemaining(samples, last + 3 * 60_000));
    assert.equal(estimateRemaining(samples, last + 5 * 60_000), undefined);
  });

  it('is undefined for a task that is done', () => {
    const samples = steady(11, 10, 1000);
    assert.equal(estimateRemaining(samples, samples.at(-1)!.at), undefined);
  });

  it('does not shrink while a task waits for its next leap', () => {
    const samples = steady(5, 10, 60_000);
    const last = samples.at(-1)!.at;
    const rest = (quiet: number): number => estimateRemaining(samples, last + quiet)!.remainingMs;
    assert.equal(rest(60_000), 300_000);
    assert.equal(rest(180_000), 300_000);
  });

  it('says by how much the end is late', () => {
    const samples = steady(10, 10, 60_000);
    const end = samples.at(-1)!.at + 60_000;
    assert.equal(estimateRemaining(samples, end - 1000)?.lateMs, 0);
    assert.deepEqual(estimateRemaining(samples, end + 20_000), { remainingMs: 0, lateMs: 20_000 });
  });

  it('starts over when the progress starts over', () => {
    const again = steady(3, 5, 60_000).map(({ at, percent }) => ({ at: at + 3_600_000, percent }));
    const samples = [...steady(5, 10, 1000), ...again];
    const now = samples.at(-1)!.at;
    assert.equal(estimateRemaining(samples.slice(0, -1), now - 60_000), undefined);
    assert.equal(Math.round(estimateRemaining(samples, now)!.remainingMs), 18 * 60_000);
  });

  it('is not withdrawn because the task was not polled', () => {
    const samples = steady(5, 10, 60_000);
    const last = samples.at(-1)!.at;
    assert.ok(estimateRemaining(samples, last + 3_600_000, last + 30_000));
  });
});

describe('isStalled', () => {
  it('is true exactly when an estimate is withdrawn', () => {
    fc.assert(
      fc.property(progress, fc.nat(10_000_000), (samples, after) => {
        const now = (samples.at(-1)?.at ?? start) + after;
        const early = estimateRemaining(samples, samples.at(-1)?.at ?? start);
        assert.ok(!early || isStalled(samples, now) === (estimateRemaining(samples, now) === undefined));
      }),
    );
  });

  it('is true after four times the longest gap, and a minute at least', () => {
    const slow = steady(5, 10, 60_000);
    assert.ok(!isStalled(slow, slow.at(-1)!.at + 4 * 60_000));
    assert.ok(isStalled(slow, slow.at(-1)!.at + 4 * 60_000 + 1));
    const quick = steady(5, 10, 1000);
    assert.ok(!isStalled(quick, quick.at(-1)!.at + 60_000));
    assert.ok(isStalled(quick, quick.at(-1)!.at + 60_001));
  });

  it('is false for a task that has hardly begun, or is done', () => {
    assert.ok(!isStalled([], start + 86_400_000));
    assert.ok(!isStalled(steady(2, 10, 1000), start + 86_400_000));
    assert.ok(!isStalled(steady(11, 10, 1000), start + 86_400_000));
  });
});
