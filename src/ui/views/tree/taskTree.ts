import { EventEmitter, window, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { RunOnceScheduler } from '../../../base/async/runOnceScheduler';
import { toError } from '../../../base/errors';
import { DisposableStore, type Disposable } from '../../../base/lifecycle';
import { lazy, loadChunk } from '../../../base/loadChunk';
import { onDidChangeStatus } from '../../../connections/statusChanges';
import { viewIds } from '../../../ids';
import type { TaskRef } from '../../../tasks/task';
import { userMessage } from '../../commands/runReported';
import { localize } from '../../shell/localize';
import type { ViewDeps } from '../../shell/viewDeps';
import { filterText } from '../../text/filterText';
import { plainText } from '../../text/plainText';
import { pausedMessage, runningTaskCount, runningTasksText } from '../runningTasks';
import { isFiltering, type ViewArrangement } from '../../arrangement/arrangement';
import { filteredTotals } from '../../arrangement/matchingTasks';
import { taskDrag } from './taskDrag';
import type { ChangedRows } from './rowChanges';
import type { TaskRows } from './taskRows';
import type { TreeNode } from './treeNode';

/** Changes within this time (ms) are shown together. */
const showDelayMs = 100;

/**
 * The view "Cloud Tasks": its badge, its message, and its rows. The code of the rows is loaded when VS Code first requests them,
 * since many windows never show the view.
 */
export class TaskTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new EventEmitter<ChangedRows>());

  private readonly rows: () => Promise<TaskRows>;

  /** The view: reveals rows and has the selection. */
  readonly view: TreeView<TreeNode>;
  /** Fires the rows that VS Code should draw again. */
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly deps: ViewDeps,
    private readonly arrangement: ViewArrangement,
  ) {
    this.rows = lazy(async () => {
      const { TaskRows } = await loadChunk(() => import('./taskRows'));
      return this.owned.add(new TaskRows(deps, arrangement, this.view, this.changed));
    });
    this.view = this.owned.add(
      window.createTreeView(viewIds.tasks, {
        ...{ treeDataProvider: this, canSelectMany: true, showCollapseAll: true },
        dragAndDropController: taskDrag,
      }),
    );
    const showing = this.owned.add(
      new RunOnceScheduler(deps, () => {
        this.showSummary();
      }),
    );
    const scheduleSummary = (): void => {
      showing.schedule(showDelayMs);
    };
    this.owned.add(
      deps.store.onDidChange(({ listsChanged }) => {
        if (listsChanged) {
          scheduleSummary();
        }
      }),
    );
    this.owned.add(onDidChangeStatus(deps, scheduleSummary));
    this.owned.add(
      arrangement.onDidChange(() => {
        // Not in the turn in which the rows are read: a filter's text is searched in all tasks.
        showing.schedule(0);
      }),
    );
    this.showSummary();
  }

  /** The rows below one, or the first ones. VS Code shows the message of an error as a notification. */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const rows = await this.rows().catch((error: unknown) => {
      throw new Error(userMessage(error) ?? toError(error).message, { cause: error });
    });
    return rows.getChildren(node);
  }

  /** As in VS Code's `TreeDataProvider`, like the next two. */
  async getTreeItem(node: TreeNode): Promise<TreeItem> {
    return (await this.rows()).getTreeItem(node);
  }

  async getParent(node: TreeNode): Promise<TreeNode | undefined> {
    return (await this.rows()).getParent(node);
  }

  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    return (await this.rows()).resolveTreeItem(item, node);
  }

  /** Shows another page of rows under the parent of a "Show more…" row. */
  async showMore(node: TreeNode): Promise<void> {
    (await this.rows()).showMore(node);
  }

  /** Reveals and selects a task's row. */
  async reveal(ref: TaskRef): Promise<void> {
    await (await this.rows()).reveal(ref);
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Shows what is true of all rows together: how many tasks run, whether polling is paused, and what the filter leaves. */
  private showSummary(): void {
    const running = runningTaskCount(this.deps);
    this.view.badge = running > 0 ? { value: running, tooltip: runningTasksText(running) } : undefined;
    const paused = pausedMessage(this.deps);
    const { filter } = this.arrangement.current;
    const totals = isFiltering(filter) ? filteredTotals(this.deps, filter) : undefined;
    // VS Code shows the welcome text of an empty view, which says that the filter hides all, only where there is no message.
    const isHidden = totals?.shown === 0;
    const parts = isHidden
      ? []
      : [...(totals ? [filterText(filter, totals)] : []), ...(paused ? [localize(paused)] : [])];
    const message = plainText(parts.join(' · '));
    if (this.view.message !== message) {
      this.view.message = message;
    }
  }
}
