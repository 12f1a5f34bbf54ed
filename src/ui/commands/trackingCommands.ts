import { commands, l10n, type QuickPickItem } from 'vscode';
import { CancelledError, UserError } from '../../base/errors';
import { message, type Message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import { viewIds } from '../../ids';
import type { ListedTask } from '../../providers/provider';
import { validateTaskId } from '../../providers/parsing/taskId';
import type { TaskRef } from '../../tasks/task';
import { withCancellableProgress } from '../shell/cancellable';
import { localize } from '../shell/localize';
import type { Services } from '../services';
import { pickConnection } from '../prompts/pickConnection';
import { percentText } from '../text/taskText';
import { stateCodicon } from '../text/stateIcons';
import { connectionFromArgs, tasksFromArgs } from './commandArguments';
import type { Handlers } from './handlers';
import { runReported } from './runReported';
import { showMessage } from '../shell/showMessage';
import { showInputBox } from '../prompts/inputBox';
import { escapedEntry, showMultiPick, type EscapedEntry } from '../prompts/quickPick';

/** Browse Tasks reads at most this many pages. */
const maxBrowsedPages = 5;

/** The commands that find tasks: track, look up, browse. */
export function trackingCommands(deps: Services): Handlers<'track' | 'lookUp' | 'browse'> {
  return {
    track: (args) => track(deps, args),
    lookUp: (args) => lookUp(deps, args),
    browse: (args) => browse(deps, args),
  };
}

async function track(deps: Services, args: unknown): Promise<void> {
  const refs = tasksFromArgs(args);
  const chosen = refs.length > 0 ? refs : await askForTasks(deps, args, l10n.t('Which task should be tracked?'), true);
  await trackAndShow(deps, chosen);
}

async function trackAndShow(deps: Services, refs: readonly TaskRef[]): Promise<void> {
  const [first] = refs;
  if (first) {
    deps.service.track(refs);
    await commands.executeCommand(`${viewIds.tasks}.focus`);
    await deps.tree.reveal(first);
    // Poll in the background.
    void runReported('Track', deps.log, () => offerToForget(deps, refs));
  }
}

/** Warns about ids that the service does not know, which are probably mistyped. */
async function offerToForget({ poller, store, log }: Services, refs: readonly TaskRef[]): Promise<void> {
  await poller.refresh(refs.filter((ref) => !store.tasks.get(ref)?.progress));
  const missing = refs.filter((ref) => {
    const task = store.tasks.get(ref);
    return !task?.progress && task?.stale?.failure.kind === 'not-found';
  });
  const [first] = missing;
  if (!first) {
    return;
  }
  const stop = l10n.t('Stop Tracking');
  const text =
    missing.length === 1
      ? l10n.t('The service does not know the task {0}.', first.id)
      : l10n.t('The service does not know {0} of these {1} tasks.', missing.length, refs.length);
  if ((await showMessage('warning', text, stop)) === stop) {
    store.tasks.remove(missing);
    log.info(`Stopped tracking ${missing.length} tasks that the service does not know`);
  }
}

async function lookUp(deps: Services, args: unknown): Promise<void> {
  const [ref] = tasksFromArgs(args);
  const [chosen] = ref ? [ref] : await askForTasks(deps, args, l10n.t('Which task should be looked up?'), false);
  if (!chosen) {
    return;
  }
  const snapshot = await withCancellableProgress(l10n.t('Looking up {0}…', chosen.id), (signal) =>
    deps.service.lookUp(chosen, signal),
  );
  await deps.responseDocuments.openOnce(chosen.id, snapshot.raw);
}

/** Asks for a connection, then for one or several ids. */
async function askForTasks(
  deps: Services,
  args: unknown,
  question: string,
  many: boolean,
): Promise<readonly TaskRef[]> {
  const connection = await connectionOf(deps, args, question);
  const provider = deps.providers.get(connection.provider);
  const check = (id: string): Message | undefined => (provider?.validateId ?? validateTaskId)(id);
  const typed = await showInputBox({
    title: `${many ? l10n.t('Track Task') : l10n.t('Look Up Task')}: ${connection.name}`,
    prompt: many
      ? l10n.t('Task ID, or several separated by spaces, commas or lines.')
      : l10n.t('Task ID. It is asked for once, and nothing is tracked.'),
    placeHolder: l10n.t('Task ID'),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const ids = splitIds(value);
      if (!many && ids.length > 1) {
        return l10n.t('One task at a time can be looked up.');
      }
      const problem = ids.map(check).find((each) => each !== undefined);
      return problem && localize(problem);
    },
  });
  const ids = splitIds(typed ?? '');
  if (ids.length === 0) {
    throw new CancelledError();
  }
  return ids.map((id) => ({ connection: connection.id, id }));
}

async function connectionOf(
  deps: Services,
  args: unknown,
  question: string,
  isOffered?: (connection: Connection) => boolean,
): Promise<Connection> {
  const id = connectionFromArgs(args);
  if (id === undefined) {
    return pickConnection(deps.connections, deps.providers, question, isOffered);
  }
  const connection = deps.connections.get(id);
  if (!connection) {
    throw new UserError(message('There is no connection {0} in the settings.', id));
  }
  return connection;
}

async function browse(deps: Services, args: unknown): Promise<void> {
  const connection = await connectionOf(
    deps,
    args,
    l10n.t('Whose tasks should be listed?'),
    ({ provider }) => deps.providers.get(provider)?.list !== undefined,
  );
  const listed = await withCancellableProgress(l10n.t('Listing tasks of {0}…', connection.name), (signal) =>
    deps.service.list(connection.id, maxBrowsedPages, signal),
  );
  if (listed.tasks.length === 0) {
    void showMessage('information', l10n.t('{0} has no tasks.', connection.name));
    return;
  }
  const tracked = (id: string): boolean => deps.store.tasks.get({ connection: connection.id, id }) !== undefined;
  const fresh = listed.tasks.filter(({ id }) => !tracked(id));
  if (fresh.length === 0) {
    void showMessage('information', l10n.t('All tasks of {0} are tracked already.', connection.name));
    return;
  }
  const picked = await showMultiPick(fresh.map(toEntry), {
    title: l10n.t('Tasks of {0}', connection.name),
    placeHolder: listed.complete
      ? l10n.t('Select the tasks to track')
      : l10n.t('Select the tasks to track; these are the first {0}', listed.tasks.length),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  await trackAndShow(
    deps,
    (picked ?? []).map(({ task }) => ({ connection: connection.id, id: task.id })),
  );
}

function toEntry(task: ListedTask): EscapedEntry<QuickPickItem & { readonly task: ListedTask }> {
  const { state, percent } = task.snapshot;
  const entry = {
    label: task.name ?? task.id,
    description: [
      task.name === undefined ? '' : task.id,
      percent === undefined ? task.snapshot.rawState : percentText(percent),
    ]
      .filter(Boolean)
      .join(' · '),
    task,
  };
  return escapedEntry(entry, stateCodicon(state));
}

/** Splits pasted ids at whitespace, commas and semicolons. */
function splitIds(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];
}
