import { failedStates, type Item } from './task';

/** Which items of a task are meant: all, those that failed or are unaccounted for, or those that are finished. */
export const itemFilters = ['all', 'failed', 'finished'] as const;

/** One of {@link itemFilters}. */
export type ItemFilter = (typeof itemFilters)[number];

/** Which filters an item passes. */
export function filtersOf({ state, unaccounted }: Item): Readonly<Record<ItemFilter, boolean>> {
  const failed = failedStates.includes(state) || unaccounted === true;
  return { all: true, failed, finished: !failed && state === 'succeeded' };
}
