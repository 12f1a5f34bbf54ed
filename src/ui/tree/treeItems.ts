import { l10n, MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { credentialKindInfo } from '../../auth/credentialKinds';
import type { Clock } from '../../base/clock';
import type { Connection } from '../../connections/connection';
import type { ConnectionDirectory } from '../../connections/connectionDirectory';
import { failureLabel, failureMessage } from '../../http/failureMessage';
import { commandIds } from '../../ids';
import type { ProviderRegistry } from '../../providers/registry';
import { isEnded, type Item, type TaskRef } from '../../tasks/task';
import type { TaskRepository } from '../../tasks/taskRepository';
import { localise, localiseText } from '../localise';
import { stateText } from '../text/stateText';
import { taskDescription, taskSpeech } from '../text/taskText';
import { taskTooltip } from '../text/taskTooltip';
import { stateIcon } from './stateLooks';
import type { TreeNode } from './treeNode';

/** Where the tree reads what it shows. */
export interface TreeSources {
  readonly store: TaskRepository;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
}

/** Why a connection's tasks are not being asked for. */
interface Trouble {
  /** A few words. */
  readonly label: string;
  readonly sentence: string;
  readonly icon: ThemeIcon;
  /** Whether nothing goes on until the user gives credentials. */
  readonly isBlocked: boolean;
}

const warning = new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground'));
const stopped = new ThemeIcon('debug-pause', new ThemeColor('descriptionForeground'));

/** Draws rows: from a node's identity to what the editor shows of it. */
export class TreeItems {
  constructor(private readonly sources: TreeSources) {}

  provider(node: TreeNode & { kind: 'provider' }): TreeItem {
    const item = this.providerItem(node);
    item.contextValue = 'provider';
    return item;
  }

  /** @param isOnly whether it is its provider's only connection, and its row stands for both */
  connection(node: TreeNode & { kind: 'connection' }, isOnly: boolean): TreeItem {
    const { connections, providers } = this.sources;
    const connection = connections.get(node.connection);
    const item = isOnly
      ? this.providerItem(node)
      : new TreeItem(connection?.name ?? node.connection, TreeItemCollapsibleState.Expanded);
    item.id = node.id;
    if (!isOnly) {
      item.iconPath = new ThemeIcon('account');
    }
    const tags = ['connection'];
    const trouble = this.troubleOf(node.connection);
    item.tooltip = connection && connectionTooltip(connection, trouble?.sentence);
    if (trouble) {
      item.iconPath = trouble.icon;
      item.tooltip ??= trouble.sentence;
      tags.push(...(trouble.isBlocked ? ['blocked'] : []));
    }
    if (this.sources.store.standing(node.connection).stoppedSince !== undefined) {
      tags.push('stopped');
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
    const { store, connections, providers, clock } = this.sources;
    const task = store.get(node.ref);
    if (!task) {
      // Gone since the row was asked for; without its id it would count as another row, which the editor never forgets.
      const gone = new TreeItem(node.ref.id);
      gone.id = node.id;
      return gone;
    }
    const now = clock.now();
    // Only of what is under way is anything estimated.
    const samples = isEnded(task.state) ? [] : store.samples(node.ref);
    const provider = providers.get(task.provider);
    const label = provider?.label ?? task.provider;
    const connection = connections.get(task.connection);
    const item = new TreeItem(
      task.name,
      task.itemCount > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
    );
    item.id = node.id;
    const isStopped = !isEnded(task.state) && store.standing(task.connection).stoppedSince !== undefined;
    // Nothing is foretold of what nobody follows.
    item.description = taskDescription(task, isStopped ? [] : samples, now);
    // What is not asked for does not spin.
    item.iconPath = isStopped
      ? stopped
      : task.stale && !isEnded(task.state)
        ? warning
        : stateIcon(task.progress || isEnded(task.state) ? task.state : 'queued');
    item.accessibilityInformation = { label: taskSpeech(task, label, samples, now), role: 'treeitem' };
    const link = connection && provider?.link?.(connection, node.ref);
    item.contextValue = [
      'task',
      isEnded(task.state) ? 'ended' : 'running',
      ...(task.progress ? ['answered'] : []),
      ...(link ? ['link'] : []),
    ].join('+');
    return item;
  }

  /** What a task's row shows when the pointer rests on it; made then, since it tells the time. */
  tooltip(ref: TaskRef): MarkdownString | undefined {
    const { store, connections, providers, clock } = this.sources;
    const task = store.get(ref);
    if (!task) {
      return undefined;
    }
    const names = {
      provider: providers.get(task.provider)?.label ?? task.provider,
      connection: connections.get(task.connection)?.name ?? task.connection,
    };
    const isStopped = store.standing(ref.connection).stoppedSince !== undefined;
    return taskTooltip(task, names, isStopped ? 'stopped' : store.samples(ref), clock.now());
  }

  item(node: TreeNode & { kind: 'item' }, content: Item | undefined): TreeItem {
    const label = lastPart(content?.target ?? content?.source ?? content?.link ?? String(node.index + 1));
    const item = new TreeItem(label, TreeItemCollapsibleState.None);
    item.id = node.id;
    if (!content) {
      return item;
    }
    item.description = content.reason ?? '';
    item.iconPath = stateIcon(content.state);
    item.contextValue = content.link ? 'item+link' : 'item';
    const tooltip = new MarkdownString();
    for (const [name, value] of [
      [l10n.t('Status'), stateText(content.state)],
      [l10n.t('Source'), content.source],
      [l10n.t('Target'), content.target],
      [l10n.t('Link'), content.link],
      [l10n.t('Reason'), content.reason],
    ]) {
      if (name && value) {
        tooltip.appendText(`${name}: ${value}`).appendMarkdown('  \n');
      }
    }
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: [label, stateText(content.state), content.reason ?? ''].join(', ') };
    return item;
  }

  /** The row that shows more of what is above it. */
  more(node: TreeNode & { kind: 'more' }): TreeItem {
    const item = new TreeItem(l10n.t('Show more…'), TreeItemCollapsibleState.None);
    item.id = node.id;
    item.iconPath = new ThemeIcon('ellipsis');
    item.command = { command: commandIds.showMore, title: l10n.t('Show more…'), arguments: [node] };
    return item;
  }

  /** An entry of the settings that cannot be used. */
  problem(node: TreeNode & { kind: 'problem' }): TreeItem {
    const problem = this.sources.connections.problems().find(({ index }) => index === node.index);
    const label = problem?.name ?? l10n.t('Connection {0} in settings', node.index + 1);
    const item = new TreeItem(label);
    item.id = node.id;
    item.iconPath = warning;
    item.contextValue = 'problem';
    if (problem) {
      const text = localise(problem.message);
      item.description = text;
      item.tooltip = text;
      item.accessibilityInformation = { label: `${label}, ${text}` };
    }
    item.command = { command: commandIds.openSettings, title: l10n.t('Open Settings') };
    return item;
  }

  private providerItem({ id, provider }: TreeNode & { kind: 'provider' | 'connection' }): TreeItem {
    const known = this.sources.providers.get(provider);
    const item = new TreeItem(known?.label ?? provider, TreeItemCollapsibleState.Expanded);
    item.id = id;
    item.iconPath = new ThemeIcon(known?.icon ?? 'question');
    return item;
  }

  /** Why a connection's tasks are not being asked for, if so. */
  private troubleOf(id: string): Trouble | undefined {
    const { connections, providers, store } = this.sources;
    const connection = connections.get(id);
    if (!connection) {
      const sentence = l10n.t('The settings of this machine have no connection {0}. Its tasks are kept.', id);
      return { label: l10n.t('not in settings'), sentence, icon: warning, isBlocked: false };
    }
    if (!providers.get(connection.provider)) {
      const sentence = l10n.t('No installed extension brings the provider {0}.', connection.provider);
      return { label: l10n.t('provider not installed'), sentence, icon: warning, isBlocked: false };
    }
    if (!connections.hasCredentials(id)) {
      const sentence = l10n.t('The credentials of {0} are not on this machine. Update them to go on.', connection.name);
      const icon = new ThemeIcon('key', warning.color);
      return { label: l10n.t('credentials needed'), sentence, icon, isBlocked: true };
    }
    const { paused, held, stoppedSince, credentialVersion } = store.standing(id);
    const mine = connections.readable().find((readable) => readable.id === id)?.credentialVersion ?? 0;
    if (mine < credentialVersion) {
      const sentence = l10n.t(
        'Another window has newer credentials of {0}. Reload this window to use them.',
        connection.name,
      );
      return { label: l10n.t('newer credentials elsewhere'), sentence, icon: warning, isBlocked: false };
    }
    if (stoppedSince !== undefined && !paused) {
      const sentence = l10n.t('You paused polling of {0}. Resume it to follow its tasks.', connection.name);
      return { label: l10n.t('polling paused'), sentence, icon: stopped, isBlocked: false };
    }
    const failure = paused?.failure ?? (held && held.until > this.sources.clock.now() ? held.failure : undefined);
    return (
      failure && {
        label: localise(failureLabel(failure)),
        sentence: localise(failureMessage(failure)),
        icon: failure.kind === 'offline' ? new ThemeIcon('debug-disconnect', warning.color) : warning,
        isBlocked: paused !== undefined,
      }
    );
  }
}

/** What is known of a connection; nothing of it is secret. */
function connectionTooltip(connection: Connection, trouble: string | undefined): MarkdownString {
  const text = new MarkdownString(undefined, true);
  text.appendMarkdown('**').appendText(connection.name).appendMarkdown('**\n\n');
  if (trouble) {
    text.appendMarkdown('$(warning) ').appendText(trouble).appendMarkdown('\n\n');
  }
  const facts = [
    [l10n.t('Region'), connection.region],
    [l10n.t('Endpoint'), connection.endpoint],
    [l10n.t('Project ID'), connection.projectId],
    [l10n.t('Shop'), connection.shop],
    [l10n.t('User ID'), connection.userId],
    [l10n.t('Sign-in'), localiseText(credentialKindInfo(connection.credentials).label)],
  ];
  for (const [name, value] of facts) {
    if (name && value) {
      text.appendText(`${name}: ${value}`).appendMarkdown('  \n');
    }
  }
  return text;
}

/** What a person would call the file that a path or an address leads to. */
function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
