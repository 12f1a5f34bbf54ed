import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileCount, isFailingFile, outcomes, stageAt, type TaskPlan } from '../../src/simulator/lifecycle';

const plans: fc.Arbitrary<TaskPlan> = fc
  .record({
    queuedMs: fc.nat(600_000),
    runningMs: fc.nat(600_000),
    outcome: fc.constantFrom(...outcomes),
    files: fc.integer({ min: 1, max: 500 }),
    failures: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ failures, ...plan }) => ({ ...plan, failures: Math.min(failures, plan.files) }));

describe('stageAt', () => {
  it('never goes back and never counts a file twice', () => {
    fc.assert(
      fc.property(plans, fc.array(fc.integer({ min: -1000, max: 1_500_000 }), { maxLength: 30 }), (plan, times) => {
        let before = stageAt(plan, -1);
        for (const at of times.sort((a, b) => a - b)) {
          const stage = stageAt(plan, at);
          assert.ok(stage.fraction >= before.fraction && stage.fraction <= 1, `fraction at ${at}`);
          assert.ok(stage.done >= before.done && stage.failed >= before.failed, `counts at ${at}`);
          assert.ok(stage.done + stage.failed <= fileCount(plan), `sum at ${at}`);
          assert.ok(before.state !== 'running' || stage.state !== 'queued', `state at ${at}`);
          before = stage;
        }
      }),
    );
  });

  it('waits, works, and ends as planned', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const end = plan.queuedMs + plan.runningMs;
        if (plan.queuedMs > 0) {
          assert.equal(stageAt(plan, plan.queuedMs - 1).state, 'queued');
        }
        if (plan.runningMs > 0) {
          assert.equal(stageAt(plan, plan.queuedMs).state, 'running');
          assert.equal(stageAt(plan, end - 1).state, 'running');
        }
        assert.equal(stageAt(plan, end).state, plan.outcome === 'stuck' ? 'running' : plan.outcome);
        assert.deepEqual(stageAt(plan, end + 1e9), stageAt(plan, end));
      }),
    );
  });

  it('ends a partial task with exactly the failures that were planned, each of them a failing file', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const partial: TaskPlan = { ...plan, outcome: 'partial' };
        const { done, failed } = stageAt(partial, 1e9);
        const failing = Array.from({ length: fileCount(plan) }, (_, index) => isFailingFile(partial, index));
        assert.equal(failed, plan.failures);
        assert.equal(done, fileCount(plan) - failed);
        assert.equal(failing.filter(Boolean).length, failed);
      }),
    );
  });

  it('does not move in a straight line', () => {
    const plan: TaskPlan = { queuedMs: 0, runningMs: 1000, outcome: 'succeeded' };
    const steps = [0, 250, 500, 750, 1000].map((at) => stageAt(plan, at).fraction);
    assert.equal(steps[0], 0);
    assert.equal(steps[4], 1);
    assert.ok(steps[1]! < 0.2 && steps[3]! > 0.8);
  });

  it('leaves a task with nothing done that was canceled while it waited', () => {
    assert.deepEqual(stageAt({ queuedMs: 5, runningMs: 0, outcome: 'cancelled' }, 10), {
      state: 'cancelled',
      fraction: 0,
      done: 0,
      failed: 0,
    });
  });
});
