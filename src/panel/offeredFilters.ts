import { itemFilters, type ItemFilter } from '../ui/views/details/messages';

/** How many items each filter finds. */
type Counts = Readonly<Record<ItemFilter, number>>;

/**
 * The filters that tell items apart, and the chosen one. What finds nothing, or everything, is not offered; empty where no filter
 * is of use.
 * @param counts `undefined` until they are known
 */
export function offeredFilters(counts: Counts | undefined, chosen: ItemFilter): readonly ItemFilter[] {
  if (!counts) {
    return itemFilters;
  }
  const telling = itemFilters.filter(
    (filter) => filter !== 'all' && (filter === chosen || (counts[filter] > 0 && counts[filter] < counts.all)),
  );
  return telling.length === 0 ? [] : ['all', ...telling];
}

/** Whether items are finished that the service does not list. @param completed how many are finished, by its count */
export function hasOnlyFailed(counts: Counts | undefined, completed = 0): boolean {
  return counts !== undefined && completed > 0 && counts.all > 0 && counts.failed === counts.all;
}
