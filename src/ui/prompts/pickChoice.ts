import { ThemeIcon, type QuickPickItem } from 'vscode';
import { awaitInput } from './awaitInput';
import { createQuickPick, escapedEntry } from './quickPick';

/**
 * Lets the user pick one of a few choices. The current one is checked and has the focus.
 * @param names translated
 * @throws CancelledError when the user leaves
 */
export async function pickChoice<Choice extends string>(
  names: Readonly<Record<Choice, { readonly label: string; readonly description?: string }>>,
  current: Choice,
  { title, placeholder }: { readonly title: string; readonly placeholder: string },
): Promise<Choice> {
  const pick = createQuickPick<QuickPickItem & { readonly choice: Choice }>(title);
  pick.placeholder = placeholder;
  pick.items = (Object.keys(names) as Choice[]).map((choice) =>
    escapedEntry({ ...names[choice], iconPath: new ThemeIcon(choice === current ? 'check' : 'blank'), choice }),
  );
  pick.activeItems = pick.items.filter(({ choice }) => choice === current);
  return awaitInput(pick, (resolve) => [
    pick.onDidAccept(() => {
      const [picked] = pick.selectedItems;
      if (picked) {
        resolve(picked.choice);
      }
    }),
  ]);
}
