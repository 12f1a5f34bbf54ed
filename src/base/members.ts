import { isJsonObject } from './json';

/** The form in which names of members are compared: without case, `_` and `-`. */
export const comparableName = remembering((name) => name.toLowerCase().replace(/[_-]/g, ''));

/** Whether a name has a form, for each form. */
const formTests = new WeakMap<RegExp, (name: string) => boolean>();

/** Names whose result is remembered. */
const maxKnown = 500;

/** The same function, which remembers its results: the rows of a list repeat their names. */
function remembering<T>(of: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    let result = known.get(name);
    if (result === undefined) {
      result = of(name);
      if (known.size >= maxKnown) {
        known.clear();
      }
      known.set(name, result);
    }
    return result;
  };
}

function hasForm(form: RegExp): (name: string) => boolean {
  let test = formTests.get(form);
  if (!test) {
    test = remembering((name) => form.test(name));
    formTests.set(form, test);
  }
  return test;
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

const noMembers: Members = { find: () => undefined, matching: () => [], entries: () => [] };

/** The members of a value; none when it is no object. */
export function membersOf(value: unknown): Members {
  if (!isJsonObject(value)) {
    return noMembers;
  }
  const members = new Map<string, unknown>();
  for (const name of Object.keys(value)) {
    members.set(comparableName(name), value[name]);
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
    matching(form) {
      const has = hasForm(form);
      const found: unknown[] = [];
      for (const [name, member] of members) {
        if (has(name)) {
          found.push(member);
        }
      }
      return found;
    },
  };
}
