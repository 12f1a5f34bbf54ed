import { l10n } from 'vscode';
import { isJsonObject } from '../../base/json';
import { pickChoice } from '../prompts/pickChoice';
import { pickFilter } from '../prompts/pickFilter';
import type { Services } from '../services';
import { groupings, noFilter, sortings, toFilter, type Grouping, type Sorting } from '../arrangement/arrangement';
import type { Handlers } from './handlers';

/**
 * The commands that change what the view shows and how. Each takes its choice as an argument: `{ states?, text? }`, a sorting, a
 * grouping; without one it asks. Rows, which VS Code passes to the actions in the view's title, are no such argument.
 */
export function arrangementCommands(
  deps: Services,
): Handlers<'filter' | 'changeFilter' | 'clearFilter' | 'sortBy' | 'groupBy'> {
  const { arrangement } = deps;
  const filter = async (argument: unknown): Promise<void> => {
    if (isJsonObject(argument) && ('states' in argument || 'text' in argument)) {
      arrangement.change({ filter: toFilter(argument) });
    } else {
      await pickFilter(deps, arrangement);
    }
  };
  return {
    filter,
    // The same with the icon of a filter that is set.
    changeFilter: filter,
    clearFilter() {
      arrangement.change({ filter: noFilter });
    },
    async sortBy(argument) {
      const given = sortings.find((each) => each === argument);
      const names: Readonly<Record<Sorting, { readonly label: string; readonly description?: string }>> = {
        lastChange: { label: l10n.t('Last Change'), description: l10n.t('unfinished tasks first') },
        start: { label: l10n.t('Start'), description: l10n.t('newest first') },
        name: { label: l10n.t('Name') },
      };
      const texts = { title: l10n.t('Sort By'), placeholder: l10n.t('Select how tasks are sorted') };
      arrangement.change({ sortBy: given ?? (await pickChoice(names, arrangement.current.sortBy, texts)) });
    },
    async groupBy(argument) {
      const given = groupings.find((each) => each === argument);
      const names: Readonly<Record<Grouping, { readonly label: string; readonly description?: string }>> = {
        service: { label: l10n.t('Service'), description: l10n.t('and its connections') },
        connection: { label: l10n.t('Connection') },
        state: { label: l10n.t('State') },
        none: { label: l10n.t('None') },
      };
      const texts = { title: l10n.t('Group By'), placeholder: l10n.t('Select how tasks are grouped') };
      arrangement.change({ groupBy: given ?? (await pickChoice(names, arrangement.current.groupBy, texts)) });
    },
  };
}
