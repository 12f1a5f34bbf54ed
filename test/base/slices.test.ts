import assert from 'node:assert/strict';
import { Slices } from '../../src/base/slices';
import { createManualClock, type ManualClock } from '../support/manualClock';

describe('Slices', () => {
  let clock: ManualClock;
  let slices: Slices;
  let done: number[];
  beforeEach(() => {
    clock = createManualClock();
    slices = new Slices({ now: () => clock.now() + spent, schedule: (delay, run) => clock.schedule(delay, run) });
    done = [];
    spent = 0;
  });
  afterEach(() => {
    slices.dispose();
  });
  let spent = 0;
  /** Does a piece that takes 1 ms. */
  const piece = (number: number): unknown =>
    slices.run(() => {
      spent += 1;
      done.push(number);
      return number;
    });
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  it('does a few pieces at once', () => {
    assert.deepEqual(numbers(5).map(piece), numbers(5));
  });

  it('does many pieces some at a time, in their order', async () => {
    const pieces = Promise.all(numbers(50).map(piece));
    const first = done.length;
    assert.ok(first > 0 && first < 15, `${first} at once`);
    clock.advance(1);
    assert.ok(done.length > first && done.length < 30, `${done.length} after the next turn`);
    clock.advance(20);
    assert.deepEqual(await pieces, numbers(50));
    assert.deepEqual(done, numbers(50));
  });

  it('does not overtake what waits', () => {
    numbers(20).forEach(piece);
    clock.advance(1);
    const waiting = piece(20);
    assert.ok(waiting instanceof Promise);
    clock.advance(20);
    assert.deepEqual(done, numbers(21));
  });

  it('tells whoever waits for a piece that it failed', async () => {
    numbers(20).forEach(piece);
    const failed = assert.rejects(
      Promise.resolve(
        slices.run(() => {
          throw new Error('gone');
        }),
      ),
      /gone/,
    );
    clock.advance(20);
    await failed;
  });

  it('ends', () => {
    numbers(20).forEach(piece);
    slices.dispose();
    clock.advance(20);
    assert.ok(done.length < 15);
  });
});
