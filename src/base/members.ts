import { isJsonObject } from './json';

/** Names whose comparable form is remembered: the rows of a list repeat theirs. */
const maxKnown = 500;
const knownNames = new Map<string, string>();

/** The form in which names of members are compared: without case, `_` and `-`. */
export function comparableName(name: string): string {
  const known = knownNames.get(name);
  if (known !== undefined) {
    return known;
  }
  const comparable = name.toLowerCase().replace(/[_-]/g, '');
  if (knownNames.size >= maxKnown) {
    knownNames.clear();
  }
  knownNames.set(name, comparable);
  return comparable;
}

/** The members of an object by {@link comparableName}. */
export interface Members {
  /** The member with one of these names; the first name that has one decides. Undefined for null, too. */
  find(...names: readonly string[]): unknown;
  /** The members whose names have a form. */
  matching(form: RegExp): readonly unknown[];
  /** All members, by their names. */
  entries(): Iterable<readonly [name: string, member: unknown]>;
}

/** The members of a value; none when it is no object. */
export function membersOf(value: unknown): Members {
  const members = new Map<string, unknown>();
  for (const name of isJsonObject(value) ? Object.keys(value) : []) {
    members.set(comparableName(name), (value as Readonly<Record<string, unknown>>)[name]);
  }
  return {
    find(...names) {
      for (const name of names) {
        const member = members.get(name) ?? undefined;
        if (member !== undefined) {
          return member;
        }
      }
      return undefined;
    },
    entries: () => members,
    matching: (form) => [...members].flatMap(([name, member]) => (form.test(name) ? [member] : [])),
  };
}
