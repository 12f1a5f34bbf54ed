import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { commandIds } from '../../../ids';
import { isEnded, itemPath, type Item } from '../../../tasks/task';
import { localize } from '../../shell/localize';
import { reasonText } from '../../text/reasonText';
import { rowLabel } from '../../text/rowLabel';
import { itemStateText } from '../../text/stateText';
import { progressParts, taskDescription, taskSpeech } from '../../text/taskText';
import type { ViewDeps } from '../../shell/viewDeps';
import { connectionIcon, connectionStatusText, runningTaskIcon } from '../../text/connectionStatusText';
import { stateIcon, warningIcon } from '../../text/stateIcons';
import type { TreeNode } from './treeNode';

/** Makes the `TreeItem` of a node. */
export class TreeItems {
  constructor(private readonly deps: ViewDeps) {}

  provider(node: TreeNode & { kind: 'provider' }): TreeItem {
    const item = this.providerItem(node);
    item.contextValue = 'provider';
    return item;
  }

  /** @param isOnly whether it is its provider's only connection, so that its row stands for both */
  connection(node: TreeNode & { kind: 'connection' }, isOnly: boolean): TreeItem {
    const { connections, providers } = this.deps;
    const connection = connections.get(node.connection);
    const item = isOnly
      ? this.providerItem(node)
      : new TreeItem(connection?.name ?? node.connection, TreeItemCollapsibleState.Expanded);
    item.id = node.id;
    if (!isOnly) {
      item.iconPath = new ThemeIcon('account');
    }
    const tags = ['connection'];
    const trouble = connectionStatusText(this.deps, node.connection);
    if (trouble) {
      item.iconPath = connectionIcon(trouble);
      const { kind } = trouble.status;
      tags.push(...(kind === 'no-credentials' || kind === 'credentials-rejected' ? ['blocked'] : []));
    }
    if (this.deps.store.connections.state(node.connection).pollingPausedSince !== undefined) {
      tags.push('pollingPaused');
    }
    const name = isOnly && connection && connection.name !== item.label ? [connection.name] : [];
    item.description = [...(trouble ? [trouble.label] : []), ...name].join(' · ');
    const speech = [connection?.name ?? node.connection, providers.get(node.provider)?.label, trouble?.label];
    item.accessibilityInformation = { label: speech.filter((part) => part !== undefined).join(', ') };
    if (connection && providers.get(connection.provider)?.list) {
      tags.push('lists');
    }
    item.contextValue = tags.join('+');
    return item;
  }

  task(node: TreeNode & { kind: 'task' }): TreeItem {
    const { store, connections, providers, clock } = this.deps;
    const task = store.tasks.get(node.ref);
    if (!task) {
      // Removed meanwhile. Without its id VS Code would take this for another row and keep it.
      const gone = new TreeItem(rowLabel({ id: node.ref.id, name: node.ref.id }));
      gone.id = node.id;
      return gone;
    }
    const now = clock.now();
    // Only running tasks have an estimate.
    const samples = isEnded(task.state) ? [] : store.tasks.samples(node.ref);
    const provider = providers.get(task.provider);
    const label = provider?.label ?? task.provider;
    const connection = connections.get(task.connection);
    const item = new TreeItem(
      rowLabel(task),
      task.itemCount > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    item.id = node.id;
    const trouble = isEnded(task.state) ? undefined : connectionStatusText(this.deps, task.connection);
    const blockedIcon = trouble && runningTaskIcon(trouble);
    // A task that is not polled has no estimate and no spinning icon.
    const known = progressParts(task, blockedIcon ? [] : samples, now);
    item.description = trouble && !task.progress ? trouble.label : taskDescription(task, known, now);
    item.iconPath = blockedIcon
      ? blockedIcon
      : task.stale && !isEnded(task.state)
        ? warningIcon
        : stateIcon(task.progress || isEnded(task.state) ? task.state : 'queued');
    item.accessibilityInformation = {
      label: taskSpeech(task, label, { known, status: trouble?.label }),
      role: 'treeitem',
    };
    const link = task.progress?.link ?? (connection && provider?.link?.(connection, node.ref));
    item.contextValue = [
      'task',
      isEnded(task.state) ? 'ended' : 'running',
      ...(task.progress ? ['answered'] : []),
      ...(link ? ['link'] : []),
    ].join('+');
    return item;
  }

  item(node: TreeNode & { kind: 'item' }, content: Item | undefined): TreeItem {
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
    item.contextValue = ['item', ...(content.link ? ['link'] : []), ...(itemPath(content) ? ['path'] : [])].join('+');
    item.accessibilityInformation = { label: [...new Set([label, itemStateText(content), reason])].join(', ') };
    return item;
  }

  /** The row "Show more…". */
  more(node: TreeNode & { kind: 'more' }): TreeItem {
    const item = new TreeItem(l10n.t('Show more…'), TreeItemCollapsibleState.None);
    item.id = node.id;
    item.iconPath = new ThemeIcon('ellipsis');
    item.command = { command: commandIds.showMore, title: l10n.t('Show more…'), arguments: [node] };
    return item;
  }

  /** The row of an invalid entry in the settings. */
  problem(node: TreeNode & { kind: 'problem' }): TreeItem {
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
      item.accessibilityInformation = { label: `${label}, ${text}` };
    }
    item.command = { command: commandIds.openSettings, title: l10n.t('Open Settings') };
    return item;
  }

  private providerItem({ id, provider }: TreeNode & { kind: 'provider' | 'connection' }): TreeItem {
    const known = this.deps.providers.get(provider);
    const item = new TreeItem(known?.label ?? provider, TreeItemCollapsibleState.Expanded);
    item.id = id;
    item.iconPath = new ThemeIcon(known?.icon ?? 'question');
    return item;
  }
}

/** The file name in a path or URL. */
function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
