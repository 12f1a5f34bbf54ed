import { window, type QuickPick, type QuickPickItem, type QuickPickOptions } from 'vscode';
import { omitUndefined } from '../../base/omitUndefined';
import { iconText } from '../text/iconText';
import { plainText } from '../text/plainText';

declare const isEscaped: unique symbol;

/** An entry whose texts are escaped; only {@link escapedEntry} makes one. */
export type EscapedEntry<Entry extends QuickPickItem = QuickPickItem> = Entry & { readonly [isEscaped]: true };

/**
 * Makes the entry of a quick pick, in which texts of others show no icons.
 * @param entry with a label without icons
 * @param codicon name of an icon before the label
 */
export function escapedEntry<Entry extends QuickPickItem>(entry: Entry, codicon?: string): EscapedEntry<Entry> {
  const label = iconText(entry.label);
  return {
    ...entry,
    label: codicon === undefined ? label : `$(${codicon}) ${label}`,
    ...omitUndefined({
      description: entry.description === undefined ? undefined : iconText(entry.description),
      detail: entry.detail === undefined ? undefined : iconText(entry.detail),
    }),
  } as EscapedEntry<Entry>;
}

/** The texts above a quick pick; translated. */
interface PickOptions {
  readonly title: string;
  readonly placeHolder: string;
  readonly ignoreFocusOut?: boolean;
}

// What can be read can be found.
const matching = { matchOnDescription: true, matchOnDetail: true } as const;

/** Creates a quick pick that takes escaped entries only. */
export function createQuickPick<Entry extends QuickPickItem>(title: string): QuickPick<EscapedEntry<Entry>> {
  const pick = Object.assign(window.createQuickPick<EscapedEntry<Entry>>(), matching);
  pick.title = plainText(title);
  return pick;
}

/** Shows a quick pick of escaped entries. */
export function showQuickPick<Entry extends QuickPickItem>(
  entries: readonly EscapedEntry<Entry>[],
  options: PickOptions,
): Thenable<EscapedEntry<Entry> | undefined> {
  return window.showQuickPick(entries, plainOptions(options));
}

/** Shows a quick pick of escaped entries, of which several may be picked. */
export function showMultiPick<Entry extends QuickPickItem>(
  entries: readonly EscapedEntry<Entry>[],
  options: PickOptions,
): Thenable<readonly EscapedEntry<Entry>[] | undefined> {
  return window.showQuickPick(entries, { ...plainOptions(options), canPickMany: true });
}

function plainOptions({ title, placeHolder, ...others }: PickOptions): QuickPickOptions {
  return { ...others, ...matching, title: plainText(title), placeHolder: plainText(placeHolder) };
}
