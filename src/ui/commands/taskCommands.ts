import { connectionStatusText } from '../text/connectionStatusText';
import { commands, env, l10n, Uri, window } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { commandIds, viewIds } from '../../ids';
import { itemPath, type TaskRef } from '../../tasks/task';
import type { RemovedTasks } from '../../tasks/ports/taskEditor';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { Services } from '../services';
import { pickTask, pickTasks, refreshButton } from '../prompts/pickTask';
import type { TreeNode } from '../views/tree/treeNode';
import { isAboutSelection, itemFromArgs, tasksFromArgs } from './commandArguments';
import { copyAsCurl } from './copyAsCurl';
import type { Handlers } from './handlers';
import { runReported } from './runReported';
import { showMessage } from '../shell/showMessage';
import { showInputBox } from '../prompts/inputBox';

/** Remove at most this many tasks in one transaction. */
const removeBatchSize = 30;

/** The commands that act on tracked tasks. Without an argument each shows a list of tasks to pick from. */
export function taskCommands(
  deps: Services,
): Handlers<
  | 'refresh'
  | 'refreshAll'
  | 'showTasks'
  | 'openJson'
  | 'rename'
  | 'untrack'
  | 'clearFinished'
  | 'copyId'
  | 'copyPath'
  | 'copyAsCurl'
  | 'openLink'
  | 'showMore'
> {
  const { store, poller, tree } = deps;
  return {
    async refresh(args, selection) {
      const refs = await tasksOf(deps, [args, selection], l10n.t('Which task should be asked for now?'));
      refuseWhenBlocked(deps, refs);
      await poller.refresh(refs);
    },
    refreshAll: () => poller.refresh(),
    showTasks: () => showTasks(deps),
    async openJson(args) {
      const ref = await oneTaskOf(deps, args, l10n.t('Whose answer should be opened?'), ({ progress }) => !!progress);
      if (!store.tasks.snapshot(ref)) {
        throw new UserError(message('No answer about {0} has come yet.', nameOf(deps, ref)));
      }
      await deps.responseDocuments.open(ref);
    },
    async rename(args) {
      const connection = selectedConnection(deps, args);
      if (connection) {
        await commands.executeCommand(commandIds.editConnection, connection);
        return;
      }
      const ref = await oneTaskOf(deps, args, l10n.t('Which task should be renamed?'));
      const task = store.tasks.get(ref);
      const name = await showInputBox({
        title: l10n.t('Rename Task'),
        prompt: l10n.t('A name for {0}. Leave it empty to use the service’s name or the ID.', ref.id),
        value: task?.name ?? '',
      });
      if (name !== undefined) {
        store.tasks.rename(ref, name.trim());
      }
    },
    async untrack(args, selection) {
      const connection = selectedConnection(deps, args);
      if (connection) {
        await commands.executeCommand(commandIds.removeConnection, connection);
        return;
      }
      const refs = await tasksOf(deps, [args, selection], l10n.t('Which tasks should no longer be tracked?'));
      offerUndo(deps, [store.tasks.remove(refs)]);
    },
    clearFinished: () => clearFinished(deps),
    async copyId(args, selection) {
      const refs = await tasksOf(deps, [args, selection], l10n.t('Whose ID should be copied?'));
      await copy(refs.map(({ id }) => id).join('\n'));
    },
    // Only the context menu of a file's row has it.
    copyPath: (args) => copyPath(deps, args),
    async copyAsCurl(args, selection) {
      const refs = await tasksOf(deps, [args, selection], l10n.t('Whose request should be copied?'));
      await copyAsCurl(deps, refs);
    },
    openLink: (args) => openLink(deps, args),
    // Only the row "Show more…" runs it, with itself as argument.
    showMore(node) {
      tree.showMore(node as TreeNode);
    },
  };
}

/** The tasks in a command's arguments, else the selected ones, else those that the user picks. */
async function tasksOf(
  deps: Services,
  args: readonly [unknown, unknown],
  question: string,
): Promise<readonly TaskRef[]> {
  const refs = isAboutSelection(args[0]) ? selectedTasks(deps) : tasksFromArgs(...args);
  return refs.length > 0 ? refs : args[0] === undefined ? pickTasks(deps, question) : throwCancelled();
}

