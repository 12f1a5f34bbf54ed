import assert from 'node:assert/strict';
import { IntervalTimer } from '../../../src/base/async/intervalTimer';
import { createManualClock, type ManualClock } from '../../support/manualClock';

describe('IntervalTimer', () => {
  let clock: ManualClock;
  let timer: IntervalTimer;
  let errors: unknown[];
  let runs: number;
  const run = (): void => {
    runs += 1;
  };
  beforeEach(() => {
    clock = createManualClock();
    errors = [];
    timer = new IntervalTimer(clock, (error) => errors.push(error));
    runs = 0;
  });
  afterEach(() => {
    timer.dispose();
  });

  it('runs after each interval and not at once', () => {
    timer.cancelAndSet(run, 100);
    clock.advance(99);
    assert.equal(runs, 0);
    clock.advance(1);
    assert.equal(runs, 1);
    clock.advance(1_000);
    assert.equal(runs, 11);
  });

  it('goes on after a run that threw, and reports the error', () => {
    const fault = new Error('of the second run');
    timer.cancelAndSet(() => {
      run();
      if (runs === 2) {
        throw fault;
      }
    }, 100);
    clock.advance(500);
    assert.equal(runs, 5);
    assert.deepEqual(errors, [fault]);
  });

  it('has one interval at a time', () => {
    let others = 0;
    timer.cancelAndSet(run, 100);
    clock.advance(150);
    timer.cancelAndSet(() => (others += 1), 50);
    clock.advance(100);
    assert.deepEqual([runs, others], [1, 2]);
  });

  it('can be canceled and replaced by its own run', () => {
    timer.cancelAndSet(() => {
      run();
      timer.cancel();
    }, 100);
    clock.advance(500);
    assert.equal(runs, 1);
    timer.cancelAndSet(() => {
      timer.cancelAndSet(run, 10);
    }, 100);
    clock.advance(150);
    assert.equal(runs, 6);
  });

  it('ends with dispose and cannot be set again', () => {
    timer.cancelAndSet(run, 100);
    timer.dispose();
    timer.cancelAndSet(run, 100);
    clock.advance(500);
    assert.equal(runs, 0);
  });
});
