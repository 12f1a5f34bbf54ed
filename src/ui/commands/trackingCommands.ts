import { commands, l10n, QuickPickItemKind, type QuickPickItem } from 'vscode';
import { CancelledError } from '../../base/errors';
import { message, type Message } from '../../base/message';
import type { Connection } from '../../connections/connection';
import { commandIds } from '../../ids';
import { addressOfCommand, findPastedTasks, typedTaskIds } from '../../providers/pastedTask';
import type { ListedTask } from '../../providers/provider';
import { pastedTaskIds } from '../../providers/parsing/pastedTaskIds';
import { partWords, type FoundIds } from '../../providers/parsing/proseWords';
import { validateTaskId } from '../../providers/parsing/taskId';
import type { TaskRef } from '../../tasks/task';
import { withCancellableProgress } from '../shell/progress';
import { localize } from '../shell/localize';
import type { Services } from '../services';
import { requestOf } from '../messages/requestErrors';
import { snapshotText } from '../text/taskText';
import { stateCodicon } from '../text/stateIcons';
import { tasksFromArgs } from './commandArguments';
import { oneConnectionOf } from './connectionTargets';
import type { Handlers } from './handlers';
import { selectedText } from './selectedText';
import { trackAndShow, trackPasted } from './trackAndShow';
import { showMessage, showModalWarning } from '../shell/showMessage';
import { showInputBox } from '../prompts/inputBox';
import { askForAddress, pastedTaskFinder, pastedTaskText, type FindPastedTasks } from '../prompts/pastedTask';
import { escapedEntry, showMultiPick, type EscapedEntry } from '../prompts/quickPick';

/** Browse Tasks reads at most this many pages. */
const maxBrowsedPages = 5;

/** More IDs than these are tracked after a question. */
const maxUnasked = 50;

/** Show at most this many of the IDs that were found. */
const maxShown = 5;

/** The commands that find tasks. */
export function trackingCommands(deps: Services): Handlers<'track' | 'trackSelection' | 'lookUp' | 'browse'> {
  return {
    track: (...args) => track(deps, args),
    trackSelection: async () => track(deps, [], await selectedText()),
    lookUp: (...args) => lookUp(deps, args),
    browse: (...args) => browse(deps, args),
  };
}

/** @param text proposed in place of what the user would type */
async function track(deps: Services, args: readonly unknown[], text?: string): Promise<void> {
  const refs = tasksFromArgs(args[0]);
  if (refs.length > 0) {
    await trackAndShow(deps, refs);
    return;
  }
  const find = await pastedTaskFinder(deps);
  const [first] = args;
  const pasted = text ?? (typeof first === 'string' ? first : '');
  const [given] = find(pasted);
  if (given) {
    await trackPasted(deps, given);
    return;
  }
  const unknown = deps.connections.all().length === 0 ? addressIn(pasted) : undefined;
  if (unknown !== undefined) {
    await leadToNewProvider(pasted, unknown);
    return;
  }
  const title = l10n.t('Track Task');
  const connection = await oneConnectionOf(deps, args, {
    title,
    placeholder: l10n.t('Select the connection that runs the task'),
    other: {
      label: l10n.t('Paste an Address…'),
      codicon: 'link',
      run: async () => {
        await trackPasted(deps, await askForAddress(title, find));
      },
    },
  });
  const found = await askForIds(deps, connection, {
    title,
    prompt: l10n.t('Enter one or more task IDs, separated by spaces, commas or new lines.'),
    ...(text !== undefined && { value: text }),
    otherAction: (text) => otherAction(deps, connection, text, find),
  });
  await confirmFound(found, connection);
  await trackAndShow(
    deps,
    found.ids.map((id) => ({ connection: connection.id, id })),
  );
}

/** What is done with an address or a command that names no task of the connection. */
interface OtherAction {
  /** Says what it is; translated. */
  readonly meaning: string;
  run(): PromiseLike<unknown>;
}

