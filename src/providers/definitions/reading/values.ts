import { isJsonObject } from '../../../base/json';
import { toWord } from '../../../base/word';
import { toPercent } from '../../parsing/values';
import { sanitizeText } from '../../../http/sanitizeText';

/** A list of one counts as its element. */
export function onlyElement(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
}

/** A word of a service: a text, a number by its digits, or a boolean; undefined for anything else, and for a blank. */
export function toStateWord(value: unknown, longest = 200): string | undefined {
  const only = onlyElement(value);
  const text =
    typeof only === 'string' || isFiniteNumber(only) || typeof only === 'boolean' ? toWord(String(only)) : '';
  return text === '' ? undefined : text.slice(0, longest);
}

/** A text or a number as text of one line; undefined for anything else, and for a blank. */
export function toLine(value: unknown): string | undefined {
  const only = onlyElement(value);
  const text = typeof only === 'string' || isFiniteNumber(only) ? String(only).trim() : '';
  if (text === '') {
    return undefined;
  }
  return /[\p{Cc}\u2028\u2029]/u.test(text)
    ? text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 2_000)
    : text.slice(0, 2_000);
}

/** The service's words about an error, as they may be shown. */
export function toWords(value: unknown): string | undefined {
  const line = toLine(value);
  const text = line === undefined ? '' : sanitizeText(line);
  return text === '' ? undefined : text;
}

/** A number, also as text; undefined for anything else. */
export function toAmount(value: unknown): number | undefined {
  const only = onlyElement(value);
  const text = typeof only === 'string' ? only.trim() : isFiniteNumber(only) ? String(only) : '';
  const amount = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(amount) ? amount : undefined;
}

/** A percentage: a number, a text such as `42 %`, or a text with a count and its total such as `3/8` or `3 of 8`; undefined for anything else. */
export function toPercentage(value: unknown): number | undefined {
  const text = toLine(value)?.replace(/\s*[%％]$/, '');
  const [, done, total] = /^(\d{1,9})\s*(?:\/|of)\s*(\d{1,9})$/.exec(text ?? '') ?? [];
  return total === undefined ? toAmount(text) : toPercent(Number(done), Number(total));
}

/** A longer address no server takes. Half of one would be wrong, so that it is none. */
const longestLink = 16 * 1024;

/** An address that may be opened: http or https, as the service wrote it; undefined for anything else. */
export function toLink(value: unknown): string | undefined {
  const only = onlyElement(value);
  const text = typeof only === 'string' ? only.trim() : '';
  const isOpenable = /^https?:\/\/./i.test(text) && !/\p{Cc}/u.test(text) && URL.canParse(text);
  return isOpenable && text.length <= longestLink ? text : undefined;
}

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

const noTrouble: ReadonlySet<string> = new Set(['', '0', 'ok', 'success', 'none', 'false', 'null']);

/** How deep a value is searched for an error. What is nested deeper counts as one. */
const deepest = 5;

/** Whether a value beside a task's state says that something went wrong. */
export function isError(value: unknown, depth = 0): boolean {
  if (typeof value === 'object' && value !== null) {
    return depth > deepest || Object.values(value).some((each) => isError(each, depth + 1));
  }
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar && !noTrouble.has(String(value).trim().toLowerCase());
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
