import { truncateMiddle } from './truncate';

/** A longer id would leave no room for the progress beside it. */
const longestId = 16;

/** A task's name where there is little room: an id without a name is shortened in its middle. */
export function rowLabel({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === id ? truncateMiddle(id, longestId, 8, 4) : name;
}
