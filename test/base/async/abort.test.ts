import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { delay, onAbort, raceAbort, throwIfAborted } from '../../../src/base/async/abort';
import { CancelledError } from '../../../src/base/errors';
import { createManualClock, settled, type ManualClock } from '../../support/manualClock';

describe('waits that can be aborted', () => {
  let stop: AbortController;
  let signal: AbortSignal;
  let clock: ManualClock;
  const listeners = (): number => getEventListeners(signal, 'abort').length;
  beforeEach(() => {
    stop = new AbortController();
    ({ signal } = stop);
    clock = createManualClock();
  });
  const never = new Promise<never>(() => undefined);

  describe('onAbort', () => {
    it('runs once when the signal is aborted', () => {
      let runs = 0;
      onAbort(signal, () => (runs += 1));
      assert.equal(runs, 0);
      stop.abort();
      stop.abort();
      assert.equal(runs, 1);
    });

    it('runs at once when the signal is aborted already', () => {
      let runs = 0;
      stop.abort();
      onAbort(signal, () => (runs += 1)).dispose();
      assert.equal(runs, 1);
    });

    it('does not run after dispose', () => {
      let runs = 0;
      onAbort(signal, () => (runs += 1)).dispose();
      stop.abort();
      assert.deepEqual([runs, listeners()], [0, 0]);
    });
  });

  describe('throwIfAborted', () => {
    it('throws once the signal is aborted', () => {
      throwIfAborted(undefined);
      throwIfAborted(signal);
      stop.abort();
      assert.throws(() => {
        throwIfAborted(signal);
      }, CancelledError);
    });

    it('throws the error that the signal was aborted with', () => {
      const reason = new Error('too late');
      stop.abort(reason);
      assert.throws(() => {
        throwIfAborted(signal);
      }, reason);
    });
  });

  describe('raceAbort', () => {
    it('hands on what the promise gives, and leaves no listener', async () => {
      assert.equal(await raceAbort(Promise.resolve(1), signal), 1);
      assert.equal(await raceAbort(Promise.resolve(2), undefined), 2);
      await assert.rejects(raceAbort(Promise.reject(new Error('its own')), signal), /its own/);
      assert.equal(listeners(), 0);
    });

    it('ends as soon as the signal is aborted, before or during the wait', async () => {
      const waiting = raceAbort(never, signal);
      const reason = new Error('too late');
      stop.abort(reason);
      await assert.rejects(waiting, reason);
      await assert.rejects(raceAbort(never, signal), reason);
      await assert.rejects(raceAbort(never, AbortSignal.abort()), CancelledError);
    });

    it('takes care of a promise that fails when nobody waits for it any more', async () => {
      const late = Promise.withResolvers<undefined>();
      const waiting = raceAbort(late.promise, signal);
      stop.abort();
      await assert.rejects(waiting, CancelledError);
      // An unhandled rejection would end the test run.
      late.reject(new Error('late'));
      await settled();
    });
  });

  describe('delay', () => {
    it('waits as long as asked, and leaves no listener', async () => {
      let isOver = false;
      const waiting = delay(clock, 100, signal).then(() => (isOver = true));
      await clock.run(99);
      assert.equal(isOver, false);
      await clock.run(1);
      await waiting;
      assert.equal(listeners(), 0);
    });

    it('ends as soon as the signal is aborted, and leaves no timer', async () => {
      let timers = 0;
      const counting = {
        now: () => clock.now(),
        schedule: (ms: number, run: () => void) => {
          timers += 1;
          const timer = clock.schedule(ms, run);
          return {
            dispose() {
              timers -= 1;
              timer.dispose();
            },
          };
        },
      };
      const waiting = delay(counting, 100, signal);
      stop.abort();
      await assert.rejects(waiting, CancelledError);
      await assert.rejects(delay(counting, 100, signal), CancelledError);
      assert.equal(timers, 0);
    });
  });
});
