import { isJsonObject } from '../../base/json';

/**
 * Tolerant readers of one field of an answer. A field that is missing, null or of another type reads as absent, so
 * that a single odd field never costs the row that it stands in.
 */
type JsonObject = Readonly<Record<string, unknown>>;

/** A text that is not blank. A number counts, by its digits: services send ids and codes either way. */
export function readText(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : undefined;
  }
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A finite number, also one that was sent as a decimal text. */
export function readNumber(object: JsonObject, key: string): number | undefined {
  const text = readText(object, key)?.trim();
  const value = text !== undefined && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A whole number that is not negative, also one that was sent as text. */
export function readCount(object: JsonObject, key: string): number | undefined {
  const value = readNumber(object, key);
  return value !== undefined && value >= 0 && Number.isInteger(value) ? value : undefined;
}

/** The rows of an array. A single row in an array's place, which some encoders make of it, is a row too. */
export function readRows(object: JsonObject, key: string): readonly unknown[] {
  const value = object[key];
  if (Array.isArray(value)) {
    return value;
  }
  const isRow = isJsonObject(value) ? Object.keys(value).length > 0 : readText(object, key) !== undefined;
  return isRow && typeof value !== 'number' ? [value] : [];
}
