import { systemClock } from '../../../../src/base/clock';
import { Emitter } from '../../../../src/base/event';
import { TimeSlicer } from '../../../../src/base/timeSlicer';
import type { Connection } from '../../../../src/connections/connection';
import type { ConnectionDirectory } from '../../../../src/connections/connectionDirectory';
import { builtInProviders } from '../../../../src/providers/builtInProviders';
import { createProviderRegistry } from '../../../../src/providers/registry';
import type { Store } from '../../../../src/tasks/ports/store';
import type { Snapshot, TaskState } from '../../../../src/tasks/task';
import type { ViewDeps } from '../../../../src/ui/shell/viewDeps';
import type { TreeNode } from '../../../../src/ui/views/tree/treeNode';
import { ViewArrangement } from '../../../../src/ui/arrangement/arrangement';
import { claimAll, settlement, start, type Sandbox } from '../../../store/sandbox';
import { snapshotOf } from '../../../tasks/trackedTasks';

const connection = (id: string, provider: string, name: string): Connection => ({
  ...{ id, provider, name, credentials: 'iam-token' },
});

/** How a new workspace shows its tasks. @param kept what the workspace keeps of the view */
export function createArrangement(kept = new Map<string, unknown>()): ViewArrangement {
  const memento = {
    get: (key: string): unknown => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  return new ViewArrangement(memento as ConstructorParameters<typeof ViewArrangement>[0]);
}

/** The part of the editor's view that the rows use. */
export function createView(reveal = (_node: TreeNode): Promise<void> => Promise.resolve()) {
  const collapsed = new Emitter<{ readonly element: TreeNode }>();
  const expanded = new Emitter<{ readonly element: TreeNode }>();
  return {
    ...{ visible: true, reveal, collapsed, expanded },
    ...{ onDidCollapseElement: collapsed.event, onDidExpandElement: expanded.event },
  };
}

/** Three connections of two services with five tasks in four states, for the tree. */
export class TreeScene {
  readonly store: Store;
  readonly arrangement = createArrangement();
  readonly deps: ViewDeps;

  constructor(box: Sandbox) {
    this.store = box.memory();
    const all = [
      connection('works', 'huawei-dsc', 'Works'),
      connection('archive', 'huawei-dsc', 'Archive'),
      connection('shop', 'shoplazza', 'Lamps'),
    ];
    const connections: Pick<
      ConnectionDirectory,
      'all' | 'get' | 'credentialAvailability' | 'problems' | 'onDidChange'
    > = {
      all: () => all,
      get: (id) => all.find((each) => each.id === id),
      credentialAvailability: () => 1,
      problems: () => [],
      onDidChange: new Emitter<void>().event,
    };
    const timeSlicer = new TimeSlicer(systemClock, (error) => {
      throw error;
    });
    this.deps = {
      ...{ store: this.store, connections: connections as ConnectionDirectory, timeSlicer, clock: box.clock },
      providers: createProviderRegistry(builtInProviders),
    };
    box.register(timeSlicer);
    this.track('works', 'huawei-dsc', { a: 'Saw', b: 'Drill', c: 'Plane' });
    this.track('archive', 'huawei-dsc', { d: 'Ledger' });
    this.track('shop', 'shoplazza', { e: 'lamp' });
    this.answer('works', 'a', { state: 'running' }, 10);
    this.answer('works', 'b', { state: 'failed', error: { message: 'No space left' } }, 20);
    this.answer('works', 'c', { state: 'succeeded' }, 30);
    this.answer('shop', 'e', { state: 'succeeded' }, 40);
  }

  /** Tracks tasks, a millisecond apart. @param names by the tasks' ids */
  track(id: string, provider: string, names: Readonly<Record<string, string>>): void {
    this.store.connections.publishCredentials(id, 1, start);
    const tasks = Object.entries(names).map(([task, name]) => ({ connection: id, provider, id: task, name }));
    tasks.forEach((task, index) => this.store.tasks.track([task], start + index));
  }

  /** A response comes for one task. @param at ms after all were tracked @param from the state that it was seen in before */
  answer(id: string, task: string, snapshot: Partial<Snapshot>, at: number, from?: TaskState): void {
    const now = start + 100_000 + at;
    const claims = claimAll(this.store, now, id);
    const meant = claims.filter((claim) => claim.task.id === task);
    this.store.queue.release(claims.filter((claim) => !meant.includes(claim)));
    const next = snapshotOf(snapshot);
    const more = from === undefined ? {} : { transition: { from, to: next.state, at: now } };
    this.store.queue.settle(meant.map((claim) => settlement(claim, next, now, more)));
  }
}