async function oneTaskOf(
  deps: Services,
  args: unknown,
  question: string,
  isOffered?: (task: TrackedTask) => boolean,
): Promise<TaskRef> {
  const [ref] = isAboutSelection(args) ? selectedTasks(deps) : tasksFromArgs(args);
  return ref ?? pickTask(deps, question, omitUndefined({ isOffered }));
}

/** The selected tasks. A keybinding cannot pass them, so the selection is read here. */
function selectedTasks({ tree }: Services): readonly TaskRef[] {
  return tasksFromArgs(undefined, tree.view.selection);
}

/** The selected connection, if the command comes from a keybinding. */
function selectedConnection({ tree }: Services, args: unknown): TreeNode | undefined {
  const [first] = isAboutSelection(args) ? tree.view.selection : [];
  return first?.kind === 'connection' ? first : undefined;
}

function throwCancelled(): never {
  throw new CancelledError();
}

/** @throws UserError that says why, when a task cannot be polled */
function refuseWhenBlocked(deps: Services, refs: readonly TaskRef[]): void {
  for (const ref of refs.filter((each) => !deps.poller.canPoll(each))) {
    const text = connectionStatusText(deps, ref.connection);
    const name = deps.connections.get(ref.connection)?.name ?? ref.connection;
    throw new UserError(
      text ? message('{0}: {1}', name, text.sentence) : message('The secret storage of this machine does not respond.'),
    );
  }
}

/** Shows the live list of tasks; picking one reveals it in the tree. */
async function showTasks(deps: Services): Promise<void> {
  deps.statusBar.failuresSeen();
  if (deps.store.tasks.counts().length === 0) {
    await commands.executeCommand(`${viewIds.tasks}.focus`);
    return;
  }
  const buttons = [refreshButton((ref) => void runReported('Refresh', deps.log, () => deps.poller.refresh([ref])))];
  const ref = await pickTask(deps, l10n.t('Tasks: pick one to see it in the sidebar'), { buttons });
  await deps.tree.reveal(ref);
}

async function clearFinished(deps: Services): Promise<void> {
  const { store, timeSlicer } = deps;
  const removed: RemovedTasks[] = [];
  try {
    do {
      removed.push(await timeSlicer.run(() => store.tasks.removeEnded(removeBatchSize)));
    } while (removed.at(-1)?.tasks.length === removeBatchSize);
  } finally {
    offerUndo(deps, removed);
  }
}

function offerUndo({ store, timeSlicer, log }: Services, removed: readonly RemovedTasks[]): void {
  const [first, ...others] = removed.flatMap(({ tasks }) => tasks);
  if (!first) {
    return;
  }
  const text =
    others.length === 0
      ? l10n.t('{0} is no longer tracked.', first.name)
      : l10n.t('{0} tasks are no longer tracked.', others.length + 1);
  const undo = l10n.t('Undo');
  void showMessage('information', text, undo).then(async (pressed) => {
    if (pressed === undo) {
      await runReported('Undo', log, async () => {
        for (const part of removed) {
          await timeSlicer.run(() => {
            store.tasks.restore(part);
          });
        }
      });
    }
  });
}

async function copyPath({ store }: Services, args: unknown): Promise<void> {
  const place = itemFromArgs(args);
  const [item] = place ? store.tasks.items(place.ref, place.index, 1) : [];
  const path = item && itemPath(item);
  if (path !== undefined) {
    await copy(path);
  }
}

async function copy(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('$(copy) Copied'), 2000);
}

async function openLink(deps: Services, args: unknown): Promise<void> {
  const item = itemFromArgs(args);
  const itemLink = item && deps.store.tasks.items(item.ref, item.index, 1)[0]?.link;
  const ref = itemLink ? undefined : await oneTaskOf(deps, args, l10n.t('Whose page should be opened?'));
  const link = itemLink ?? (ref && linkOf(deps, ref));
  if (!link) {
    throw new UserError(message('There is no page for this task.'));
  }
  await env.openExternal(Uri.parse(link, true));
}

function linkOf({ connections, providers, store }: Services, ref: TaskRef): string | undefined {
  const connection = connections.get(ref.connection);
  const stated = store.tasks.get(ref)?.progress?.link;
  return stated ?? (connection && providers.get(connection.provider)?.link?.(connection, ref));
}

function nameOf({ store }: Services, ref: TaskRef): string {
  return store.tasks.get(ref)?.name ?? ref.id;
}
