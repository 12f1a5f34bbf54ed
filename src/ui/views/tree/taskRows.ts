import { l10n, TreeItem, type EventEmitter, type TreeView } from 'vscode';
import { delay } from '../../../base/async/abort';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import { loadChunk } from '../../../base/loadChunk';
import type { TaskRef } from '../../../tasks/task';
import { showMessage } from '../../shell/showMessage';
import type { ViewDeps } from '../../shell/viewDeps';
import { plainRow } from '../../text/plainRow';
import { noFilter, type ViewArrangement } from '../../arrangement/arrangement';
import { RowChanges, type ChangedRows } from './rowChanges';
import { TaskLists } from './taskLists';
import { clickCommand, TreeItems } from './treeItems';
import { TreeNodes, type NodeOf, type TreeNode } from './treeNode';
import { UpperRows } from './upperRows';

/** Try to reveal a row again after this (ms). */
const revealRetryMs = 500;

/**
 * The rows of the view "Cloud Tasks": what the tasks are grouped by, such as provider and connection (where there is more than
 * one), task, item.
 */
export class TaskRows implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly nodes = new TreeNodes();
  private readonly items: TreeItems;
  private readonly upper: UpperRows;
  private readonly lists: TaskLists;
  private readonly changes: RowChanges;

  /** @param changed tells VS Code which rows to draw again */
  constructor(
    private readonly deps: ViewDeps,
    private readonly arrangement: ViewArrangement,
    private readonly view: Pick<
      TreeView<TreeNode>,
      'visible' | 'reveal' | 'onDidCollapseElement' | 'onDidExpandElement'
    >,
    private readonly changed: Pick<EventEmitter<ChangedRows>, 'fire'>,
  ) {
    this.items = new TreeItems(deps, arrangement);
    this.upper = new UpperRows(deps, arrangement, this.nodes);
    this.lists = new TaskLists(deps, arrangement, this.nodes, this.upper);
    const rows = { nodes: this.nodes, items: this.items, upper: this.upper, lists: this.lists };
    this.changes = this.owned.add(new RowChanges(deps, arrangement, rows, () => view.visible, changed));
    const note = ({ kind, id }: TreeNode, isCollapsed: boolean): void => {
      if (kind === 'provider' || kind === 'connection' || kind === 'state') {
        arrangement.noteCollapsed(id, isCollapsed);
      }
    };
    this.owned.add(
      view.onDidCollapseElement(({ element }) => {
        note(element, true);
      }),
    );
    this.owned.add(
      view.onDidExpandElement(({ element }) => {
        note(element, false);
      }),
    );
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
        return this.items.connection(node, this.upper.isOnly(node), this.haveTasks(node));
      case 'state':
        return this.items.state(node, this.upper.taskCount(node));
      // VS Code requests all children of a parent at once.
      case 'task':
        return this.deps.timeSlicer.run(() => {
          const item = this.items.task(node);
          this.changes.noteDrawn(node, item);
          return item;
        });
      case 'item':
        return this.deps.timeSlicer.run(() =>
          this.items.item(node, this.deps.store.tasks.items(node.ref, node.index, 1)[0]),
        );
      case 'more':
        return this.items.more(node, this.lists.nextCount(node));
      case 'problem':
        return this.items.problem(node);
    }
  }

  /** Adds what a row needs when the pointer is over it or it is clicked. */
  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    const { treeTooltip } = await loadChunk(() => import('./treeTooltip'));
    const tooltip = treeTooltip(this.deps, node);
    if (tooltip) {
      item.tooltip = tooltip;
    }
    if (node.kind === 'task') {
      item.command = clickCommand(node);
    }
    return plainRow(item);
  }

  /** As in VS Code's `TreeDataProvider`. */
  getChildren(node?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.roots();
      case 'provider':
        return this.upper.connectionRowsOf(node);
      case 'connection':
        return this.haveTasks(node) ? this.lists.tasksOf(node) : [];
      case 'state':
        return this.lists.tasksOf(node);
      case 'task':
        return this.lists.itemsOf(node);
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
      case 'state':
        return undefined;
      case 'connection':
        return this.upper.isOnly(node) ? undefined : this.nodes.provider(node.provider);
      case 'task':
        return this.lists.parentOf(node.provider, node.ref.connection, node.below);
      case 'item':
        return this.nodes.task({ ...node.ref, provider: node.provider }, node.below);
      case 'more':
        return node.parent;
    }
  }

  /** Shows another page of rows under the parent of a "Show more…" row. */
  showMore(node: TreeNode): void {
    if (node.kind === 'more') {
      this.lists.lengthen(node);
      this.changed.fire(node.parent);
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
      const { provider, connection, state } = task;
      const below = this.arrangement.current.groupBy === 'state' ? state : undefined;
      const parent = this.lists.parentOf(provider, connection, below);
      let isLonger = await this.lists.includeTask(parent, task);
      if (isLonger === undefined) {
        // A filter that hides the task would make it impossible to reveal.
        this.clearFilter(task.name);
        isLonger = await this.lists.includeTask(parent, task);
      }
      if (isLonger) {
        this.changed.fire(parent);
      }
      await this.view.reveal(this.nodes.task(task, below), { select: true, focus: true });
    }
  }

  private clearFilter(name: string): void {
    const { filter } = this.arrangement.current;
    this.arrangement.change({ filter: noFilter });
    const restore = l10n.t('Restore Filter');
    void showMessage('information', l10n.t('The filter was cleared to show {0}.', name), restore).then((pressed) => {
      if (pressed === restore) {
        this.arrangement.change({ filter });
      }
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async roots(): Promise<TreeNode[]> {
    const all = this.upper.all();
    this.changes.noteUpper(all);
    const upper = all.filter((row) => this.getParent(row) === undefined);
    // Without tasks the welcome view is shown.
    return this.arrangement.current.groupBy === 'none' ? [...upper, ...(await this.lists.tasksOf(undefined))] : upper;
  }

  /** Whether a connection's tasks stand below its row. */
  private haveTasks({ provider, connection }: NodeOf<'connection'>): boolean {
    return this.lists.parentOf(provider, connection, undefined)?.kind === 'connection';
  }
}
