import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Command } from 'vscode';
import { isPausedByUser, rulesOf } from '../../../connections/connectionStatus';
import { commandIds } from '../../../ids';
import { isCancellable } from '../../../providers/cancellable';
import { isEnded, itemPath, type Item } from '../../../tasks/task';
import type { TrackedTask } from '../../../tasks/trackedTask';
import { localize } from '../../shell/localize';
import { listText } from '../../text/listText';
import { tasksText } from '../../text/filterText';
import { reasonText } from '../../text/reasonText';
import { rowLabel } from '../../text/rowLabel';
import { itemStateText, stateHeading } from '../../text/stateText';
import { pageOf } from '../../text/taskPage';
import { taskSpeech, taskSummary, type TaskSummary } from '../../text/taskSummary';
import { unknownWordOf } from '../../text/unknownWord';
import type { ViewDeps } from '../../shell/viewDeps';
import { connectionIcon, connectionStatusText } from '../../text/connectionStatusText';
import { stateCodicon, stateIcon, warningIcon } from '../../text/stateIcons';
import type { ViewArrangement } from '../../arrangement/arrangement';
import type { NodeOf } from './treeNode';

/** Makes the `TreeItem` of a node. */
export class TreeItems {
  constructor(
    private readonly deps: ViewDeps,
    private readonly arrangement: Pick<ViewArrangement, 'current' | 'isCollapsed'>,
  ) {}

  /** The row of a provider with several connections. */
  provider({ id, provider }: NodeOf<'provider'>): TreeItem {
    const known = this.deps.providers.get(provider);
    const item = new TreeItem(known?.label ?? provider, this.asLeft(id));
    item.id = id;
    item.iconPath = new ThemeIcon(known?.icon ?? 'question');
    item.contextValue = 'provider';
    return item;
  }

  /**
   * @param isOnly whether no row of its provider is above it, so that its row stands for both
   * @param haveTasks whether its tasks stand below it
   */
  connection(node: NodeOf<'connection'>, isOnly: boolean, haveTasks: boolean): TreeItem {
    const { connections, providers } = this.deps;
    const connection = connections.get(node.connection);
    const name = connection?.name ?? node.connection;
    const provider = providers.get(node.provider);
    const label = provider?.label ?? node.provider;
    const item = new TreeItem(name, haveTasks ? this.asLeft(node.id) : TreeItemCollapsibleState.None);
    item.id = node.id;
    const text = connectionStatusText(this.deps, node.connection);
    item.iconPath = text ? connectionIcon(text) : new ThemeIcon(isOnly ? (provider?.icon ?? 'question') : 'account');
    item.contextValue = [
      'connection',
      ...(text && rulesOf(text.status).needsCredentials ? ['blocked'] : []),
      ...(isPausedByUser(node.connection, this.deps) ? ['pollingPaused'] : []),
      ...(connection && providers.get(connection.provider)?.list ? ['lists'] : []),
    ].join('+');
    const reason = text ? [text.label] : [];
    // The row of the provider, where there is one, is above.
    item.description = [...reason, ...(isOnly && label !== name ? [label] : [])].join(' · ');
    item.accessibilityInformation = { label: listText([name, label, ...reason], localize) };
    return item;
  }

  /** The row of a group of tasks in one state. @param count how many there are */
  state({ id, state }: NodeOf<'state'>, count: number): TreeItem {
    const label = stateHeading(state);
    const item = new TreeItem(label, this.asLeft(id));
    item.id = id;
    item.iconPath = new ThemeIcon(stateCodicon(state));
    item.description = String(count);
    item.contextValue = ['state', isEnded(state) ? 'ended' : 'running'].join('+');
    item.accessibilityInformation = { label: listText([label, tasksText(count)], localize) };
    return item;
  }

  /** How the user left a row above the tasks. */
  private asLeft(id: string): TreeItemCollapsibleState {
    const { Collapsed, Expanded } = TreeItemCollapsibleState;
    return this.arrangement.isCollapsed(id) ? Collapsed : Expanded;
  }

