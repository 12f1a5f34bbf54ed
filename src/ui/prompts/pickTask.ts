import { l10n, QuickPickItemKind, ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { CancelledError, UserError } from '../../base/errors';
import { message, type Message } from '../../base/message';
import { isEnded, taskKey, type TaskRef } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { stillIcon, taskSummary, type SummaryDeps } from '../text/taskSummary';
import type { ViewDeps } from '../shell/viewDeps';
import { awaitInput } from './awaitInput';
import { findTasks } from './findTasks';
import { createQuickPick, escapedEntry, showMultiPick, type EscapedEntry } from './quickPick';

/** List at most this many running and this many ended tasks. Typing searches all tasks. */
const listLength = 200;
/** The same for a list in which several are picked, and which typing does not fill again. */
const multiListLength = 1000;
/** Keystrokes and changes within this time (ms) are drawn together. */
const drawDelayMs = 100;

type TaskEntry = QuickPickItem & { readonly ref?: TaskRef };

/** A button beside each task, with its action. */
export interface TaskButton extends QuickInputButton {
  run(ref: TaskRef): void;
}

/** What a list of tasks is for. */
export interface TaskPrompt {
  /** Translated, as the placeholder is. */
  readonly title: string;
  readonly placeholder: string;
  /** Which tasks to list; all, if absent. */
  readonly isOffered?: (task: TrackedTask) => boolean;
  /** The message when there is no task to list. */
  readonly none?: Message;
  readonly buttons?: readonly TaskButton[];
}

/**
 * Lets the user pick a tracked task from a list that stays up to date while it is open.
 * @throws CancelledError when the user leaves; UserError when there is no task to list
 */
export async function pickTask(deps: ViewDeps, prompt: TaskPrompt): Promise<TaskRef> {
  const { store, clock } = deps;
  const listed = (text: string): EscapedEntry<TaskEntry>[] =>
    taskEntries(deps, findTasks(deps, text, listLength), prompt);
  const first = someOf(listed(''), prompt);
  const pick = createQuickPick<TaskEntry>(prompt.title);
  pick.placeholder = prompt.placeholder;
  const draw = (): void => {
    const active = pick.activeItems[0]?.ref;
    pick.items = listed(pick.value);
    const same = pick.items.find(({ ref }) => active && ref && taskKey(ref) === taskKey(active));
    if (same) {
      pick.activeItems = [same];
    }
  };
  const drawing = new RunOnceScheduler({ clock }, draw);
  const drawSoon = (): void => {
    drawing.schedule(drawDelayMs);
  };
  pick.keepScrollPosition = true;
  pick.items = first;
  return awaitInput(pick, (resolve) => [
    drawing,
    store.onDidChange(drawSoon),
    pick.onDidChangeValue(drawSoon),
    pick.onDidTriggerItemButton(({ button, item }) => {
      const pressed = prompt.buttons?.find((each) => each === button);
      if (item.ref) {
        pressed?.run(item.ref);
      }
    }),
    pick.onDidAccept(() => {
      const ref = pick.selectedItems[0]?.ref;
      if (ref) {
        resolve(ref);
      }
    }),
  ]);
}

/**
 * Lets the user pick tasks.
 * @throws CancelledError when the user leaves or picks none; UserError when there is no task to list
 */
export async function pickTasks(deps: ViewDeps, prompt: TaskPrompt): Promise<readonly TaskRef[]> {
  const entries = someOf(taskEntries(deps, findTasks(deps, '', multiListLength), prompt), prompt);
  const picked = await showMultiPick(entries, { title: prompt.title, placeHolder: prompt.placeholder });
  const refs = picked?.flatMap(({ ref }) => ref ?? []) ?? [];
  if (refs.length === 0) {
    throw new CancelledError();
  }
  return refs;
}

function someOf<Entry>(entries: Entry[], { none }: TaskPrompt): Entry[] {
  if (entries.length === 0) {
    throw new UserError(none ?? message('No tasks are tracked.'));
  }
  return entries;
}

/** The entries of a list: running tasks, then those that have finished. */
export function taskEntries(
  deps: SummaryDeps,
  tasks: readonly TrackedTask[],
  { isOffered = () => true, buttons = [] }: Pick<TaskPrompt, 'isOffered' | 'buttons'>,
): EscapedEntry<TaskEntry>[] {
  const offered = tasks.filter(isOffered);
  const group = (label: string, isMeant: (task: TrackedTask) => boolean): EscapedEntry<TaskEntry>[] => {
    const entries = offered.filter(isMeant).map((task) => toEntry(deps, task, buttons));
    return entries.length > 0 ? [escapedEntry({ label, kind: QuickPickItemKind.Separator }), ...entries] : [];
  };
  return [
    ...group(l10n.t('Running'), ({ state }) => !isEnded(state)),
    ...group(l10n.t('Finished'), ({ state }) => isEnded(state)),
  ];
}

function toEntry(deps: SummaryDeps, task: TrackedTask, buttons: readonly TaskButton[]): EscapedEntry<TaskEntry> {
  const { providers, connections } = deps;
  const summary = taskSummary(deps, task);
  return escapedEntry({
    label: task.name,
    description: summary.parts.join(' · '),
    detail: [providers.get(task.provider)?.label ?? task.provider, connections.get(task.connection)?.name, task.id]
      .filter((part, index, all) => part !== undefined && all.indexOf(part) === index)
      .join(' · '),
    iconPath: stillIcon(summary),
    ref: { connection: task.connection, id: task.id },
    ...(buttons.length > 0 ? { buttons } : {}),
  });
}

/** The button that refreshes a task. */
export function refreshButton(run: (ref: TaskRef) => void): TaskButton {
  return { iconPath: new ThemeIcon('refresh'), tooltip: l10n.t('Refresh'), run };
}

/** The button that reveals a task in the tree. */
export function revealButton(run: (ref: TaskRef) => void): TaskButton {
  return { iconPath: new ThemeIcon('list-tree'), tooltip: l10n.t('Show in Tree'), run };
}
