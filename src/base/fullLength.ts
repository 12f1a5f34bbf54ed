const fullLengths = new WeakMap<readonly unknown[], number>();

/** Notes how long a list was before it was shortened. @returns the list */
export function withFullLength<T extends readonly unknown[]>(list: T, length: number): T {
  if (length > list.length) {
    fullLengths.set(list, length);
  }
  return list;
}

/** How long a list is, or was before it was shortened. */
export function fullLength(list: readonly unknown[]): number {
  return fullLengths.get(list) ?? list.length;
}