  /** The row of a task, also of one that was removed meanwhile. */
  task(node: NodeOf<'task'>): TreeItem {
    const { store, providers } = this.deps;
    const task = store.tasks.get(node.ref);
    if (!task) {
      // Removed meanwhile. Without its id VS Code would take this for another row and keep it.
      const gone = new TreeItem(rowLabel({ id: node.ref.id, name: node.ref.id }));
      gone.id = node.id;
      return gone;
    }
    const provider = providers.get(task.provider);
    const summary = taskSummary(this.deps, task);
    const item = new TreeItem(
      rowLabel(task),
      task.itemCount > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    item.id = node.id;
    item.description = this.rowParts(task, summary).join(' · ');
    // Without a command a click would expand the row.
    if (task.itemCount > 0) {
      item.command = clickCommand(node);
    }
    item.iconPath = summary.icon;
    item.accessibilityInformation = { label: taskSpeech(task, provider?.label ?? task.provider, summary) };
    item.contextValue = [
      'task',
      isEnded(task.state) ? 'ended' : 'running',
      ...(task.progress ? ['answered'] : []),
      ...(pageOf(this.deps, task) ? ['link'] : []),
      ...(task.isMuted ? ['muted'] : []),
      ...(task.isPinned ? ['pinned'] : []),
      ...(isCancellable(provider, task.state) ? ['cancellable'] : []),
      ...(unknownWordOf(providers, task) === undefined ? [] : ['unknownStatus']),
    ].join('+');
    return item;
  }

  /** @param content the file; `undefined` if the snapshot has no such item any more */
  item(node: NodeOf<'item'>, content: Item | undefined): TreeItem {
    // A file keeps its source's name when it is done, even if the result is called differently.
    const label = lastPart(content?.source ?? (content && itemPath(content)) ?? String(node.index + 1));
    const reason = content?.unaccounted ? itemStateText(content) : reasonText(content?.reason ?? '');
    const item = new TreeItem(label, TreeItemCollapsibleState.None);
    item.id = node.id;
    if (!content) {
      return item;
    }
    item.description = reason;
    item.iconPath = stateIcon(content.state);
    const parts = (['link', 'source', 'target', 'reason'] as const).filter((part) => content[part]);
    item.contextValue = ['item', ...parts].join('+');
    item.accessibilityInformation = {
      label: listText([...new Set([label, itemStateText(content), reason])].filter(Boolean), localize),
    };
    return item;
  }

  /** The row "Show 200 more…". @param count how many rows come then */
  more(node: NodeOf<'more'>, count: number): TreeItem {
    const title = l10n.t('Show {0} more…', count);
    const item = new TreeItem(title, TreeItemCollapsibleState.None);
    item.id = node.id;
    item.iconPath = new ThemeIcon('ellipsis');
    item.command = { command: commandIds.showMore, title, arguments: [node] };
    return item;
  }

  /** The row of an invalid entry in the settings. */
  problem(node: NodeOf<'problem'>): TreeItem {
    const problem = this.deps.connections.problems().find(({ index }) => index === node.index);
    const label = problem?.name ?? l10n.t('Connection {0} in settings', node.index + 1);
    const item = new TreeItem(label);
    item.id = node.id;
    item.iconPath = warningIcon;
    item.contextValue = 'problem';
    if (problem) {
      const text = localize(problem.message);
      item.description = text;
      item.tooltip = text;
      item.accessibilityInformation = { label: listText([label, text], localize) };
    }
    item.command = { command: commandIds.openSettings, title: l10n.t('Open Settings') };
    return item;
  }

  /** What is said in a task's row: where no row of its connection is above it, the connection and its status, too. */
  private rowParts({ connection }: TrackedTask, { rowParts, flatRowParts }: TaskSummary): readonly string[] {
    const { groupBy } = this.arrangement.current;
    if (groupBy === 'service' || groupBy === 'connection') {
      return rowParts;
    }
    const { connections } = this.deps;
    return connections.all().length > 1
      ? [...flatRowParts, connections.get(connection)?.name ?? connection]
      : flatRowParts;
  }
}

/**
 * What a click on the row of a task does. Rows that cannot be expanded get it when they are resolved: VS Code takes long to send
 * thousands of rows with it.
 */
export function clickCommand(node: NodeOf<'task'>): Command {
  return { command: commandIds.clickRow, title: l10n.t('Show Details'), arguments: [node] };
}

/** The file name in a path or URL. */
function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
