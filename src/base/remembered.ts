/**
 * The same function, which remembers its results: the rows of a list repeat their names and words. It forgets all of them when
 * there are more.
 * @param most results at a time
 */
export function remembered<T>(of: (text: string) => T, most = 500): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) {
      return found as T;
    }
    const result = of(text);
    if (known.size >= most) {
      known.clear();
    }
    known.set(text, result);
    return result;
  };
}
