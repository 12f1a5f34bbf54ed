import assert from 'node:assert/strict';
import { inEnglish, type Message } from '../../../src/base/message';
import type { Progress, TaskState } from '../../../src/tasks/task';
import type { Notice } from '../../../src/tasks/ports/outbox';
import { endSeverity, endText, worstOf } from '../../../src/ui/text/endText';
import { runningTask, start } from '../../tasks/trackedTasks';

function notices(...states: readonly TaskState[]): [Notice, ...Notice[]] {
  const [first, ...others] = states.map((to, index) => notice(to, {}, index + 1));
  assert.ok(first);
  return [first, ...others];
}

function notice(to: TaskState, more: Partial<Progress> = {}, sequence = 1): Notice {
  const task = runningTask({ name: `Task ${sequence}`, state: to, progress: { state: to, rawState: '', ...more } });
  return { sequence, task, from: 'running', to, at: start };
}

const text = (whileAway: boolean, all: [Notice, ...Notice[]]): string =>
  endText({ notices: all, whileAway }, inEnglish);

describe('endText', () => {
  it('counts what ended while the user was away', () => {
    assert.equal(
      text(true, notices('succeeded', 'failed', 'succeeded', 'partial', 'succeeded')),
      'While you were away, 5 tasks ended: 3 succeeded, 2 failed.',
    );
    assert.equal(text(true, notices('cancelled', 'cancelled')), 'While you were away, 2 tasks ended: 2 canceled.');
  });

  it('has a sentence of its own for a single task that ended meanwhile', () => {
    const error = { message: 'No space' };
    const said = [
      notice('succeeded'),
      notice('failed', { error }),
      notice('failed'),
      notice('partial', { failed: 2, total: 9 }),
      notice('partial'),
      notice('cancelled'),
    ].map((each) => text(true, [each]));
    assert.deepEqual(said, [
      'While you were away, Task 1 succeeded.',
      'While you were away, Task 1 failed: No space',
      'While you were away, Task 1 failed.',
      'While you were away, Task 1 completed with errors: 2 of 9 files failed.',
      'While you were away, Task 1 completed with errors.',
      'While you were away, Task 1 was canceled.',
    ]);
  });

  it('B1: says how much of a task is finished that ended without a failure', () => {
    const incomplete = notice('partial', { completed: 4, failed: 0, total: 6 });
    assert.equal(text(false, [incomplete]), 'Task 1 ended with 4 of 6 files finished.');
    assert.equal(text(true, [incomplete]), 'While you were away, Task 1 ended with 4 of 6 files finished.');
  });

  it('B14: translates a sentence of ours within the sentence', () => {
    const error = { code: '18000205', message: 'Result code {0}.', args: ['18000205'] };
    const say = ({ text: english, args }: Message) =>
      inEnglish({ text: english === error.message ? '结果码 {0}。' : english, args });
    const said = endText({ notices: [notice('failed', { error })], whileAway: false }, say);
    assert.equal(said, 'Task 1 failed: 结果码 18000205。');
  });

  it('names up to three tasks that ended under the user’s eyes, and counts more', () => {
    assert.equal(text(false, notices('succeeded', 'failed')), 'Task 1 succeeded. Task 2 failed.');
    assert.equal(
      text(false, notices('succeeded', 'succeeded', 'failed', 'cancelled')),
      '4 tasks ended: 2 succeeded, 1 failed, 1 canceled.',
    );
  });

  it('is as urgent as the worst end, which is the one that is opened', () => {
    const worst = worstOf(notices('succeeded', 'partial', 'failed', 'failed', 'expired'));
    assert.equal(worst.task.name, 'Task 3');
    assert.deepEqual((['failed', 'partial', 'expired', 'cancelled', 'succeeded'] as const).map(endSeverity), [
      'error',
      'warning',
      'warning',
      'information',
      'information',
    ]);
  });
});
