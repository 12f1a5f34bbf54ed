import assert from 'node:assert/strict';
import { CancelledError } from '../../src/base/errors';
import { TimeSlicer } from '../../src/base/timeSlicer';
import { createManualClock, type ManualClock } from '../support/manualClock';

describe('TimeSlicer', () => {
  let clock: ManualClock;
  let timeSlicer: TimeSlicer;
  let done: number[];
  beforeEach(() => {
    clock = createManualClock();
    timeSlicer = new TimeSlicer(
      { now: () => clock.now() + spent, schedule: (delay, run) => clock.schedule(delay, run) },
      (error) => failures.push(error),
    );
    failures = [];
    done = [];
    spent = 0;
  });
  afterEach(() => {
    timeSlicer.dispose();
  });
  let failures: unknown[] = [];
  let spent = 0;
  /** Runs a job that takes 1 ms. */
  const job = (number: number): unknown =>
    timeSlicer.run(() => {
      spent += 1;
      done.push(number);
      return number;
    });
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  it('runs a few jobs at once', () => {
    assert.deepEqual(numbers(5).map(job), numbers(5));
  });

  it('runs many jobs in slices, in their order', async () => {
    const jobs = Promise.all(numbers(50).map(job));
    const first = done.length;
    assert.ok(first > 0 && first < 15, `${first} at once`);
    clock.advance(1);
    assert.ok(done.length > first && done.length < 30, `${done.length} after the next slice`);
    clock.advance(20);
    assert.deepEqual(await jobs, numbers(50));
    assert.deepEqual(done, numbers(50));
  });

  it('does not overtake jobs that wait', () => {
    numbers(20).forEach(job);
    clock.advance(1);
    const waiting = job(20);
    assert.ok(waiting instanceof Promise);
    clock.advance(20);
    assert.deepEqual(done, numbers(21));
  });

  it('rejects the promise of a job that fails', async () => {
    numbers(20).forEach(job);
    const failed = assert.rejects(
      Promise.resolve(
        timeSlicer.run(() => {
          throw new Error('gone');
        }),
      ),
      /gone/,
    );
    clock.advance(20);
    await failed;
  });

  it('goes on after posted jobs have failed, at once or later', () => {
    const fails = (): void => {
      throw new Error('of its own');
    };
    timeSlicer.post(fails);
    numbers(20).forEach(job);
    timeSlicer.post(fails);
    numbers(5).forEach(job);
    clock.advance(20);
    assert.equal(done.length, 25);
    assert.equal(failures.length, 2);
  });

  it('cancels waiting jobs and later ones when it is disposed', async () => {
    const waiting = numbers(20)
      .map(job)
      .filter((result) => result instanceof Promise);
    assert.ok(waiting.length > 5);
    timeSlicer.dispose();
    const called = done.length;
    timeSlicer.post(() => done.push(-1));
    for (const each of [...waiting, job(20)]) {
      await assert.rejects(Promise.resolve(each), CancelledError);
    }
    clock.advance(20);
    assert.equal(done.length, called);
  });
});
