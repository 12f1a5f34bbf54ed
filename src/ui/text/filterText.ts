import { l10n } from 'vscode';
import { localize } from '../shell/localize';
import type { ViewFilter } from '../arrangement/arrangement';
import { listText } from './listText';
import { stateText } from './stateText';

/** How many tasks, with the noun. */
export function tasksText(count: number): string {
  return count === 1 ? l10n.t('1 task') : l10n.t('{0} tasks', count);
}

/** What a filter shows, and how many of all tasks that is. */
export function filterText(
  { states, text }: ViewFilter,
  { shown, all }: { readonly shown: number; readonly all: number },
): string {
  const parts = [...states.map(stateText), ...(text === '' ? [] : [l10n.t('“{0}”', text)])];
  return l10n.t('Filter: {0} ({1} of {2})', listText(parts, localize), shown, all);
}
