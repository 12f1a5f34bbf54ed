import assert from 'node:assert/strict';
import { endedWhileAway, type AwayPeriod } from '../../src/tasks/awayPeriod';
import { taskKey } from '../../src/tasks/task';
import type { Notice } from '../../src/tasks/ports/outbox';
import { runningTask, start } from './trackedTasks';

const minute = 60_000;

/** A notice of an end that was polled at `at`, with the end time that the service names. */
function notice(at: number, endedAt?: number): Notice {
  const progress = { state: 'succeeded', rawState: '1', ...(endedAt === undefined ? {} : { endedAt }) } as const;
  return { sequence: 1, task: runningTask({ state: 'succeeded', progress }), from: 'running', to: 'succeeded', at };
}

function awayPeriod(more: Partial<AwayPeriod> = {}): AwayPeriod {
  return { until: start, noWindowWasOpen: true, endedAtFirstPoll: new Set(), ...more };
}

describe('endedWhileAway', () => {
  it('goes by the end time that the service names', () => {
    assert.ok(endedWhileAway(notice(start + minute, start - 1), awayPeriod()));
    assert.ok(!endedWhileAway(notice(start + minute, start), awayPeriod()));
    const endedAtFirstPoll = new Set([taskKey(runningTask())]);
    assert.ok(!endedWhileAway(notice(start + minute, start + 1), awayPeriod({ endedAtFirstPoll })));
  });

  it('goes by the first poll where the service names no time', () => {
    assert.ok(endedWhileAway(notice(start + 1), awayPeriod({ endedAtFirstPoll: new Set([taskKey(runningTask())]) })));
    assert.ok(!endedWhileAway(notice(start + 1), awayPeriod()));
  });

  it('includes what a window stored and could not announce', () => {
    assert.ok(endedWhileAway(notice(start - 1, start - 2), awayPeriod()));
    assert.ok(endedWhileAway(notice(start - minute - 1), awayPeriod({ noWindowWasOpen: false })));
  });

  it('excludes what ended while another window was open', () => {
    assert.ok(!endedWhileAway(notice(start + 1, start - 1), awayPeriod({ noWindowWasOpen: false })));
    assert.ok(!endedWhileAway(notice(start - 1), awayPeriod({ noWindowWasOpen: false })));
  });
});
