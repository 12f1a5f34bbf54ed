/**
 * The same function, which keeps its results: the rows of a list repeat their names and words. It drops all of them when there are
 * more.
 * @param maxEntries results at a time
 */
export function memoize<T>(of: (text: string) => T, maxEntries = 500): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) {
      return found as T;
    }
    const result = of(text);
    if (known.size >= maxEntries) {
      known.clear();
    }
    known.set(text, result);
    return result;
  };
}