/** The action for the task of another connection, or for an API that nobody knows. */
function otherAction(
  deps: Services,
  connection: Connection,
  text: string,
  find: FindPastedTasks,
): OtherAction | undefined {
  const address = addressIn(text);
  const provider = deps.providers.get(connection.provider);
  const [own] = provider ? findPastedTasks(text, [provider], [connection]) : [];
  if (address === undefined || own?.connection) {
    return undefined;
  }
  const [known] = find(text);
  if (known) {
    return { meaning: pastedTaskText(known), run: () => trackPasted(deps, known) };
  }
  if (pastedTaskIds(address).every((id) => !id.includes('://'))) {
    return undefined;
  }
  return {
    meaning: l10n.t('No provider recognizes {0}. Press Enter to create one.', URL.parse(address)?.host ?? address),
    run: () => leadToNewProvider(text, address),
  };
}

/** Opens New Provider in place of the box, and says why. */
async function leadToNewProvider(text: string, address: string): Promise<void> {
  const host = URL.parse(address)?.host ?? address;
  void showMessage('information', l10n.t('No provider recognizes {0}: New Provider creates one.', host));
  await commands.executeCommand(commandIds.newProvider, text);
}

/** The address that a text is, or that of a pasted command. */
function addressIn(text: string): string | undefined {
  return addressOfCommand(text) ?? /^\s*(https?:\/\/[^\s'"]+)/i.exec(text)?.[1];
}

/**
 * Asks before many tasks are tracked, or the words of a sentence: this may be a paste gone wrong.
 * @throws CancelledError when the user does not want it
 */
async function confirmFound({ ids, isProse }: FoundIds, { name }: Connection): Promise<void> {
  if (!isProse && ids.length <= maxUnasked) {
    return;
  }
  const yes = l10n.t('Track {0} Tasks', ids.length);
  const pressed = isProse
    ? await showModalWarning(l10n.t('Are these words task IDs of {0}?', name), shownIds(ids), yes)
    : await showModalWarning(
        l10n.t('Track {0} tasks of {1}?', ids.length, name),
        l10n.t('From {0} to {1}.', ids.at(0) ?? '', ids.at(-1) ?? ''),
        yes,
      );
  if (pressed !== yes) {
    throw new CancelledError();
  }
}

async function lookUp(deps: Services, args: readonly unknown[]): Promise<void> {
  const ref = tasksFromArgs(args[0])[0] ?? (await askForTask(deps, args));
  const name = deps.connections.get(ref.connection)?.name ?? ref.connection;
  const snapshot = await requestOf({ id: ref.connection, name }, () =>
    withCancellableProgress(l10n.t('Checking {0}…', ref.id), (signal) => deps.service.lookUp(ref, signal)),
  );
  await deps.responseDocuments.openOnce(ref, snapshot.raw);
}

async function askForTask(deps: Services, args: readonly unknown[]): Promise<TaskRef> {
  const title = l10n.t('Check Task Status');
  const placeholder = l10n.t('Select the connection that runs the task');
  const connection = await oneConnectionOf(deps, args, { title, placeholder });
  const {
    ids: [id = ''],
  } = await askForIds(deps, connection, {
    title,
    prompt: l10n.t('Task ID. Checked once, not tracked.'),
    tooMany: l10n.t('Enter one task ID.'),
  });
  return { connection: connection.id, id };
}

/** The prompt for task IDs. */
interface IdPrompt {
  /** Translated, as the other texts are. */
  readonly title: string;
  readonly prompt: string;
  /** What the box holds at first. */
  readonly value?: string;
  /** Said of several IDs, where only one is wanted. */
  readonly tooMany?: string;
  /** What is done with a text in place of returning IDs. */
  readonly otherAction?: (text: string) => OtherAction | undefined;
}

/**
 * Asks for task IDs. What was found in the text is shown below the box before Enter is pressed.
 * @throws CancelledError when the user leaves, or the text meant something else
 */
async function askForIds(
  { providers }: Services,
  connection: Connection,
  { title, prompt, value: first = '', tooMany, otherAction: toAction = () => undefined }: IdPrompt,
): Promise<FoundIds> {
  const provider = providers.get(connection.provider);
  const idsIn = (text: string): FoundIds => partWords(typedTaskIds(text, connection, provider));
  const check = (id: string): Message | undefined => (provider?.validateId ?? validateTaskId)(id);
  const typed = await showInputBox({
    title: l10n.t('{0}: {1}', title, connection.name),
    prompt,
    value: first,
    placeHolder: l10n.t('Task ID'),
    ignoreFocusOut: true,
    whenEmpty: l10n.t('Enter a task ID.'),
    validateInput: (value) => {
      if (toAction(value)) {
        return undefined;
      }
      const { ids } = idsIn(value);
      if (tooMany !== undefined && ids.length > 1) {
        return tooMany;
      }
      const problem =
        ids.length === 0 ? message('Enter a task ID.') : ids.map(check).find((each) => each !== undefined);
      return problem && localize(problem);
    },
    meaning: (value) => toAction(value)?.meaning ?? meaningOf(value, idsIn(value)),
  });
  const action = toAction(typed);
  if (action) {
    await action.run();
    throw new CancelledError();
  }
  return idsIn(typed);
}

/** Which IDs were found in a text, unless it is just the one ID. */
function meaningOf(typed: string, { ids, leftOut, isProse }: FoundIds): string | undefined {
  const [first] = ids;
  if (first === undefined || first === typed.trim()) {
    return undefined;
  }
  if (isProse) {
    return l10n.t('These look like words: {0}. Enter the ID alone, or press Enter to be asked.', shownIds(ids));
  }
  const found =
    ids.length === 1 ? l10n.t('Task ID: {0}', first) : l10n.t('{0} task IDs: {1}', ids.length, shownIds(ids));
  return leftOut.length === 0
    ? found
    : l10n.t('{0}. Left out, since these look like words: {1}.', found, shownIds(leftOut));
}

/** The first of them. */
function shownIds(ids: readonly string[]): string {
  const shown = ids.slice(0, maxShown).join(l10n.t(', '));
  return ids.length > maxShown ? `${shown}…` : shown;
}

async function browse(deps: Services, args: readonly unknown[]): Promise<void> {
  const connection = await oneConnectionOf(deps, args, {
    title: l10n.t('Browse Tasks'),
    placeholder: l10n.t('Select a connection to list its tasks'),
    isOffered: ({ provider }) => deps.providers.get(provider)?.list !== undefined,
  });
  const listed = await requestOf(connection, () =>
    withCancellableProgress(l10n.t('Listing tasks of {0}…', connection.name), (signal) =>
      deps.service.list(connection.id, maxBrowsedPages, signal),
    ),
  );
  if (listed.tasks.length === 0) {
    void showMessage('information', l10n.t('{0} has no tasks.', connection.name));
    return;
  }
  const tracked = (id: string): boolean => deps.store.tasks.get({ connection: connection.id, id }) !== undefined;
  const fresh = listed.tasks.filter(({ id }) => !tracked(id));
  const known = listed.tasks.filter(({ id }) => tracked(id));
  if (fresh.length === 0) {
    void showMessage('information', l10n.t('All tasks of {0} are tracked already.', connection.name));
    return;
  }
  const entries =
    known.length === 0
      ? []
      : [
          escapedEntry<ListedEntry>({ label: l10n.t('Tracked already'), kind: QuickPickItemKind.Separator }),
          ...known.map(toEntry),
        ];
  const picked = await showMultiPick([...fresh.map(toEntry), ...entries], {
    title: l10n.t('Tasks of {0}', connection.name),
    placeHolder: listed.complete
      ? l10n.t('Select the tasks to track')
      : l10n.t('Select the tasks to track; these are the first {0}', listed.tasks.length),
    ignoreFocusOut: true,
  });
  await trackAndShow(
    deps,
    (picked ?? []).flatMap(({ task }) => (task ? [{ connection: connection.id, id: task.id }] : [])),
  );
}

/** A task of the service; a separator has none. */
type ListedEntry = QuickPickItem & { readonly task?: ListedTask };

function toEntry(task: ListedTask): EscapedEntry<ListedEntry> {
  const { state } = task.snapshot;
  const entry = {
    label: task.name ?? task.id,
    description: [task.name === undefined ? '' : task.id, snapshotText(task.snapshot)].filter(Boolean).join(' · '),
    task,
  };
  return escapedEntry(entry, stateCodicon(state));
}
