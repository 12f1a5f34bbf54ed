import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureKinds, type RequestFailure } from '../../src/http/failure';
import { applySnapshot } from '../../src/tasks/taskUpdate';
import { estimateRemaining } from '../../src/tasks/estimate';
import { isEnded, taskStates, type TaskState } from '../../src/tasks/task';
import type { Sample } from '../../src/tasks/trackedTask';
import { nextPoll, type ScheduleInput } from '../../src/polling/schedule';
import { notFound, offline, runningTask, snapshotOf, start } from '../tasks/trackedTasks';

const limits = { minInterval: 5_000, maxInterval: 60_000 };
const input = (more: Partial<ScheduleInput> = {}): ScheduleInput => ({
  task: runningTask(),
  samples: [],
  now: start,
  limits,
  presence: 'focused',
  random: 0.5,
  ...more,
});
/** How long it waits (ms). */
const delay = (more: Partial<ScheduleInput>): number => nextPoll(input(more))! - (more.now ?? start);

const someLimits = fc
  .tuple(fc.integer({ min: 1_000, max: 3_600_000 }), fc.integer({ min: 0, max: 86_400_000 }))
  .map(([minInterval, more]) => ({ minInterval, maxInterval: minInterval + more }));
const someSamples = fc
  .array(fc.record({ at: fc.integer({ min: start - 1e7, max: start }), percent: fc.integer({ min: 0, max: 100 }) }))
  .map((samples): readonly Sample[] => samples.sort((a, b) => a.at - b.at || a.percent - b.percent));
const levels = ['visible', 'focused', 'background'] as const;
const waitingStates = taskStates.filter((state) => !isEnded(state));
const situation = fc
  .record({
    state: fc.constantFrom(...waitingStates),
    quiet: fc.nat(100 * 86_400_000),
    age: fc.nat(100 * 86_400_000),
    samples: someSamples,
    limits: someLimits,
    presence: fc.constantFrom(...levels),
    earlier: fc.array(fc.integer({ min: 0, max: 1e8 })),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  })
  .map(({ state, quiet, age, ...rest }) => {
    const task = runningTask({ state, changedAt: start - quiet, trackedAt: start - age });
    return input({ task, ...rest });
  });
const failure = fc.record<RequestFailure>(
  { kind: fc.constantFrom(...failureKinds), retryAt: fc.integer({ min: start - 1e6, max: start + 1e9 }) },
  { requiredKeys: ['kind'] },
);

