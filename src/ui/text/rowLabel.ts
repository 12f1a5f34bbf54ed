/** An id that is longer than this leaves no room for the progress beside it. */
const longestId = 16;

/** What a task is called where there is little room: an id that nobody gave a name is shortened in its middle. */
export function rowLabel({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === id && id.length > longestId ? `${id.slice(0, 8)}…${id.slice(-4)}` : name;
}
