import type { EventEmitter, TreeItem } from 'vscode';
import { IntervalTimer } from '../../../base/async/intervalTimer';
import { RunOnceScheduler } from '../../../base/async/runOnceScheduler';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import { onDidChangeStatus } from '../../../connections/statusChanges';
import type { StoreChange } from '../../../tasks/ports/store';
import type { ViewDeps } from '../../shell/viewDeps';
import type { ViewArrangement } from '../../arrangement/arrangement';
import type { ListParent, TaskLists } from './taskLists';
import type { TreeItems } from './treeItems';
import { nodeId, type NodeOf, type TreeNode, type TreeNodes } from './treeNode';
import type { UpperRows } from './upperRows';

/** Redraw rows that show times this often (ms). */
const redrawIntervalMs = 30_000;
/** Changes within this time (ms) are drawn together. */
const drawDelayMs = 100;
/**
 * Leave at least this (ms) between two events: VS Code debounces tree events by 200 ms, so that a steady stream of them would
 * never be drawn.
 */
const minEventIntervalMs = 300;
/** Compare this many rows at once. */
const compareBatchSize = 20;
/** Report at most this many rows in one event. */
const drawBatchSize = 60;

/** The kinds of rows that have lists of tasks below them. */
const upperKinds = ['connection', 'state'] as const;

/** The changed rows, or `undefined` for all of them. */
export type ChangedRows = TreeNode | TreeNode[] | undefined;

/** What knows the rows. */
interface Rows {
  readonly nodes: TreeNodes;
  readonly items: TreeItems;
  readonly upper: UpperRows;
  readonly lists: TaskLists;
}

