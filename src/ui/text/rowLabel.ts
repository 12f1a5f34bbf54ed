import { truncateMiddle } from './truncate';

/** A longer id would leave no room for the progress beside it. */
const longestId = 16;

/** The same of a name, which people read. */
const longestName = 24;

/** A task's name where there is little room: a long id, and a long name, is shortened in its middle. */
export function rowLabel({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === id ? truncateMiddle(id, longestId, 8, 4) : truncateMiddle(name, longestName, 14, 9);
}
