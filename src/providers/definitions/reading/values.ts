import { toWord } from '../../../base/word';
import { webAddress } from '../../parsing/url';
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
  const isOpenable = webAddress(text) !== undefined && !/\p{Cc}/u.test(text) && URL.canParse(text);
  return isOpenable && text.length <= longestLink ? text : undefined;
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
