import { commands, env, l10n, Uri, window } from 'vscode';
import { CancelledError, HumanError } from '../../base/errors';
import { message } from '../../base/message';
import { failureMessage } from '../../http/failureMessage';
import { commandIds, viewIds } from '../../ids';
import { itemPath, type TaskRef } from '../../tasks/task';
import type { RemovedTasks } from '../../tasks/taskRepository';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { Parts } from '../parts';
import { pickTask, pickTasks, refreshButton } from '../picks/pickTask';
import type { TreeNode } from '../tree/treeNode';
import { isAboutSelection, toldItem, toldTasks } from './commandArguments';
import { copyAsCurl } from './copyAsCurl';
import type { Handlers } from './registerCommands';
import { reported } from './reported';

/** Tasks that are removed in one go. */
const removedAtOnce = 30;

/** The commands that act on tracked tasks. Told nothing, each asks which task is meant. */
export function taskCommands(
  parts: Parts,
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
  const { store, tracker, tree } = parts;
  return {
    async refresh(told, selection) {
      const refs = await tasksOf(parts, [told, selection], l10n.t('Which task should be asked for now?'));
      refuseWhenSilent(parts, refs);
      await tracker.refresh(refs);
    },
    refreshAll: () => tracker.refresh(),
    showTasks: () => showTasks(parts),
    async openJson(told) {
      const ref = await oneTaskOf(parts, told, l10n.t('Whose answer should be opened?'), ({ progress }) => !!progress);
      if (!store.snapshot(ref)) {
        throw new HumanError(message('No answer about {0} has come yet.', nameOf(parts, ref)));
      }
      await parts.answers.open(ref);
    },
    async rename(told) {
      const connection = selectedConnection(parts, told);
      if (connection) {
        await commands.executeCommand(commandIds.editConnection, connection);
        return;
      }
      const ref = await oneTaskOf(parts, told, l10n.t('Which task should be renamed?'));
      const task = store.get(ref);
      const name = await window.showInputBox({
        title: l10n.t('Rename Task'),
        prompt: l10n.t('A name for {0}. Leave it empty to use the service’s name or the ID.', ref.id),
        value: task?.name ?? '',
      });
      if (name !== undefined) {
        store.rename(ref, name.trim());
      }
    },
    async untrack(told, selection) {
      const connection = selectedConnection(parts, told);
      if (connection) {
        await commands.executeCommand(commandIds.removeConnection, connection);
        return;
      }
      const refs = await tasksOf(parts, [told, selection], l10n.t('Which tasks should no longer be tracked?'));
      offerUndo(parts, [store.remove(refs)]);
    },
    clearFinished: () => clearFinished(parts),
    async copyId(told, selection) {
      const refs = await tasksOf(parts, [told, selection], l10n.t('Whose ID should be copied?'));
      await copy(refs.map(({ id }) => id).join('\n'));
    },
    // Only a file's row offers it.
    copyPath: (told) => copyPath(parts, told),
    async copyAsCurl(told, selection) {
      const refs = await tasksOf(parts, [told, selection], l10n.t('Whose request should be copied?'));
      await copyAsCurl(parts, refs);
    },
    openLink: (told) => openLink(parts, told),
    // Only the tree's own row runs it, with itself.
    showMore(node) {
      tree.showMore(node as TreeNode);
    },
  };
}

/** The tasks that a command was told, else those the user selected in the tree, else those they pick now. */
async function tasksOf(parts: Parts, told: readonly [unknown, unknown], question: string): Promise<readonly TaskRef[]> {
  const refs = isAboutSelection(told[0]) ? selectedTasks(parts) : toldTasks(...told);
  return refs.length > 0 ? refs : told[0] === undefined ? pickTasks(parts, question) : fail();
}

async function oneTaskOf(
  parts: Parts,
  told: unknown,
  question: string,
  isOffered?: (task: TrackedTask) => boolean,
): Promise<TaskRef> {
  const [ref] = isAboutSelection(told) ? selectedTasks(parts) : toldTasks(told);
  return ref ?? pickTask(parts, question, isOffered ? { isOffered } : {});
}

/** The tasks whose rows are selected: a key speaks of them and cannot say which they are. */
function selectedTasks({ tree }: Parts): readonly TaskRef[] {
  return toldTasks(undefined, tree.view.selection);
}

