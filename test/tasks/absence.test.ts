import assert from 'node:assert/strict';
import { isFromAbsence, type Absence } from '../../src/tasks/absence';
import { taskKey } from '../../src/tasks/task';
import type { Notice } from '../../src/tasks/taskRepository';
import { runningTask, start } from './trackedTasks';

const minute = 60_000;

/** A notice of an end that was heard of at `at`, with what the service says of when it was. */
function notice(at: number, endedAt?: number): Notice {
  const progress = { state: 'succeeded', rawState: '1', ...(endedAt === undefined ? {} : { endedAt }) } as const;
  return { sequence: 1, task: runningTask({ state: 'succeeded', progress }), from: 'running', to: 'succeeded', at };
}

function absence(more: Partial<Absence> = {}): Absence {
  return { until: start, wasAlone: true, firstHeard: new Set(), ...more };
}

describe('isFromAbsence', () => {
  it('believes the service’s time of the end', () => {
    assert.ok(isFromAbsence(notice(start + minute, start - 1), absence()));
    assert.ok(!isFromAbsence(notice(start + minute, start), absence()));
    const firstHeard = new Set([taskKey(runningTask())]);
    assert.ok(!isFromAbsence(notice(start + minute, start + 1), absence({ firstHeard })));
  });

  it('goes by the first answer where the service says no time', () => {
    assert.ok(isFromAbsence(notice(start + 1), absence({ firstHeard: new Set([taskKey(runningTask())]) })));
    assert.ok(!isFromAbsence(notice(start + 1), absence()));
  });

  it('takes up what a window heard of and could no longer tell', () => {
    assert.ok(isFromAbsence(notice(start - 1, start - 2), absence()));
    assert.ok(isFromAbsence(notice(start - minute - 1), absence({ wasAlone: false })));
  });

  it('leaves to another window what it was awake for', () => {
    assert.ok(!isFromAbsence(notice(start + 1, start - 1), absence({ wasAlone: false })));
    assert.ok(!isFromAbsence(notice(start - 1), absence({ wasAlone: false })));
  });
});
