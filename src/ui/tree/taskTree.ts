import { EventEmitter, l10n, window, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { DisposableStore, MutableDisposable, type Disposable } from '../../base/lifecycle';
import { viewIds } from '../../ids';
import { isEnded, type TaskRef } from '../../tasks/task';
import type { StoreChange } from '../../tasks/taskRepository';
import type { TrackedTask } from '../../tasks/trackedTask';
import { TreeItems, type TreeSources } from './treeItems';
import { TreeNodes, type TreeNode } from './treeNode';

/** Rows under one parent before "Show more…". */
const pageLength = 200;
/** Rows that speak of time are drawn again this often; ms. */
const redrawEvery = 30_000;

/** The view "Cloud Tasks": provider, connection (where there is more than one), task, item. */
export class TaskTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new EventEmitter<TreeNode | TreeNode[] | undefined>());
  private readonly redraw = this.owned.add(new MutableDisposable());
  private readonly nodes = new TreeNodes();
  private readonly items: TreeItems;
  private readonly lengths = new Map<string, number>();
  /** What each task's row looks like, so that one that looks the same is not drawn again under the pointer. */
  private readonly looks = new Map<string, string>();

  /** The view, to reveal rows in and to read the selection of. */
  readonly view: TreeView<TreeNode>;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly sources: TreeSources) {
    this.items = new TreeItems(sources);
    this.view = this.owned.add(
      window.createTreeView(viewIds.tasks, { treeDataProvider: this, canSelectMany: true, showCollapseAll: true }),
    );
    const all = (): void => {
      this.changed.fire(undefined);
    };
    this.owned.add(
      sources.store.onDidChange((change) => {
        this.follow(change);
      }),
    );
    this.owned.add(sources.connections.onDidChange(all));
    this.owned.add(sources.providers.onDidChange(all));
    this.showBadge();
    this.redrawLater();
  }

  getTreeItem(node: TreeNode): TreeItem {
    switch (node.kind) {
      case 'provider':
        return this.items.provider(node);
      case 'connection':
        return this.items.connection(node, this.connectionsOf(node.provider).length === 1);
      case 'task': {
        const item = this.items.task(node);
        this.looks.set(node.id, lookOf(item));
        return item;
      }
      case 'item':
        return this.items.item(node, this.sources.store.items(node.ref, node.index, 1)[0]);
      case 'more':
        return this.items.more(node);
      case 'problem':
        return this.items.problem(node);
    }
  }

  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
    if (node.kind === 'task') {
      item.tooltip = this.items.tooltip(node.ref);
    }
    return item;
  }

  getChildren(node?: TreeNode): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.roots();
      case 'provider':
        return this.connectionsOf(node.provider).map((connection) => this.nodes.connection(node.provider, connection));
      case 'connection':
        return this.tasksOf(node, node.connection);
      case 'task':
        return this.itemsOf(node, node.ref);
      case 'item':
      case 'more':
      case 'problem':
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'provider':
      case 'problem':
        return undefined;
      case 'connection':
        return this.connectionsOf(node.provider).length === 1 ? undefined : this.nodes.provider(node.provider);
      case 'task': {
        const provider = this.sources.store.get(node.ref)?.provider;
        return provider === undefined ? undefined : this.nodes.connection(provider, node.ref.connection);
      }
      case 'item':
        return this.nodes.task(node.ref);
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

  /** Draws as many rows as it takes for a task's to be among them. */
  private showAsManyAs({ provider, connection, id }: TrackedTask): void {
    const parent = this.nodes.connection(provider, connection);
    const length = this.lengthOf(parent);
    for (let more = length; ; more += pageLength) {
      const tasks = this.sources.store.page({ connection, order: 'activity', limit: more });
      if (tasks.length < more || tasks.some((task) => task.id === id)) {
        if (more > length) {
          this.lengths.set(parent.id, more);
          this.changed.fire(parent);
        }
        return;
      }
    }
  }

  /** Brings a task's row into sight and selects it. */
  async reveal(ref: TaskRef): Promise<void> {
    const task = this.sources.store.get(ref);
    if (task) {
      this.showAsManyAs(task);
      await this.view.reveal(this.nodes.task(ref), { select: true, focus: true });
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  private roots(): TreeNode[] {
    const { connections, providers } = this.sources;
    const problems = connections.problems().map(({ index }) => this.nodes.problem(index));
    const counts = this.sources.store.counts();
    // Without a task the welcome view says what to do; only trouble is worth a row.
    if (counts.length === 0 && !connections.all().some(({ id }) => this.isBlocked(id))) {
      return problems;
    }
    const ids = new Set([...counts.map(({ provider }) => provider), ...connections.all().map((each) => each.provider)]);
    const label = (id: string): string => providers.get(id)?.label ?? id;
    const sorted = [...ids].sort((one, other) => label(one).localeCompare(label(other)));
    return [...problems, ...sorted.map((id) => this.rootOf(id))];
  }

  /** A provider's row; its only connection's row stands for both. */
  private rootOf(provider: string): TreeNode {
    const [only, ...others] = this.connectionsOf(provider);
    return only !== undefined && others.length === 0
      ? this.nodes.connection(provider, only)
      : this.nodes.provider(provider);
  }

  private isBlocked(id: string): boolean {
    return !this.sources.connections.hasCredentials(id) || this.sources.store.standing(id).paused !== undefined;
  }

  /** Ids of the provider's connections: those of the settings, and those that only tasks still speak of. */
  private connectionsOf(provider: string): readonly string[] {
    const { connections, store } = this.sources;
    const known = connections.all().filter((connection) => connection.provider === provider);
    const spokenOf = store.counts().filter((count) => count.provider === provider);
    return [...new Set([...known.map(({ id }) => id), ...spokenOf.map(({ connection }) => connection)])];
  }

  private tasksOf(parent: TreeNode, connection: string): TreeNode[] {
    const length = this.lengthOf(parent);
    const tasks = this.sources.store.page({ connection, order: 'activity', limit: length + 1 });
    const rows = tasks.slice(0, length).map((task) => this.nodes.task(task));
    return tasks.length > length ? [...rows, this.nodes.more(parent)] : rows;
  }

  private itemsOf(parent: TreeNode, ref: TaskRef): TreeNode[] {
    const count = this.sources.store.get(ref)?.itemCount ?? 0;
    const length = Math.min(count, this.lengthOf(parent));
    const rows = Array.from({ length }, (_, index) => this.nodes.item(ref, index));
    return count > length ? [...rows, this.nodes.more(parent)] : rows;
  }

  private lengthOf(parent: TreeNode): number {
    return this.lengths.get(parent.id) ?? pageLength;
  }

  private follow(change: StoreChange): void {
    const gone = change.tasks.filter((ref) => !this.sources.store.get(ref));
    for (const ref of gone) {
      this.looks.delete(this.nodes.drawnTask(ref)?.id ?? '');
      this.nodes.forget(ref);
    }
    // Trouble with a connection brings rows where there was only the welcome text.
    if (change.lists || (change.connections.length > 0 && this.sources.store.counts().length === 0)) {
      this.changed.fire(undefined);
      this.showBadge();
      return;
    }
    if (change.connections.length > 0) {
      this.showBadge();
    }
    const drawn = [
      ...change.connections.flatMap((connection) => this.nodes.drawnConnection(connection) ?? []),
      ...this.changedTasks(change.tasks.flatMap((ref) => this.nodes.drawnTask(ref) ?? [])),
    ];
    if (drawn.length > 0) {
      this.changed.fire(drawn);
    }
  }

  private changedTasks(nodes: readonly TreeNode[]): TreeNode[] {
    return nodes.filter((node) => node.kind === 'task' && lookOf(this.items.task(node)) !== this.looks.get(node.id));
  }

  private showBadge(): void {
    const running = this.sources.store
      .counts()
      .filter(({ state, connection }) => !isEnded(state) && !this.isBlocked(connection))
      .reduce((sum, { count }) => sum + count, 0);
    this.view.badge =
      running > 0
        ? { value: running, tooltip: running === 1 ? l10n.t('1 task running') : l10n.t('{0} tasks running', running) }
        : undefined;
  }

  private redrawLater(): void {
    this.redraw.current = this.sources.clock.schedule(redrawEvery, () => {
      this.redrawLater();
      const tasks = this.view.visible ? this.changedTasks(this.nodes.drawnTasks()) : [];
      if (tasks.length > 0) {
        this.changed.fire(tasks);
      }
    });
  }
}

/** All that can be seen of a row. */
function lookOf({ label, description, iconPath, contextValue, collapsibleState }: TreeItem): string {
  return JSON.stringify([label, description, iconPath, contextValue, collapsibleState]);
}