/** The connection whose row is selected, where a key speaks of it. */
function selectedConnection({ tree }: Parts, told: unknown): TreeNode | undefined {
  const [first] = isAboutSelection(told) ? tree.view.selection : [];
  return first?.kind === 'connection' ? first : undefined;
}

function fail(): never {
  throw new CancelledError();
}

/** A refresh that cannot happen says why instead of doing nothing. */
function refuseWhenSilent({ store, connections, tracker }: Parts, refs: readonly TaskRef[]): void {
  for (const ref of refs.filter((each) => !tracker.canAsk(each))) {
    const name = connections.get(ref.connection)?.name ?? ref.connection;
    const { paused, held, stoppedSince } = store.standing(ref.connection);
    if (paused) {
      throw new HumanError(
        message('{0} is paused because its credentials were refused. Update its credentials to go on.', name),
      );
    }
    if (!connections.hasCredentials(ref.connection)) {
      throw new HumanError(message('{0} has no credentials on this machine. Update its credentials to go on.', name));
    }
    if (stoppedSince !== undefined) {
      throw new HumanError(message('You paused polling of {0}. Resume it to follow its tasks.', name));
    }
    throw new HumanError(
      held?.failure ? failureMessage(held.failure) : message('{0} cannot be asked from this window now.', name),
    );
  }
}

/** The tasks in a list that follows their progress; picking one shows it in the tree. */
async function showTasks(parts: Parts): Promise<void> {
  parts.statusBar.failuresSeen();
  if (parts.store.counts().length === 0) {
    await commands.executeCommand(`${viewIds.tasks}.focus`);
    return;
  }
  const buttons = [refreshButton((ref) => void reported('Refresh', parts.log, () => parts.tracker.refresh([ref])))];
  const ref = await pickTask(parts, l10n.t('Tasks: pick one to see it in the sidebar'), { buttons });
  await parts.tree.reveal(ref);
}

async function clearFinished(parts: Parts): Promise<void> {
  const { store, slices } = parts;
  const removed: RemovedTasks[] = [];
  try {
    do {
      removed.push(await slices.run(() => store.removeEnded(removedAtOnce)));
    } while (removed.at(-1)?.tasks.length === removedAtOnce);
  } finally {
    offerUndo(parts, removed);
  }
}

function offerUndo({ store, slices, log }: Parts, removed: readonly RemovedTasks[]): void {
  const [first, ...others] = removed.flatMap(({ tasks }) => tasks);
  if (!first) {
    return;
  }
  const text =
    others.length === 0
      ? l10n.t('{0} is no longer tracked.', first.name)
      : l10n.t('{0} tasks are no longer tracked.', others.length + 1);
  const undo = l10n.t('Undo');
  void window.showInformationMessage(text, undo).then(async (pressed) => {
    if (pressed === undo) {
      await reported('Undo', log, async () => {
        for (const part of removed) {
          await slices.run(() => {
            store.restore(part);
          });
        }
      });
    }
  });
}

async function copyPath({ store }: Parts, told: unknown): Promise<void> {
  const place = toldItem(told);
  const [item] = place ? store.items(place.ref, place.index, 1) : [];
  const path = item && itemPath(item);
  if (path !== undefined) {
    await copy(path);
  }
}

async function copy(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(l10n.t('$(copy) Copied'), 2000);
}

async function openLink(parts: Parts, told: unknown): Promise<void> {
  const item = toldItem(told);
  const itemLink = item && parts.store.items(item.ref, item.index, 1)[0]?.link;
  const ref = itemLink ? undefined : await oneTaskOf(parts, told, l10n.t('Whose page should be opened?'));
  const link = itemLink ?? (ref && linkOf(parts, ref));
  if (!link) {
    throw new HumanError(message('There is no page for this task.'));
  }
  await env.openExternal(Uri.parse(link, true));
}

function linkOf({ connections, providers }: Parts, ref: TaskRef): string | undefined {
  const connection = connections.get(ref.connection);
  return connection && providers.get(connection.provider)?.link?.(connection, ref);
}

function nameOf({ store }: Parts, ref: TaskRef): string {
  return store.get(ref)?.name ?? ref.id;
}