/** Finds out which rows have changed, and reports only these to VS Code. */
export class RowChanges implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly drawing: RunOnceScheduler;
  /** The content of each task's row when last drawn, so that an unchanged row is not redrawn. */
  private readonly drawn = new Map<string, string>();
  /** Rows that may have changed. */
  private readonly changedTasks = new Set<TreeNode>();
  /** Rows that have changed and are not reported to VS Code yet. */
  private different: TreeNode[] = [];
  /** When changes were last reported to VS Code (ms since the epoch). */
  private firedAt = -Infinity;
  /** Connections whose list of tasks or its order has changed. */
  private readonly changedLists = new Set<string>();
  private readonly changedConnections = new Set<string>();
  private isAllChanged = false;
  /** The rows above the tasks as last drawn. */
  private drawnUpper: readonly TreeNode[] = [];

  /**
   * @param isVisible whether the view is
   * @param changed tells VS Code which rows to draw again
   */
  constructor(
    private readonly deps: ViewDeps,
    arrangement: Pick<ViewArrangement, 'onDidChange'>,
    private readonly rows: Rows,
    private readonly isVisible: () => boolean,
    private readonly changed: Pick<EventEmitter<ChangedRows>, 'fire'>,
  ) {
    this.drawing = this.owned.add(
      new RunOnceScheduler({ clock: deps.clock }, () => {
        this.draw();
      }),
    );
    this.owned.add(
      deps.store.onDidChange((change) => {
        this.follow(change);
      }),
    );
    this.owned.add(
      onDidChangeStatus(deps, (changed) => {
        this.followStatus(changed);
      }),
    );
    this.owned.add(
      arrangement.onDidChange(() => {
        this.rows.lists.forget();
        this.fireChanges(undefined);
      }),
    );
    this.owned.add(new IntervalTimer(deps.clock)).cancelAndSet(() => {
      this.redraw();
    }, redrawIntervalMs);
  }

  /** Notes the content of a task's row as it is drawn. */
  noteDrawn({ id }: NodeOf<'task'>, item: TreeItem): void {
    this.drawn.set(id, contentOf(item));
  }

  /** Notes the rows above the tasks as they are drawn. */
  noteUpper(rows: readonly TreeNode[]): void {
    this.drawnUpper = rows;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private followStatus(changed: readonly string[] | 'all'): void {
    if (changed === 'all') {
      this.isAllChanged = true;
    } else {
      for (const connection of changed) {
        this.changedConnections.add(connection);
      }
    }
    this.scheduleDraw();
  }

  private follow({ tasks, listsChanged }: StoreChange): void {
    for (const ref of tasks) {
      const node = this.rows.nodes.drawnTask(ref);
      if (node) {
        this.changedTasks.add(node);
      }
      if (listsChanged) {
        this.changedLists.add(ref.connection);
      }
    }
    if (this.changedTasks.size + this.changedLists.size > 0) {
      this.scheduleDraw();
    }
  }

  private scheduleDraw(delayMs = drawDelayMs): void {
    const intervalMs = Math.min(minEventIntervalMs, this.firedAt + minEventIntervalMs - this.deps.clock.now());
    this.drawing.schedule(Math.max(delayMs, intervalMs));
  }

  private draw(): void {
    this.deps.timeSlicer.post(() => {
      this.drawUpper();
    });
    this.drawTasks();
  }

  /** Reports rows above the tasks that have changed or have other tasks below them. */
  private drawUpper(): void {
    const [lists, statuses] = [new Set(this.changedLists), new Set(this.changedConnections)];
    if (lists.size + statuses.size === 0 && !this.isAllChanged) {
      return;
    }
    const upper = this.rows.upper.all();
    const isAll = this.isAllChanged || !sameNodes(this.drawnUpper, upper);
    this.changedLists.clear();
    this.changedConnections.clear();
    this.isAllChanged = false;
    if (isAll) {
      this.rows.lists.forgetOthers(upper, (id) => upperKinds.some((kind) => id.startsWith(nodeId(kind, ''))));
      this.fireChanges(undefined);
      return;
    }
    const changed = new Set<TreeNode>(
      [...statuses].flatMap((connection) => this.rows.nodes.drawnConnections(connection)),
    );
    this.drawLists(
      this.rows.lists.parentsOf(lists).filter((parent) => parent === undefined || !changed.has(parent)),
      changed,
    );
    for (const node of this.rows.nodes.drawnTasks()) {
      // Where a connection's row is above its tasks, they are drawn again with it.
      if (statuses.has(node.ref.connection) && !this.rows.lists.areBelowConnections) {
        this.changedTasks.add(node);
      }
    }
  }

  /** Reports the rows of which other tasks stand below, with `changed` ones. */
  private drawLists(parents: readonly ListParent[], changed: Set<TreeNode>): void {
    let areRootsChanged = false;
    for (const parent of parents) {
      this.deps.timeSlicer.post(() => {
        if (this.rows.lists.haveTasksChanged(parent)) {
          areRootsChanged ||= parent === undefined;
          if (parent) {
            changed.add(parent);
          }
        }
      });
    }
    this.deps.timeSlicer.post(() => {
      if (areRootsChanged || changed.size > 0) {
        this.fireChanges(areRootsChanged ? undefined : [...changed]);
      }
    });
  }

  /** Reports changed rows of tasks, at most a batch at a time. */
  private drawTasks(): void {
    this.deps.timeSlicer.post(() => {
      let compared = 0;
      for (const node of this.changedTasks) {
        if (compared++ === compareBatchSize) {
          break;
        }
        this.changedTasks.delete(node);
        if (this.hasNewContent(node)) {
          this.different.push(node);
        }
      }
      if (this.changedTasks.size > 0 && this.different.length < drawBatchSize) {
        this.drawTasks();
        return;
      }
      if (this.different.length > 0) {
        this.fireChanges(this.different);
        this.different = [];
      }
      if (this.changedTasks.size > 0) {
        this.scheduleDraw();
      }
    });
  }

  private fireChanges(changed: TreeNode[] | undefined): void {
    this.firedAt = this.deps.clock.now();
    this.changed.fire(changed);
  }

  private hasNewContent(node: TreeNode): boolean {
    return (
      node.kind === 'task' &&
      !this.isForgotten(node) &&
      contentOf(this.rows.items.task(node)) !== this.drawn.get(node.id)
    );
  }

  /** Removes what is kept for a row of a task that is gone, or stands elsewhere. */
  private isForgotten(node: NodeOf<'task'>): boolean {
    if (
      this.rows.nodes.drawnTask(node.ref) === node &&
      this.deps.store.tasks.get(node.ref)?.provider === node.provider
    ) {
      return false;
    }
    this.drawn.delete(node.id);
    this.rows.lists.forget(node.id);
    this.rows.nodes.forget(node);
    return true;
  }

  private redraw(): void {
    if (this.isVisible()) {
      for (const node of this.rows.nodes.drawnTasks()) {
        this.changedTasks.add(node);
      }
      this.scheduleDraw(0);
    }
  }
}

/** Everything visible of a row, for comparison. */
function contentOf({ label, description, iconPath, contextValue, collapsibleState }: TreeItem): string {
  return JSON.stringify([label, description, iconPath, contextValue, collapsibleState]);
}

function sameNodes(one: readonly TreeNode[], other: readonly TreeNode[]): boolean {
  return one.length === other.length && one.every((node, index) => node === other[index]);
}
