import assert from 'node:assert/strict';
import { TimeSlicer } from '../../src/base/timeSlicer';
import { purgeOldTasks } from '../../src/polling/purge';
import type { Store } from '../../src/tasks/ports/store';
import { claimAll, newTask, settlement, start, useSandbox } from '../store/sandbox';
import { snapshotOf } from '../tasks/trackedTasks';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe('the history of finished tasks', () => {
  const box = useSandbox();
  let store: Store;
  let days: number;

  beforeEach(() => {
    days = 30;
    store = box.window();
    store.tasks.track(
      ['ended', 'pinned', 'running', ...Array.from({ length: 60 }, (_, index) => `many ${index}`)].map((id) =>
        newTask(id),
      ),
      start,
    );
    store.queue.settle(
      claimAll(store, start).map((claim) =>
        settlement(claim, snapshotOf({ state: claim.task.id === 'running' ? 'running' : 'succeeded' }), start),
      ),
    );
    store.tasks.mark([{ connection: 'works', id: 'pinned' }], { isPinned: true });
    const timeSlicer = box.register(new TimeSlicer(box.clock, (error) => assert.fail(String(error))));
    box.register(
      purgeOldTasks({ tasks: store.tasks, historyDays: () => days, timeSlicer, clock: box.clock, log: box.log }),
    );
  });

  const ids = (): readonly string[] =>
    store.tasks
      .page({ order: 'name', limit: 100 })
      .map(({ id }) => id)
      .filter((id) => !id.startsWith('many'))
      .sort();
  /** Time passes, of which the window runs through the last hour. */
  const pass = (ms: number): void => {
    box.clock.jump(ms - hourMs);
    box.clock.advance(hourMs);
  };

  it('lasts for the days of the setting; pinned tasks stay, and those that run', () => {
    pass(29 * dayMs);
    assert.deepEqual(ids(), ['ended', 'pinned', 'running']);
    pass(dayMs + hourMs);
    assert.deepEqual(ids(), ['pinned', 'running']);
    assert.equal(store.tasks.page({ order: 'name', limit: 100 }).length, 2);
    pass(400 * dayMs);
    assert.deepEqual(ids(), ['pinned', 'running']);
    assert.deepEqual(box.log.lines, ['Finished tasks removed, since their 30 days in the list are over: 61']);
  });

  it('follows a change of the setting within the hour', () => {
    pass(10 * dayMs);
    days = 9;
    pass(hourMs);
    assert.deepEqual(ids(), ['pinned', 'running']);
  });
});
