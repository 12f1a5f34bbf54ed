import assert from 'node:assert/strict';
import { endedWhileAway, type AwayPeriod } from '../../src/tasks/awayPeriod';
import { taskKey } from '../../src/tasks/task';
import type { Notice } from '../../src/tasks/ports/outbox';
import { runningTask, start } from './trackedTasks';

const minute = 60_000;

/** A notice of an end that was heard of at `at`, with what the service says of when it was. */
function notice(at: number, endedAt?: number): Notice {
  const progress = { state: 'succeeded', rawState: '1', ...(endedAt === undefined ? {} : { endedAt }) } as const;
  return { sequence: 1, task: runningTask({ state: 'succeeded', progress }), from: 'running', to: 'succeeded', at };
}

function absence(more: Partial<AwayPeriod> = {}): AwayPeriod {
  return { until: start, noWindowWasOpen: true, endedAtFirstPoll: new Set(), ...more };
}

describe('endedWhileAway', () => {
  it('believes the service’s time of the end', () => {
    assert.ok(endedWhileAway(notice(start + minute, start - 1), absence()));
    assert.ok(!endedWhileAway(notice(start + minute, start), absence()));
    const endedAtFirstPoll = new Set([taskKey(runningTask())]);
    assert.ok(!endedWhileAway(notice(start + minute, start + 1), absence({ endedAtFirstPoll })));
  });

  it('goes by the first answer where the service says no time', () => {
    assert.ok(endedWhileAway(notice(start + 1), absence({ endedAtFirstPoll: new Set([taskKey(runningTask())]) })));
    assert.ok(!endedWhileAway(notice(start + 1), absence()));
  });

  it('takes up what a window heard of and could no longer tell', () => {
    assert.ok(endedWhileAway(notice(start - 1, start - 2), absence()));
    assert.ok(endedWhileAway(notice(start - minute - 1), absence({ noWindowWasOpen: false })));
  });

  it('leaves to another window what it was awake for', () => {
    assert.ok(!endedWhileAway(notice(start + 1, start - 1), absence({ noWindowWasOpen: false })));
    assert.ok(!endedWhileAway(notice(start - 1), absence({ noWindowWasOpen: false })));
  });
});
