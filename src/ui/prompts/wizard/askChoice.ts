import { QuickInputButtons, type QuickPickItem } from 'vscode';
import { awaitInput } from '../awaitInput';
import { back, type StepFrame } from './runSteps';
import { createQuickPick, escapedEntry } from '../quickPick';

/** An entry of a quick pick with its value. */
export type Choice<T> = QuickPickItem & { readonly value: T };

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
): Promise<T | typeof back> {
  const pick = createQuickPick<Choice<T>>(frame.title);
  pick.step = frame.step;
  pick.totalSteps = frame.totalSteps;
  pick.placeholder = placeholder;
  pick.items = choices.map((choice) => escapedEntry(choice));
  const active = pick.items.find(({ value }) => value === current);
  if (active) {
    pick.activeItems = [active];
  }
  pick.ignoreFocusOut = true;
  pick.buttons = frame.canGoBack ? [QuickInputButtons.Back] : [];
  return awaitInput(pick, (resolve) => [
    pick.onDidAccept(() => {
      const [picked] = pick.selectedItems;
      if (picked) {
        resolve(picked.value);
      }
    }),
    pick.onDidTriggerButton(() => {
      resolve(back);
    }),
  ]);
}
