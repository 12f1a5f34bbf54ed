import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Claim } from '../../../src/tasks/ports/pollQueue';
import { newTask, Sandbox, settlement, start } from '../sandbox';
import { snapshotOf } from '../../tasks/trackedTasks';

/** One step of what windows do. `task` and `window` are indexes. */
type Step =
  | { readonly what: 'claim' | 'settle' | 'release' | 'extend'; readonly window: number }
  | { readonly what: 'makeDue' | 'remove'; readonly task: number }
  | { readonly what: 'reject' | 'clearBlocks' }
  | { readonly what: 'wait'; readonly ms: number };

/** What must hold for a task, in the simplest form. */
interface ModelTask {
  due: number;
  claimedBy?: number;
  until?: number;
}

const step = fc.oneof(
  fc.record({
    what: fc.constantFrom('claim', 'claim', 'settle', 'release', 'extend'),
    window: fc.nat({ max: 1 }),
  }),
  fc.record({ what: fc.constantFrom('makeDue', 'makeDue', 'remove'), task: fc.nat({ max: 3 }) }),
  fc.record({ what: fc.constantFrom('reject', 'clearBlocks') }),
  fc.record({ what: fc.constant('wait' as const), ms: fc.constantFrom(1, 40, 100, 250) }),
);

describe('createTaskStore: two windows, whatever they do', () => {
  it('agree with a simple model of claims', function () {
    this.timeout(30_000);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        run(steps);
      }),
      { numRuns: 60 },
    );
  });
});

function run(steps: readonly Step[]): void {
  const box = new Sandbox();
  try {
    const windows = [box.window('zero'), box.window('one')] as const;
    const claimed: (readonly Claim[])[] = [[], []];
    const ids = ['t0', 't1', 't2', 't3'];
    windows[0].tasks.track(
      ids.map((id) => newTask(id)),
      start,
    );
    const model = new Map<string, ModelTask>(ids.map((id) => [id, { due: start }]));
    let rejected: boolean = false;
    let now: number = start;
    const store = (window: number): (typeof windows)[0] => windows[window === 0 ? 0 : 1];
    const mine = (window: number): readonly Claim[] =>
      (claimed[window] ?? []).filter(({ task }) => model.get(task.id)?.claimedBy === window);
    const released = (task: ModelTask): ModelTask => ({ due: task.due });

    for (const next of steps) {
      switch (next.what) {
        case 'claim': {
          const connections = [{ id: 'works', credentialVersion: 1 }];
          const claims = store(next.window).queue.claim({ connections, now, until: now + 100, limit: 2 });
          const isFree: boolean =
            !rejected && [...model.values()].every(({ until }) => until === undefined || until <= now);
          const due: readonly [string, ModelTask][] = [...model].filter(
            ([, task]) => isFree && Math.max(task.due, task.until ?? 0) <= now,
          );
          assert.equal(claims.length, Math.min(2, due.length));
          assert.ok(claims.every(({ task }) => due.some(([id]) => id === task.id)));
          if (claims.length > 0) {
            for (const [id, task] of model) {
              // An expired claim is no window's any more, though its task is not due before the expiry.
              model.set(id, { due: Math.max(task.due, task.until ?? 0) });
            }
            for (const { task } of claims) {
              model.set(task.id, { due: model.get(task.id)?.due ?? 0, claimedBy: next.window, until: now + 100 });
            }
            claimed[next.window] = claims;
          }
          break;
        }
        case 'settle':
          for (const claim of mine(next.window)) {
            model.set(claim.task.id, { due: now + 60_000 });
          }
          store(next.window).queue.settle(
            (claimed[next.window] ?? []).map((claim) => settlement(claim, snapshotOf(), now)),
          );
          claimed[next.window] = [];
          break;
        case 'release':
          for (const { task } of mine(next.window)) {
            model.set(task.id, released(model.get(task.id) ?? { due: now }));
          }
          store(next.window).queue.release(claimed[next.window] ?? []);
          claimed[next.window] = [];
          break;
        case 'extend':
          for (const { task } of mine(next.window)) {
            model.set(task.id, { due: start, ...model.get(task.id), until: now + 100 });
          }
          store(next.window).queue.extend(claimed[next.window] ?? [], now + 100);
          break;
        case 'makeDue': {
          const id = `t${next.task}`;
          const task = model.get(id);
          if (task && (task.until === undefined || task.until <= now) && Math.max(task.due, task.until ?? 0) > now) {
            model.set(id, { ...task, due: now });
          }
          windows[0].queue.makeDue([{ connection: 'works', id }], now);
          break;
        }
        case 'remove':
          model.delete(`t${next.task}`);
          windows[1].tasks.remove([{ connection: 'works', id: `t${next.task}` }]);
          break;
        case 'reject':
          assert.equal(windows[0].connections.rejectCredentials('works', 1, { kind: 'unauthorised' }, now), !rejected);
          rejected = true;
          break;
        case 'clearBlocks':
          windows[1].connections.clearBlocks('works', now);
          rejected = false;
          for (const [id, task] of model) {
            if ((task.until === undefined || task.until <= now) && task.due > now) {
              model.set(id, { ...task, due: now });
            }
          }
          break;
        case 'wait':
          now += next.ms;
          break;
      }
      const dueAt: readonly number[] = [...model.values()].map((task) => Math.max(task.due, task.until ?? 0));
      const first: number | undefined = rejected || dueAt.length === 0 ? undefined : Math.min(...dueAt);
      const busy: readonly number[] = [...model.values()].map(({ until }) => until ?? 0);
      assert.equal(windows[0].queue.nextDueAt(['works']), first && Math.max(first, ...busy));
    }
  } finally {
    box.end();
  }
}