describe('nextPoll', () => {
  it('stays within the limits while the service responds', () => {
    fc.assert(
      fc.property(situation, (deps) => {
        const waited = nextPoll(deps)! - deps.now;
        const { minInterval, maxInterval } = deps.limits;
        assert.ok(waited >= minInterval && waited <= maxInterval, `${waited} ms`);
      }),
    );
  });

  it('polls a failing service no more often than the limit, not before its retry time, and within minutes', () => {
    fc.assert(
      fc.property(situation, failure, fc.integer({ min: 1, max: 1000 }), (deps, failed, failures) => {
        const task = { ...deps.task, failures, stale: { since: start, failure: failed } };
        const next = nextPoll({ ...deps, task })!;
        const { minInterval } = deps.limits;
        const { retryAt = 0 } = failed;
        // No service is obeyed that wants to wait for more than an hour: the clock went back since it said so.
        assert.ok(next >= retryAt || retryAt > deps.now + 3_600_000);
        assert.ok(next - start >= minInterval);
        assert.ok(next <= Math.max(retryAt + minInterval, start + 300_000, start + 1.2 * minInterval));
      }),
    );
  });

  it('waits longer the longer nothing has changed', () => {
    fc.assert(
      fc.property(situation, fc.nat(1e9), (deps, more) => {
        const still = { ...deps, samples: [] };
        const longer = { ...still, task: { ...still.task, changedAt: still.task.changedAt - more } };
        assert.ok(nextPoll(longer)! >= nextPoll(still)!);
      }),
    );
    const after = (quiet: number): number => delay({ task: runningTask({ changedAt: start - quiet }) });
    assert.ok(after(600_000) > 2 * after(60_000));
    assert.ok(after(86_400_000) > 0.85 * limits.maxInterval);
  });

  it('polls less often where the user does not look', () => {
    fc.assert(
      fc.property(situation, (deps) => {
        const [watched, focused, away] = levels.map((presence) => nextPoll({ ...deps, presence })!);
        assert.ok(watched! <= focused! && focused! <= away!);
      }),
    );
    const task = runningTask({ changedAt: start - 300_000 });
    const [watched, focused, away] = levels.map((presence) => delay({ task, presence }));
    assert.ok(watched! < focused! && focused! < away!);
  });

  it('does not poll an ended task', () => {
    for (const state of taskStates.filter(isEnded)) {
      assert.equal(nextPoll(input({ task: runningTask({ state }) })), undefined, state);
      const stale = { since: start, failure: { ...offline, retryAt: start + 1000 } };
      assert.equal(nextPoll(input({ task: runningTask({ state, stale, failures: 1 }) })), undefined, state);
    }
  });

  it('polls a task without a response as soon as a running one', () => {
    const { progress, ...unpolled } = runningTask({ state: 'unknown' });
    assert.equal(delay({ task: unpolled }), delay({}));
  });

  it('polls queued tasks less often than running ones, and an unknown status least often', () => {
    const after = (state: TaskState): number => delay({ task: runningTask({ state, changedAt: start - 60_000 }) });
    assert.ok(after('running') < after('queued'));
    assert.ok(after('queued') < after('unknown'));
  });

  it('backs off from a failing service', () => {
    const stale = { since: start, failure: offline };
    const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => delay({ task: runningTask({ stale, failures }) }));
    const growing = delays.slice(1).filter((each, index) => each > delays[index]!);
    assert.ok(delays[0]! < 15_000);
    assert.ok(growing.length >= 5, delays.join(' '));
    assert.ok(delays.at(-1)! > 100_000);
  });

  it('waits half a minute after a not-found, so that it is confirmed twice within a minute', () => {
    const task = runningTask({ failures: 1, stale: { since: start, failure: notFound } });
    assert.ok(delay({ task, random: 0 }) >= 30_000);
    assert.ok(delay({ task, random: 1 }) <= 40_000);
  });

  it('learns from the durations of earlier tasks where a task reports no progress', () => {
    const after = (minutes: number, earlier: readonly number[]): number => {
      const now = start + minutes * 60_000;
      return delay({ task: runningTask({ changedAt: start + 30_000 }), now, earlier });
    };
    const earlier = Array.from({ length: 20 }, () => 10 * 60_000);
    assert.ok(after(2, earlier) > after(2, []), 'less often while none of them had ended');
    assert.ok(after(10, earlier) < after(10, []), 'more often at the age at which they ended');
  });

  it('polls running, queued and unknown tasks in that order of frequency, whatever else is the case', () => {
    fc.assert(
      fc.property(situation, (deps) => {
        const [running, queued, unknown] = (['running', 'queued', 'unknown'] as const).map((state) =>
          nextPoll({ ...deps, task: { ...deps.task, state } })!,
        );
        assert.ok(running! <= queued! && queued! <= unknown!);
      }),
    );
  });

  it('has a jitter of up to 15 %', () => {
    fc.assert(
      fc.property(situation, (deps) => {
        const [earliest, latest] = [0, 1].map((random) => nextPoll({ ...deps, random })! - deps.now);
        const waited = nextPoll(deps)! - deps.now;
        assert.ok(earliest! <= waited && waited <= latest!);
        assert.ok(latest! - 1 <= earliest! * (1.15 / 0.85) + 1, `${earliest} to ${latest}`);
        const { minInterval, maxInterval } = deps.limits;
        const room = maxInterval > 1.2 * minInterval;
        assert.ok(!room || latest! > 1.1 * earliest!, `${earliest} to ${latest}`);
      }),
    );
  });

  it('never waits past the end that progress predicts', () => {
    const steps = fc.record({ count: fc.integer({ min: 3, max: 9 }), every: fc.integer({ min: 1000, max: 1e7 }) });
    fc.assert(
      fc.property(situation, steps, (deps, { count, every }) => {
        const samples = Array.from({ length: count }, (_, n) => ({
          at: start + (n + 1 - count) * every,
          percent: 10 * n,
        }));
        const { remainingMs = 0 } = estimateRemaining(samples, start) ?? {};
        const least = 1.15 * deps.limits.minInterval + 1;
        const waited = nextPoll({ ...deps, samples })! - deps.now;
        assert.ok(waited <= Math.max(least, remainingMs), `${waited} ms, with ${remainingMs} ms left`);
      }),
    );
  });

  it('depends on how much time has passed, not on the time of day', () => {
    fc.assert(
      fc.property(situation, fc.integer({ min: -1e12, max: 1e12 }), (deps, shift) => {
        const { task, samples, now } = deps;
        const moved = {
          ...deps,
          now: now + shift,
          task: { ...task, trackedAt: task.trackedAt + shift, changedAt: task.changedAt + shift },
          samples: samples.map(({ at, percent }) => ({ at: at + shift, percent })),
        };
        assert.equal(nextPoll(moved)! - moved.now, nextPoll(deps)! - now);
      }),
    );
  });

  it('does not poll more often because a long-running task has changed', () => {
    const now = start + 3_600_000;
    const old = delay({ task: runningTask({ changedAt: now }), now });
    assert.ok(old > 5 * delay({}), `${old} ms`);
  });

  it('ignores a creation time in the future', () => {
    const progress = { state: 'running', rawState: '1', createdAt: start + 86_400_000 } as const;
    const now = start + 3_600_000;
    assert.equal(delay({ task: runningTask({ progress }), now }), delay({ now }));
    const same = { ...progress, createdAt: start };
    const changedAt = now;
    const delays = [progress, same].map((each) => delay({ task: runningTask({ progress: each, changedAt }), now }));
    assert.equal(delays[0], delays[1]);
  });

  it('spreads polls that would be due at once', () => {
    const task = runningTask({ changedAt: start - 120_000 });
    const delays = [0, 0.25, 0.5, 0.75, 0.99].map((random) => delay({ task, random }));
    assert.equal(new Set(delays).size, 5);
  });

  it('polls more often toward the end that progress predicts', () => {
    // Moves by 10 % every ten minutes, so that the delays would be long without a prediction.
    const samples = Array.from({ length: 10 }, (_, n) => ({ at: start + n * 600_000, percent: n * 10 }));
    const end = start + 10 * 600_000;
    const task = runningTask({ changedAt: samples.at(-1)!.at });
    let now = task.changedAt + 240_000;
    const delays: number[] = [];
    while (now < end) {
      const next = nextPoll(input({ task, samples, now, limits: { ...limits, maxInterval: 600_000 } }))!;
      delays.push(next - now);
      now = next;
    }
    assert.ok(now - end <= 1.2 * limits.minInterval, `${now - end} ms late`);
    assert.ok(delays.at(-1)! <= 1.2 * limits.minInterval, 'fast at the end');
    assert.ok(Math.max(...delays) > 3 * limits.minInterval, 'slow before');
  });

  it('notices the end of any steady task in time, and polls a task without progress rarely', () => {
    const tasks = fc.record({ duration: fc.integer({ min: 10_000, max: 7_200_000 }), silent: fc.boolean() });
    fc.assert(
      fc.property(tasks, ({ duration, silent }) => {
        const polls = follow(duration, silent);
        const late = polls.at(-1)! - (start + duration);
        const bearable = Math.max(1.2 * limits.minInterval, (silent ? 0.1 : 0.02) * duration + 1000);
        assert.ok(late <= bearable, `${late} ms late`);
        assert.ok(!silent || polls.length < 100 + duration / limits.maxInterval, `${polls.length} polls`);
      }),
      { numRuns: 30 },
    );
  });
});

/** When a task that takes `duration` ms is polled, up to its end. @param silent whether it reports no progress */
function follow(duration: number, silent: boolean): readonly number[] {
  const at = (now: number) => {
    const done = now >= start + duration;
    const percent = Math.min(100, Math.floor((100 * (now - start)) / duration));
    return snapshotOf({ state: done ? 'succeeded' : 'running', ...(silent ? {} : { percent }) });
  };
  let task = runningTask();
  let samples: readonly Sample[] = [];
  const polls: number[] = [];
  for (let now: number | undefined = start; now !== undefined;) {
    polls.push(now);
    const previous = polls.length > 1 ? at(polls.at(-2)!) : undefined;
    const advance = applySnapshot(task, previous, { snapshot: at(now) }, now);
    task = advance.task;
    samples = [...samples, ...(advance.sample ? [advance.sample] : [])].slice(-100);
    now = nextPoll(input({ task, samples, now }));
  }
  return polls;
}
