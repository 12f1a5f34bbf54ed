import { isJsonObject } from '../../base/json';
import { fullLength } from '../../base/fullLength';
import { toWord } from '../../base/word';

/**
 * Tolerant readers of one field of a response. A field that is missing, null or of another type is absent, so that one
 * odd field never costs the rest of the row.
 */
type JsonObject = Readonly<Record<string, unknown>>;

/** A text that is not blank, such as a path. A number counts, by its digits: services send codes either way. */
export function readText(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : undefined;
  }
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A status, an id or a code: a text as {@link toWord} makes it. */
export function readWord(object: JsonObject, key: string): string | undefined {
  const word = toWord(readText(object, key) ?? '');
  return word === '' ? undefined : word;
}

/** A finite number, also one that was sent as a decimal text. */
export function readNumber(object: JsonObject, key: string): number | undefined {
  return toNumber(readWord(object, key));
}

/** A whole number that is not negative, also one that was sent as text. */
export function readCount(object: JsonObject, key: string): number | undefined {
  const value = readNumber(object, key);
  return value !== undefined && value >= 0 && Number.isInteger(value) ? value : undefined;
}

/** A percentage, at most 100, also one such as `42%`. A negative one is absent: services write -1 for "not known". */
export function readPercent(object: JsonObject, key: string): number | undefined {
  const value = toNumber(readWord(object, key)?.replace(/\s*%$/, ''));
  return value !== undefined && value >= 0 ? Math.min(value, 100) : undefined;
}

/** The rows of an array. A single row in place of an array, as some encoders write it, counts as one row. */
export function readRows(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  if (Array.isArray(value)) {
    return value;
  }
  const isRow = isJsonObject(value) ? Object.keys(value).length > 0 : readText(object, key) !== undefined;
  return isRow && typeof value !== 'number' ? [value] : [];
}

/** How many rows there are in {@link readRows}, with those that were left out of a long list. */
export function countRows(object: JsonObject, key: string): number {
  return fullLength(readRows(object, key));
}

function toNumber(text: string | undefined): number | undefined {
  const value = text !== undefined && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
