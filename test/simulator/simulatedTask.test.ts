import assert from 'node:assert/strict';
import { isSavedCloud } from '../../src/simulator/simulatedTask';

const task = {
  service: 'vod',
  id: '1',
  createdAt: 5,
  plan: { queuedMs: 0, runningMs: 1, outcome: 'succeeded' },
};

describe('isSavedCloud', () => {
  it('accepts what was saved and nothing else', () => {
    assert.ok(isSavedCloud({ version: 1, tasks: [task, { ...task, cancelledAt: 6 }] }));
    const wrong = [
      undefined,
      [],
      { version: 2, tasks: [] },
      { version: 1 },
      { version: 1, tasks: [null] },
      { version: 1, tasks: [{ ...task, id: 1 }] },
      { version: 1, tasks: [{ ...task, service: 'other' }] },
      { version: 1, tasks: [{ ...task, createdAt: 'now' }] },
      { version: 1, tasks: [{ ...task, plan: { ...task.plan, outcome: 'exploded' } }] },
    ];
    assert.deepEqual(wrong.filter(isSavedCloud), []);
  });
});
