import { taskKey, type TaskRef, type TaskState } from '../../../tasks/task';
import type { TaskQuery } from '../../../tasks/ports/taskReader';
import type { ViewDeps } from '../../shell/viewDeps';
import type { ViewArrangement } from '../../arrangement/arrangement';
import { ordersBySorting, toMatch } from '../../arrangement/matchingTasks';
import { rootId, type NodeOf, type TreeNode, type TreeNodes } from './treeNode';
import type { UpperRows } from './upperRows';

/** What tasks stand below: a row above them, or nothing where they are not grouped. */
export type ListParent = NodeOf<'connection'> | NodeOf<'state'> | undefined;

/** Rows of a list before "Show more…". */
const firstLength = 100;
/** Rows that "Show more…" adds; also the rows that are read at once. */
const stepLength = 200;
/** A longer list is drawn again without a comparison, which would take as long. */
const longestCompared = 1_000;

/** The rows of a list when it was last read. */
interface DrawnList {
  readonly rows: readonly TreeNode[];
  /** How many more there are. */
  readonly rest: number;
}

/** The lists of tasks, and of the items of a task, page by page. They are read from the store each time. */
export class TaskLists {
  /** By the id of the list's parent, as in the next one. */
  private readonly lengths = new Map<string, number>();
  private readonly drawn = new Map<string, DrawnList>();

  constructor(
    private readonly deps: ViewDeps,
    private readonly arrangement: Pick<ViewArrangement, 'current'>,
    private readonly nodes: TreeNodes,
    private readonly upper: Pick<UpperRows, 'taskCount'>,
  ) {}

  /** Whether the row of its connection is above a task. */
  get areBelowConnections(): boolean {
    const { groupBy } = this.arrangement.current;
    return groupBy === 'service' || groupBy === 'connection';
  }

  /** The row below which a task stands; `undefined` where tasks are not grouped. */
  parentOf(provider: string, connection: string, below: TaskState | undefined): ListParent {
    switch (this.arrangement.current.groupBy) {
      case 'service':
      case 'connection':
        return this.nodes.connection(provider, connection);
      case 'state':
        return below && this.nodes.state(below);
      case 'none':
        return undefined;
    }
  }

  /** What the drawn tasks of these connections may stand below. */
  parentsOf(connections: ReadonlySet<string>): readonly ListParent[] {
    if (connections.size === 0) {
      return [];
    }
    switch (this.arrangement.current.groupBy) {
      case 'service':
      case 'connection':
        return [...connections].flatMap((connection) => this.nodes.drawnConnections(connection));
      case 'state':
        return this.nodes.drawnStates();
      case 'none':
        return [undefined];
    }
  }

  /** The tasks below a row, as many as were shown so far. */
  async tasksOf(parent: ListParent): Promise<TreeNode[]> {
    const rows = new Set<TreeNode>();
    const length = this.lengthOf(parent);
    while (rows.size < length) {
      const limit = Math.min(stepLength, length - rows.size);
      const page = await this.deps.timeSlicer.run(() => this.page(parent, rows.size, limit));
      const before = rows.size;
      for (const row of page) {
        rows.add(row);
      }
      // A task that moved between two pages may be on both.
      if (page.length < limit || rows.size === before) {
        break;
      }
    }
    return this.drawnList(parent, [...rows], this.upper.taskCount(parent));
  }

  /** The items below a task's row, as many as were shown so far. */
  itemsOf(parent: NodeOf<'task'>): TreeNode[] {
    const count = this.deps.store.tasks.get(parent.ref)?.itemCount ?? 0;
    const rows = Array.from({ length: Math.min(count, this.lengthOf(parent)) }, (_, index) =>
      this.nodes.item(parent, index),
    );
    return this.drawnList(parent, rows, count);
  }

  /** How many rows "Show more…" adds to its list. */
  nextCount({ of }: NodeOf<'more'>): number {
    return Math.min(stepLength, this.drawn.get(of)?.rest ?? 0);
  }

  /** Whether other tasks stand below a row than were read last, or in another order; not for a list that was never read. */
  haveTasksChanged(parent: ListParent): boolean {
    const drawn = this.drawn.get(idOf(parent));
    if (!drawn) {
      return false;
    }
    const length = this.lengthOf(parent);
    if (length > longestCompared) {
      return true;
    }
    const rows = this.page(parent, 0, length);
    return (
      this.upper.taskCount(parent) - rows.length !== drawn.rest ||
      rows.length !== drawn.rows.length ||
      rows.some((row, index) => row !== drawn.rows[index])
    );
  }

  /** Makes a list longer by a step. */
  lengthen({ of, parent }: NodeOf<'more'>): void {
    this.lengths.set(of, this.lengthOf(parent) + stepLength);
  }

  /** Makes a list long enough to include a task. @returns whether it is longer than before, or `undefined` if it has no such task */
  async includeTask(parent: ListParent, task: TaskRef): Promise<boolean | undefined> {
    const drawn = this.lengthOf(parent);
    for (let offset = 0; ; offset += stepLength) {
      const rows = await this.deps.timeSlicer.run(() => this.page(parent, offset, stepLength));
      const index = rows.findIndex(({ ref }) => taskKey(ref) === taskKey(task));
      if (index >= 0) {
        const missing = offset + index + 1 - drawn;
        if (missing > 0) {
          this.lengths.set(idOf(parent), drawn + stepLength * Math.ceil(missing / stepLength));
        }
        return missing > 0;
      }
      if (rows.length < stepLength) {
        return undefined;
      }
    }
  }

  /** Forgets the list below a row that is gone; without one, all lists: each begins with its first page again. */
  forget(parentId?: string): void {
    if (parentId === undefined) {
      this.lengths.clear();
      this.drawn.clear();
    } else {
      this.lengths.delete(parentId);
      this.drawn.delete(parentId);
    }
  }

  /** Forgets the lists below rows above tasks that are gone. */
  forgetOthers(upper: readonly TreeNode[], isUpper: (id: string) => boolean): void {
    const ids = new Set(upper.map(({ id }) => id));
    for (const id of this.drawn.keys()) {
      if (isUpper(id) && !ids.has(id)) {
        this.forget(id);
      }
    }
  }

  private page(parent: ListParent, offset: number, limit: number): NodeOf<'task'>[] {
    const { filter, sortBy } = this.arrangement.current;
    const states = parent?.kind === 'state' ? [parent.state] : filter.states;
    const query: TaskQuery = {
      ...toMatch(this.deps, filter),
      ...(parent?.kind === 'connection' && { provider: parent.provider, connection: parent.connection }),
      ...(states.length > 0 && { states }),
      order: ordersBySorting[sortBy],
      ...{ offset, limit },
    };
    const below = parent?.kind === 'state' ? parent.state : undefined;
    return this.deps.store.tasks.pageRefs(query).map((task) => this.nodes.task(task, below));
  }

  private drawnList(parent: TreeNode | undefined, rows: TreeNode[], count: number): TreeNode[] {
    const rest = count - rows.length;
    this.drawn.set(idOf(parent), { rows, rest });
    return rest > 0 ? [...rows, this.nodes.more(parent)] : rows;
  }

  private lengthOf(parent: TreeNode | undefined): number {
    return this.lengths.get(idOf(parent)) ?? firstLength;
  }
}

function idOf(parent: TreeNode | undefined): string {
  return parent?.id ?? rootId;
}
