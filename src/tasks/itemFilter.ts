import { failedStates, type Item } from './task';

/** Which items of a task are meant: all, those that failed or are unaccounted for, or those that are finished. */
export const itemFilters = ['all', 'failed', 'finished'] as const;

/** One of {@link itemFilters}. */
export type ItemFilter = (typeof itemFilters)[number];

/** Where items are stored and listed: 0 for those that failed, which come first, 1 for those that are unaccounted for, 2 for others. */
export function itemRank({ state, unaccounted }: Item): 0 | 1 | 2 {
  return failedStates.includes(state) ? 0 : unaccounted ? 1 : 2;
}

/** Which filters an item passes. */
export function filtersOf(item: Item): Readonly<Record<ItemFilter, boolean>> {
  const failed = itemRank(item) < 2;
  return { all: true, failed, finished: !failed && item.state === 'succeeded' };
}

/** Whether any text of an item contains a text, whatever its case and the blanks around it; an empty text is in all. */
export function hasText({ source = '', target = '', reason = '', link = '' }: Item, text: string): boolean {
  return `${source}\n${target}\n${reason}\n${link}`.toLowerCase().includes(text.trim().toLowerCase());
}

/** What a column says of an item; the link stands for the target where nothing else names the item. */
export function columnText(item: Item, column: 'source' | 'target' | 'reason'): string {
  return item[column] ?? (column === 'target' && item.source === undefined ? (item.link ?? '') : '');
}
