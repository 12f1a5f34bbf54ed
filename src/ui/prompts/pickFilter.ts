import { l10n, ThemeIcon, type QuickPickItem } from 'vscode';
import { RunOnceScheduler } from '../../base/async/runOnceScheduler';
import { taskStates, type TaskState } from '../../tasks/task';
import type { ViewDeps } from '../shell/viewDeps';
import { stateCodicon } from '../text/stateIcons';
import { stateHeading } from '../text/stateText';
import { toFilter, type ViewArrangement, type ViewFilter } from '../arrangement/arrangement';
import { awaitInput } from './awaitInput';
import { createQuickPick, escapedEntry } from './quickPick';

/** Keystrokes within this time (ms) are shown together. */
const typingDelayMs = 100;

/**
 * Lets the user filter the view: by what is typed and by the states that are checked. The view follows at once; leaving without
 * Enter brings the former filter back.
 * @throws CancelledError when the user leaves
 */
export async function pickFilter(
  { store, clock }: Pick<ViewDeps, 'store' | 'clock'>,
  arrangement: ViewArrangement,
): Promise<void> {
  const { filter: former } = arrangement.current;
  const counts = new Map<TaskState, number>();
  for (const { state, count } of store.tasks.counts()) {
    counts.set(state, (counts.get(state) ?? 0) + count);
  }
  const offered = taskStates.filter((state) => counts.has(state) || former.states.includes(state));
  const pick = createQuickPick<QuickPickItem & { readonly state: TaskState }>(l10n.t('Filter Tasks'));
  pick.placeholder = l10n.t('Find text in the rows; check states to show only those');
  pick.canSelectMany = true;
  pick.items = offered.map((state) =>
    escapedEntry({
      ...{ label: stateHeading(state), description: String(counts.get(state) ?? 0), state },
      iconPath: new ThemeIcon(stateCodicon(state)),
      // What is typed filters the view and not this list.
      alwaysShow: true,
    }),
  );
  pick.selectedItems = pick.items.filter(({ state }) => former.states.includes(state));
  pick.value = former.text;
  const chosen = (): ViewFilter => toFilter({ states: pick.selectedItems.map(({ state }) => state), text: pick.value });
  const follow = (): void => {
    arrangement.change({ filter: chosen() });
  };
  const typing = new RunOnceScheduler({ clock }, follow);
  try {
    await awaitInput<undefined>(pick, (resolve) => [
      typing,
      pick.onDidChangeValue(() => {
        typing.schedule(typingDelayMs);
      }),
      pick.onDidChangeSelection(follow),
      pick.onDidAccept(() => {
        follow();
        resolve(undefined);
      }),
    ]);
  } catch (error) {
    arrangement.change({ filter: former });
    throw error;
  }
}
