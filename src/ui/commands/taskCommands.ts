import { refreshAllError, refreshError } from '../messages/requestErrors';
import { commands, env, l10n } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message } from '../../base/message';
import { commandIds, viewIds } from '../../ids';
import type { TaskRef } from '../../tasks/task';
import type { RemovedTasks } from '../../tasks/ports/taskEditor';
import type { Services } from '../services';
import { toTaskLink } from '../links/taskLink';
import { pickTask, refreshButton, revealButton } from '../prompts/pickTask';
import type { TreeNode } from '../views/tree/treeNode';
import { connectionFromArgs, rowsOfKind } from './commandArguments';
import { copyAsCurl } from './copyAsCurl';
import type { Handlers } from './handlers';
import { runReported } from './runReported';
import { currentRows, itemsOf, oneTaskOf, tasksOf, tasksUnderWayBelow, trackedTasksOf } from './taskTargets';
import { copyLines } from '../shell/copyText';
import { openExternalLink } from '../shell/openExternalLink';
import { showMessage, showModalWarning } from '../shell/showMessage';
import { showInputBox } from '../prompts/inputBox';
import { pageOf } from '../text/taskPage';

/** Remove at most this many tasks in one transaction. */
const removeBatchSize = 30;

/** Open at most this many tabs without asking. */
const maxOpened = 10;

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
  | 'clearAllFinished'
  | 'copyId'
  | 'copySource'
  | 'copyTarget'
  | 'copyReason'
  | 'copyAsCurl'
  | 'copyLink'
  | 'openLink'
  | 'showMore'
> {
  const { store, tree } = deps;
  return {
    async refresh(...args) {
      const prompt = { title: l10n.t('Refresh Tasks'), placeholder: l10n.t('Select tasks to refresh') };
      const below = tasksUnderWayBelow(deps, args);
      if (below?.length === 0) {
        throw new UserError(message('No tasks are in progress.'));
      }
      await refresh(deps, below ?? (await trackedTasksOf(deps, args, prompt)));
    },
    refreshAll: () => refreshAll(deps),
    showTasks: () => showTasks(deps),
    openJson: (...args) => openResponses(deps, args),
    async rename(...args) {
      const [connection, ...others] = rowsOfKind('connection', currentRows(deps, args) ?? []);
      if (connection) {
        await (others.length === 0 ? renameConnection(deps, connection.connection) : undefined);
        return;
      }
      const title = l10n.t('Rename Task');
      const ref = await oneTaskOf(deps, args, { title, placeholder: l10n.t('Select a task to rename') });
      const task = store.tasks.get(ref);
      const name = await showInputBox({
        title,
        prompt: l10n.t('A name for {0}. Leave it empty to use the service’s name or the ID.', ref.id),
        value: task?.name ?? '',
        whenEmpty: undefined,
      });
      store.tasks.rename(ref, name);
    },
    async untrack(...args) {
      const rows = currentRows(deps, args) ?? [];
      if (rowsOfKind('connection', rows).length > 0) {
        await commands.executeCommand(commandIds.removeConnection, ...args);
        return;
      }
      const prompt = { title: l10n.t('Stop Tracking'), placeholder: l10n.t('Select tasks to stop tracking') };
      offerUndo(deps, [store.tasks.remove(await trackedTasksOf(deps, args, prompt))]);
    },
    clearFinished: (...args) => clearFinished(deps, connectionsIn(deps, args)),
    // In the view's title, where VS Code passes the focused row, which it is not about.
    clearAllFinished: () => clearFinished(deps),
    async copyId(...args) {
      const prompt = { title: l10n.t('Copy Task ID'), placeholder: l10n.t('Select tasks to copy their IDs') };
      await copyLines((await tasksOf(deps, args, prompt)).map(({ id }) => id));
    },
    // Only the context menu of a file's row has these three.
    copySource: (...args) => copyLines(itemsOf(deps, args).map(({ source }) => source)),
    copyTarget: (...args) => copyLines(itemsOf(deps, args).map(({ target }) => target)),
    copyReason: (...args) => copyLines(itemsOf(deps, args).map(({ reason }) => reason)),
    async copyAsCurl(...args) {
      const prompt = { title: l10n.t('Copy as cURL'), placeholder: l10n.t('Select tasks to copy their requests') };
      await copyAsCurl(deps, await tasksOf(deps, args, prompt));
    },
    async copyLink(...args) {
      const prompt = { title: l10n.t('Copy Link to Task'), placeholder: l10n.t('Select tasks to copy links to them') };
      await copyLines((await tasksOf(deps, args, prompt)).map((ref) => toTaskLink(env.uriScheme, ref)));
    },
    openLink: (...args) => openLinks(deps, args),
    // Only the row "Show more…" runs it, with itself as argument.
    showMore: (node) => tree.showMore(node as TreeNode),
  };
}

/** Refreshes all tasks, and says so if polling is paused for some of them or none can be polled. */
async function refreshAll(deps: Services): Promise<void> {
  await deps.poller.refresh();
  await deps.connections.whenLoaded(deps.connections.all().map(({ id }) => id));
  const error = refreshAllError(deps);
  if (error) {
    throw error;
  }
}

