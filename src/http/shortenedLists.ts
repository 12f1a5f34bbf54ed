import { withFullLength } from '../base/fullLength';

/** A list of a JSON text that was shortened. */
export interface ShortenedList {
  /** Where it is: names and places from the outside to the list. */
  readonly path: readonly (string | number)[];
  /** How many members it had. */
  readonly length: number;
}

/** Notes in a parsed text how long its lists were before they were shortened. @returns the value */
export function withFullLengths(value: unknown, lists: readonly ShortenedList[]): unknown {
  for (const { path, length } of lists) {
    const list = path.reduce<unknown>(
      (outer, name) =>
        typeof outer === 'object' && outer !== null ? (outer as Record<string | number, unknown>)[name] : undefined,
      value,
    );
    if (Array.isArray(list)) {
      withFullLength(list, length);
    }
  }
  return value;
}
