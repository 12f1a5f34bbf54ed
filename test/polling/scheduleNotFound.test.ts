import assert from 'node:assert/strict';
import { nextPoll } from '../../src/polling/schedule';
import { applyFailure, neverFoundForMs } from '../../src/tasks/taskUpdate';
import type { TrackedTask } from '../../src/tasks/trackedTask';
import { notFound, start, trackedTask } from '../tasks/trackedTasks';

const limits = { minInterval: 5_000, maxInterval: 60_000 };
const next = (task: TrackedTask, now: number): number | undefined =>
  nextPoll({ task, samples: [], now, limits, presence: 'focused', random: 0 });

describe('nextPoll of a task that was never found', () => {
  it('B11: leaves growing pauses, and comes last when the task expires', () => {
    const pauses: number[] = [];
    let task = trackedTask();
    for (let now = start; now <= start + neverFoundForMs; now += pauses.at(-1) ?? 0) {
      ({ task } = applyFailure(task, notFound, now));
      const at = next(task, now);
      if (at === undefined) {
        break;
      }
      pauses.push(at - now);
      assert.ok(pauses.length < 20);
    }
    assert.equal(task.state, 'expired');
    assert.deepEqual(pauses.slice(0, 5), [10_000, 10_000, 10_000, 15_000, 22_500]);
    assert.ok(Math.max(...pauses) > 120_000);
    assert.equal(
      pauses.reduce((sum, pause) => sum + pause),
      neverFoundForMs,
    );
  });

  it('B11: obeys Retry-After', () => {
    const { task } = applyFailure(trackedTask(), { ...notFound, retryAt: start + 77_000 }, start);
    assert.equal(next(task, start), start + 77_000);
  });
});
