import { l10n, QuickPickItemKind, ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { CancelledError } from '../../base/errors';
import { isEnded, statesAtEnd, statesUnderWay, type TaskRef } from '../../tasks/task';
import type { TrackedTask } from '../../tasks/trackedTask';
import { stillIcon, taskSummary, type SummaryDeps } from '../text/taskSummary';
import type { ViewDeps } from '../shell/viewDeps';
import { awaitInput } from './awaitInput';
import { createQuickPick, escapedEntry, showMultiPick, type EscapedEntry } from './quickPick';

/** List at most this many tasks of each group. Typing searches all tasks. */
const listLength = 200;
/** Keystrokes and changes within this time (ms) are drawn together. */
const drawDelayMs = 100;

type TaskEntry = QuickPickItem & { readonly ref?: TaskRef };

/** A button beside each task, with its action. */
export interface TaskButton extends QuickInputButton {
  run(ref: TaskRef): void;
}

/**
 * Lets the user pick a tracked task from a list that stays up to date while it is open.
 * @param options `isOffered` says which tasks to list
 * @throws CancelledError when the user leaves
 */
export async function pickTask(
  deps: ViewDeps,
  placeholder: string,
  options: { readonly isOffered?: (task: TrackedTask) => boolean; readonly buttons?: readonly TaskButton[] } = {},
): Promise<TaskRef> {
  const { store, clock } = deps;
  const pick = createQuickPick<TaskEntry>();
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const draw = (): void => {
    const active = pick.activeItems[0]?.ref;
    pick.items = taskEntries(deps, pick.value, options);
    const same = pick.items.find(({ ref }) => active && ref && sameTask(ref, active));
    if (same) {
      pick.activeItems = [same];
    }
  };
  const drawing = new RunOnceScheduler({ clock }, draw);
  const drawSoon = (): void => {
    drawing.schedule(drawDelayMs);
  };
  pick.keepScrollPosition = true;
  draw();
  return awaitInput(pick, (resolve) => [
    drawing,
    store.onDidChange(drawSoon),
    pick.onDidChangeValue(drawSoon),
    pick.onDidTriggerItemButton(({ button, item }) => {
      const pressed = options.buttons?.find((each) => each === button);
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
 * @throws CancelledError when the user leaves or picks none
 */
export async function pickTasks(deps: ViewDeps, placeholder: string): Promise<readonly TaskRef[]> {
  const picked = await showMultiPick(taskEntries(deps, '', {}), { placeHolder: placeholder });
  const refs = picked?.flatMap(({ ref }) => ref ?? []) ?? [];
  if (refs.length === 0) {
    throw new CancelledError();
  }
  return refs;
}

/** The entries of the list: running tasks, then those that have finished. */
export function taskEntries(
  deps: SummaryDeps,
  text: string,
  { isOffered = () => true, buttons = [] }: Parameters<typeof pickTask>[2] & object,
): EscapedEntry<TaskEntry>[] {
  const { store, providers, connections } = deps;
  const tasks = [
    ...store.tasks.page({ states: statesUnderWay, text, order: 'activity', limit: listLength }),
    ...store.tasks.page({ states: statesAtEnd, text, order: 'activity', limit: listLength }),
  ].filter(isOffered);
  const toEntry = (task: TrackedTask): EscapedEntry<TaskEntry> => {
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
  };
  const running = tasks.filter(({ state }) => !isEnded(state)).map(toEntry);
  const ended = tasks.filter(({ state }) => isEnded(state)).map(toEntry);
  const heading = (label: string): EscapedEntry<TaskEntry> =>
    escapedEntry({ label, kind: QuickPickItemKind.Separator });
  return [
    ...(running.length > 0 ? [heading(l10n.t('Running')), ...running] : []),
    ...(ended.length > 0 ? [heading(l10n.t('Finished')), ...ended] : []),
  ];
}

function sameTask(one: TaskRef, other: TaskRef): boolean {
  return one.connection === other.connection && one.id === other.id;
}

/** The button that refreshes a task. */
export function refreshButton(run: (ref: TaskRef) => void): TaskButton {
  return { iconPath: new ThemeIcon('refresh'), tooltip: l10n.t('Refresh'), run };
}
