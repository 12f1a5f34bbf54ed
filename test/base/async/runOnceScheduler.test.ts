import assert from 'node:assert/strict';
import { RunOnceScheduler } from '../../../src/base/async/runOnceScheduler';
import { createManualClock, type ManualClock } from '../../support/manualClock';

describe('RunOnceScheduler', () => {
  let clock: ManualClock;
  let scheduler: RunOnceScheduler;
  let startedAt: number;
  /** When it ran, in ms after the start. */
  let ranAt: number[];
  const run = (): void => {
    ranAt.push(clock.now() - startedAt);
  };
  beforeEach(() => {
    clock = createManualClock();
    startedAt = clock.now();
    ranAt = [];
    scheduler = new RunOnceScheduler({ clock }, run);
  });
  afterEach(() => {
    scheduler.dispose();
  });

  it('runs once for many calls, and again for a call that comes after the run', () => {
    scheduler.schedule(100);
    scheduler.schedule(100);
    clock.advance(150);
    assert.deepEqual(ranAt, [100]);
    scheduler.schedule(100);
    clock.advance(500);
    assert.deepEqual(ranAt, [100, 250]);
  });

  it('schedule never puts a pending run off, however often it is called', () => {
    for (let calls = 0; calls < 10; calls++) {
      scheduler.schedule(100);
      clock.advance(60);
    }
    assert.deepEqual(ranAt, [100, 220, 340, 460, 580]);
  });

  it('schedule moves a pending run earlier', () => {
    scheduler.schedule(100);
    scheduler.schedule(10);
    clock.advance(500);
    assert.deepEqual(ranAt, [10]);
  });

  it('schedule waits no longer than asked after the clock was set back', () => {
    scheduler.schedule(60_000);
    clock.jump(-3_600_000);
    startedAt = clock.now();
    scheduler.schedule(100);
    clock.advance(100);
    assert.deepEqual(ranAt, [100]);
  });

  it('reschedule puts a pending run off: the last call wins', () => {
    scheduler.reschedule(100);
    clock.advance(60);
    scheduler.reschedule(100);
    clock.advance(60);
    scheduler.reschedule(10);
    clock.advance(500);
    assert.deepEqual(ranAt, [130]);
  });

  it('can be scheduled again by its own run, and says what is pending', () => {
    const pending: boolean[] = [];
    scheduler = new RunOnceScheduler({ clock }, () => {
      pending.push(scheduler.isScheduled);
      run();
      if (ranAt.length < 3) {
        scheduler.schedule(50);
        pending.push(scheduler.isScheduled);
      }
    });
    scheduler.schedule(50);
    assert.equal(scheduler.isScheduled, true);
    clock.advance(500);
    assert.deepEqual(ranAt, [50, 100, 150]);
    assert.deepEqual(pending, [false, true, false, true, false]);
  });

  it('can be scheduled again after a run that threw', () => {
    scheduler = new RunOnceScheduler({ clock }, () => {
      run();
      throw new Error('of the run');
    });
    scheduler.schedule(50);
    assert.throws(() => {
      clock.advance(50);
    }, /of the run/);
    assert.equal(scheduler.isScheduled, false);
  });

  it('does not run after cancel; after dispose not even when it is scheduled once more', () => {
    scheduler.schedule(50);
    scheduler.cancel();
    assert.equal(scheduler.isScheduled, false);
    clock.advance(100);
    scheduler.schedule(50);
    scheduler.dispose();
    scheduler.schedule(50);
    scheduler.reschedule(50);
    clock.advance(100);
    assert.deepEqual(ranAt, []);
  });

  describe('with a time slicer', () => {
    let posted: (() => void)[];
    const work = (): void => {
      for (const each of posted.splice(0)) {
        each();
      }
    };
    beforeEach(() => {
      posted = [];
      scheduler = new RunOnceScheduler({ clock, timeSlicer: { post: (each) => posted.push(each) } }, run);
    });

    it('is still pending while the run waits in the time slicer', () => {
      scheduler.schedule(50);
      clock.advance(60);
      scheduler.schedule(50);
      assert.equal(scheduler.isScheduled, true);
      clock.advance(100);
      assert.equal(posted.length, 1);
      work();
      assert.deepEqual(ranAt, [160]);
      assert.equal(scheduler.isScheduled, false);
    });

    it('drops a run that waits in the time slicer on cancel, and replaces it on reschedule', () => {
      scheduler.schedule(50);
      clock.advance(50);
      scheduler.cancel();
      work();
      scheduler.schedule(50);
      clock.advance(50);
      scheduler.reschedule(100);
      work();
      assert.deepEqual(ranAt, []);
      clock.advance(100);
      work();
      assert.deepEqual(ranAt, [200]);
    });
  });
});
