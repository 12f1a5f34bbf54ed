import { firstFree } from '../../base/firstFree';

/**
 * What the names of a connection's shell variables end in, so that connections with different secrets share none: nothing for a
 * single connection, else its id in capitals, and a number where two ids would become one name.
 * @param connections ids; repeated ones are the same connection
 */
export function variableSuffixes(connections: readonly string[]): ReadonlyMap<string, string> {
  const suffixes = new Map<string, string>();
  const unique = new Set(connections);
  for (const id of unique) {
    const name = `_${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
    const taken = new Set(suffixes.values());
    const first = unique.size === 1 ? '' : name;
    const suffix = firstFree(
      (each) => taken.has(each),
      (attempt) => (attempt === 1 ? first : `${name}_${attempt}`),
    );
    suffixes.set(id, suffix);
  }
  return suffixes;
}
