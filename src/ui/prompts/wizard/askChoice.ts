import { QuickInputButtons, QuickPickItemKind, type QuickPickItem } from 'vscode';
import { awaitInput } from '../awaitInput';
import { back, type StepFrame } from './runSteps';
import { createQuickPick, escapedEntry } from '../quickPick';

/** An entry of a quick pick with its value; a separator has none. */
export type Choice<T> = QuickPickItem & { readonly value?: T };

/** A line between entries. @param label translated */
export function separator(label: string): Choice<never> {
  return { label, kind: QuickPickItemKind.Separator };
}

/** What else a quick pick can do. */
export interface ChoiceOptions<T> {
  /** Returns the entries for a typed text, which replace all others. An entry with `alwaysShow` is not filtered by that text. */
  readonly find?: (typed: string) => readonly Choice<T>[];
  /** Runs for the button of an entry. The quick pick then has no result but that of this. */
  readonly onDidPressButton?: (value: T) => Promise<never>;
}

/**
 * Shows a quick pick.
 * @param current the value of the entry that is active at first
 * @returns the picked value, or `back`
 * @throws CancelledError when the user leaves
 */
export async function askChoice<T>(
  frame: StepFrame,
  placeholder: string,
  choices: readonly Choice<T>[],
  current?: T,
  { find, onDidPressButton }: ChoiceOptions<T> = {},
): Promise<T | typeof back> {
  const pick = createQuickPick<Choice<T>>(frame.title);
  const all = choices.map((choice) => escapedEntry(choice));
  pick.step = frame.step;
  pick.totalSteps = frame.totalSteps;
  pick.placeholder = placeholder;
  pick.items = all;
  const active = all.find(({ value }) => value !== undefined && value === current);
  if (active) {
    pick.activeItems = [active];
  }
  pick.ignoreFocusOut = true;
  pick.buttons = frame.canGoBack ? [QuickInputButtons.Back] : [];
  let shown = all;
  return awaitInput<T | typeof back | Promise<never>>(pick, (resolve) => [
    pick.onDidChangeValue((typed) => {
      const found = find?.(typed) ?? [];
      // Setting the same entries again would lose the active one.
      if (found.length > 0 || shown !== all) {
        shown = found.length > 0 ? found.map((choice) => escapedEntry(choice)) : all;
        pick.items = shown;
      }
    }),
    pick.onDidAccept(() => {
      const [picked] = pick.selectedItems;
      if (picked?.value !== undefined) {
        resolve(picked.value);
      }
    }),
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.value !== undefined && onDidPressButton) {
        resolve(onDidPressButton(item.value));
      }
    }),
    pick.onDidTriggerButton(() => {
      resolve(back);
    }),
  ]);
}
