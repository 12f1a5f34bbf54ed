import { isJsonObject } from './json';
import { memoize } from './memoize';

/** The form in which names of members are compared: without case, `_` and `-`. */
export const comparableName = memoize((name) => name.toLowerCase().replace(/[_-]/g, ''));

/** What tests a name, by the form that it tests for. */
const tests = new WeakMap<RegExp, (name: string) => boolean>();

function testOf(form: RegExp): (name: string) => boolean {
  const test = tests.get(form) ?? memoize((name) => form.test(name));
  tests.set(form, test);
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
      const fits = testOf(form);
      const found: unknown[] = [];
      for (const [name, member] of members) {
        if (fits(name)) {
          found.push(member);
        }
      }
      return found;
    },
  };
}