/** Refreshes those of the tasks that can be polled. @throws UserError that says why, when one cannot */
async function refresh(deps: Services, refs: readonly TaskRef[]): Promise<void> {
  const ids = [...new Set(refs.map(({ connection }) => connection))];
  await deps.connections.whenLoaded(ids);
  const errors = new Map(ids.map((id) => [id, refreshError(deps, id)]));
  const refreshing = deps.poller.refresh(refs.filter(({ connection }) => errors.get(connection) === undefined));
  const error = [...errors.values()].find((each) => each !== undefined);
  // The reason is told at once, and not after the last response for the others.
  await Promise.all([refreshing, error && Promise.reject(error)]);
}

/** Shows the live list of tasks; picking one opens its details, and a button beside each reveals it in the tree. */
async function showTasks(deps: Services): Promise<void> {
  deps.statusBar.failuresSeen();
  if (deps.store.tasks.counts().length === 0) {
    await commands.executeCommand(`${viewIds.tasks}.focus`);
    return;
  }
  const buttons = [
    refreshButton((ref) => void runReported('Refresh', deps.log, () => refresh(deps, [ref]))),
    revealButton((ref) => void deps.tree.reveal(ref)),
  ];
  const ref = await pickTask(deps, {
    title: l10n.t('Cloud Tasks'),
    placeholder: l10n.t('Select a task to show its details'),
    buttons,
  });
  await deps.details.show(ref);
}

/**
 * The connections whose finished tasks a command is about; `undefined` for all.
 * @throws CancelledError when a row is current that is neither a connection's nor a provider's
 */
function connectionsIn(deps: Services, args: readonly unknown[]): readonly string[] | undefined {
  const rows = currentRows(deps, args);
  if (!rows) {
    const given = connectionFromArgs(args[0]);
    return given === undefined ? undefined : [given];
  }
  const providers = rowsOfKind('provider', rows).map(({ provider }) => provider);
  const ids = [
    ...rowsOfKind('connection', rows).map(({ connection }) => connection),
    ...deps.store.tasks
      .counts()
      .flatMap(({ connection, provider }) => (providers.includes(provider) ? [connection] : [])),
  ];
  if (ids.length === 0) {
    throw new CancelledError();
  }
  return [...new Set(ids)];
}

/** @param connections their ids; all when left out */
async function clearFinished(deps: Services, connections?: readonly string[]): Promise<void> {
  const { store, timeSlicer } = deps;
  const removed: RemovedTasks[] = [];
  const ended = { ...(connections && { connections }), limit: removeBatchSize };
  try {
    do {
      removed.push(await timeSlicer.run(() => store.tasks.removeEnded(ended)));
    } while (removed.at(-1)?.tasks.length === removeBatchSize);
  } finally {
    offerUndo(deps, removed);
  }
  if (removed.every(({ tasks }) => tasks.length === 0)) {
    void showMessage('information', l10n.t('There are no finished tasks to clear. Pinned tasks stay.'));
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

async function renameConnection({ connections }: Services, id: string): Promise<void> {
  const connection = connections.require(id);
  const name = await showInputBox({
    title: l10n.t('Rename Connection'),
    prompt: l10n.t('Display name'),
    value: connection.name,
    whenEmpty: l10n.t('Enter a name for the connection.'),
  });
  if (name !== connection.name) {
    await connections.save({ ...connection, name }, undefined);
  }
}

async function openResponses(deps: Services, args: readonly unknown[]): Promise<void> {
  const { store, responseDocuments } = deps;
  const refs = await trackedTasksOf(deps, args, {
    title: l10n.t('Open Response'),
    placeholder: l10n.t('Select tasks to open their responses'),
    isOffered: ({ progress }) => progress !== undefined,
    none: message('No task has a response yet.'),
  });
  const silent = refs.find((ref) => !store.tasks.get(ref)?.progress);
  if (silent) {
    throw new UserError(message('{0} has no response yet.', nameOf(deps, silent)));
  }
  await confirmMany(refs.length);
  for (const ref of refs) {
    await responseDocuments.open(ref, { preview: refs.length === 1 });
  }
}

/** Opens the pages of the current files or tasks, each once. */
async function openLinks(deps: Services, args: readonly unknown[]): Promise<void> {
  const items = itemsOf(deps, args);
  const refs =
    items.length > 0
      ? []
      : await trackedTasksOf(deps, args, {
          title: l10n.t('Open Link'),
          placeholder: l10n.t('Select tasks to open their links'),
          isOffered: (task) => linkOf(deps, task) !== undefined,
          none: message('No task has a link.'),
        });
  const found = [...items.map(({ link }) => link), ...refs.map((ref) => linkOf(deps, ref))];
  const links = new Set(found.filter((link) => link !== undefined));
  if (links.size === 0) {
    throw new UserError(message('There is no page for this task.'));
  }
  await confirmMany(links.size);
  for (const link of links) {
    await openExternalLink(link);
  }
}

/** Asks before many tabs are opened. @throws CancelledError when the user does not want them */
async function confirmMany(count: number): Promise<void> {
  const open = l10n.t('Open All');
  if (count > maxOpened && (await showModalWarning(l10n.t('Open {0} tabs?', count), '', open)) !== open) {
    throw new CancelledError();
  }
}

function linkOf(deps: Services, ref: TaskRef): string | undefined {
  const task = deps.store.tasks.get(ref);
  return task && pageOf(deps, task);
}

function nameOf({ store }: Services, ref: TaskRef): string {
  return store.tasks.get(ref)?.name ?? ref.id;
}
