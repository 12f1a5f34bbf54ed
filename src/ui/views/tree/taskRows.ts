import { TreeItem, type EventEmitter, type TreeView } from 'vscode';
import { delay } from '../../../base/async/abort';
import { IntervalTimer } from '../../../base/async/intervalTimer';
import { RunOnceScheduler } from '../../../base/async/runOnceScheduler';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import { loadChunk } from '../../../base/loadChunk';
import { onDidChangeStatus } from '../../../connections/statusChanges';
import type { TaskRef } from '../../../tasks/task';
import type { StoreChange } from '../../../tasks/ports/store';
import type { TrackedTask } from '../../../tasks/trackedTask';
import type { ViewDeps } from '../../shell/viewDeps';
import { TreeItems } from './treeItems';
import { nodeId, TreeNodes, type TreeNode } from './treeNode';
import { UpperRows } from './upperRows';
import { plainRow } from '../../text/plainRow';

/** Rows under one parent before "Show more…". */
const pageLength = 100;
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

/** Try to reveal a row again after this (ms). */
const revealRetryMs = 500;

/** The changed rows, or `undefined` for all of them. */
export type ChangedRows = TreeNode | TreeNode[] | undefined;

/** The rows of the view "Cloud Tasks": provider, connection (where there is more than one), task, item. */
export class TaskRows implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly drawing: RunOnceScheduler;
  private readonly nodes = new TreeNodes();
  private readonly items: TreeItems;
  private readonly upper: UpperRows;
  private readonly lengths = new Map<string, number>();
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

  /** @param changed tells VS Code which rows to draw again */
  constructor(
    private readonly deps: ViewDeps,
    private readonly view: TreeView<TreeNode>,
    private readonly changed: Pick<EventEmitter<ChangedRows>, 'fire'>,
  ) {
    this.items = new TreeItems(deps);
    this.upper = new UpperRows(deps, this.nodes);
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
    this.owned.add(new IntervalTimer(deps.clock)).cancelAndSet(() => {
      this.redraw();
    }, redrawIntervalMs);
  }

  /** As in VS Code's `TreeDataProvider`. */
  getTreeItem(node: TreeNode): TreeItem | Promise<TreeItem> {
    const item = this.itemOf(node);
    return item instanceof TreeItem ? plainRow(item) : item.then(plainRow);
  }

  private itemOf(node: TreeNode): TreeItem | Promise<TreeItem> {
    switch (node.kind) {
      case 'provider':
        return this.items.provider(node);
      case 'connection':
        return this.items.connection(node, this.upper.isOnly(node));
      // VS Code requests all children of a parent at once.
      case 'task':
        return this.deps.timeSlicer.run(() => {
          const item = this.items.task(node);
          this.drawn.set(node.id, contentOf(item));
          return item;
        });
      case 'item':
        return this.deps.timeSlicer.run(() =>
          this.items.item(node, this.deps.store.tasks.items(node.ref, node.index, 1)[0]),
        );
      case 'more':
        return this.items.more(node);
      case 'problem':
        return this.items.problem(node);
    }
  }

  /** Adds the tooltip when the pointer is over the row. */
  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    const { treeTooltip } = await loadChunk(() => import('./treeTooltip'));
    const tooltip = treeTooltip(this.deps, node);
    if (tooltip) {
      item.tooltip = tooltip;
    }
    return plainRow(item);
  }

  /** As in VS Code's `TreeDataProvider`. */
  getChildren(node?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        this.drawnUpper = this.upper.all();
        return this.drawnUpper.filter((row) => this.getParent(row) === undefined);
      case 'provider':
        return this.upper.connectionRowsOf(node);
      case 'connection':
        return this.tasksOf(node);
      case 'task':
        return this.itemsOf(node);
      case 'item':
      case 'more':
      case 'problem':
        return [];
    }
  }

  /** As in VS Code's `TreeDataProvider`; for {@link reveal}. */
  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'provider':
      case 'problem':
        return undefined;
      case 'connection':
        return this.upper.isOnly(node) ? undefined : this.nodes.provider(node.provider);
      case 'task':
        return this.nodes.connection(node.provider, node.ref.connection);
      case 'item':
        return this.nodes.task({ ...node.ref, provider: node.provider });
      case 'more':
        return node.parent;
    }
  }

  /** Shows another page of rows under the parent of a "Show more…" row. */
  showMore(node: TreeNode): void {
    if (node.kind === 'more') {
      this.lengths.set(node.of, this.lengthOf(node.parent) + pageLength);
      this.changed.fire(node.parent);
    }
  }

  /** Shows as many pages of rows as it takes to include a task's row. */
  private async showAsManyAs({ provider, connection, id }: TrackedTask): Promise<void> {
    const parent = this.nodes.connection(provider, connection);
    const drawn = this.lengthOf(parent);
    for (let offset = 0; ; offset += pageLength) {
      const query = { provider, connection, order: 'activity', offset, limit: pageLength } as const;
      const tasks = await this.deps.timeSlicer.run(() => this.deps.store.tasks.pageRefs(query));
      if (tasks.length < pageLength || tasks.some((task) => task.id === id)) {
        if (offset >= drawn) {
          this.lengths.set(parent.id, offset + pageLength);
          this.changed.fire(parent);
        }
        return;
      }
    }
  }

  /** Reveals and selects a task's row. */
  async reveal(ref: TaskRef): Promise<void> {
    try {
      await this.revealOnce(ref);
    } catch {
      // VS Code cannot find a row while it reloads the rows around it. Try once more, and do not fail for a row.
      await delay(this.deps.clock, revealRetryMs);
      await this.revealOnce(ref).catch(() => undefined);
    }
  }

  private async revealOnce(ref: TaskRef): Promise<void> {
    const task = this.deps.store.tasks.get(ref);
    if (task) {
      await this.showAsManyAs(task);
      await this.view.reveal(this.nodes.task(task), { select: true, focus: true });
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async tasksOf(parent: TreeNode & { readonly kind: 'connection' }): Promise<TreeNode[]> {
    const { provider, connection } = parent;
    const length = this.lengthOf(parent);
    const rows = new Set<TreeNode>();
    for (let offset = 0; offset < length; offset += pageLength) {
      const query = { provider, connection, order: 'activity', offset, limit: pageLength + 1 } as const;
      const tasks = await this.deps.timeSlicer.run(() => this.deps.store.tasks.pageRefs(query));
      // A task that moved between two pages may be on both.
      for (const task of tasks.slice(0, pageLength)) {
        rows.add(this.nodes.task({ ...task, provider }));
      }
      if (tasks.length <= pageLength) {
        return [...rows];
      }
    }
    return [...rows, this.nodes.more(parent)];
  }

  private itemsOf(parent: TreeNode & { readonly kind: 'task' }): TreeNode[] {
    const count = this.deps.store.tasks.get(parent.ref)?.itemCount ?? 0;
    const length = Math.min(count, this.lengthOf(parent));
    const rows = Array.from({ length }, (_, index) => this.nodes.item(parent, index));
    return count > length ? [...rows, this.nodes.more(parent)] : rows;
  }

  private lengthOf(parent: TreeNode): number {
    return this.lengths.get(parent.id) ?? pageLength;
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
      const node = this.nodes.drawnTask(ref);
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
    const connections = new Set([...this.changedLists, ...this.changedConnections]);
    if (connections.size === 0 && !this.isAllChanged) {
      return;
    }
    const upper = this.upper.all();
    const isAll = this.isAllChanged || !sameNodes(this.drawnUpper, upper);
    this.changedLists.clear();
    this.changedConnections.clear();
    this.isAllChanged = false;
    if (isAll) {
      this.forgetLengths(upper);
      this.fireChanges(undefined);
      return;
    }
    const nodes = [...connections].flatMap((connection) => this.nodes.drawnConnections(connection));
    if (nodes.length > 0) {
      this.fireChanges(nodes);
    }
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
      node.kind === 'task' && !this.isForgotten(node) && contentOf(this.items.task(node)) !== this.drawn.get(node.id)
    );
  }

  /** Removes what is kept for a removed task. */
  private isForgotten(node: TreeNode & { kind: 'task' }): boolean {
    if (this.deps.store.tasks.get(node.ref)?.provider === node.provider) {
      return false;
    }
    this.drawn.delete(node.id);
    this.lengths.delete(node.id);
    this.nodes.forget(node);
    return true;
  }

  /** Removes the row counts of removed connections. */
  private forgetLengths(upper: readonly TreeNode[]): void {
    const ids = new Set(upper.map(({ id }) => id));
    for (const id of this.lengths.keys()) {
      if (id.startsWith(nodeId('connection', '')) && !ids.has(id)) {
        this.lengths.delete(id);
      }
    }
  }

  private redraw(): void {
    if (this.view.visible) {
      for (const node of this.nodes.drawnTasks()) {
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
