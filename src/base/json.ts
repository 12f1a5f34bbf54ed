// V8 11.4 added the reviver's third argument. TypeScript's library does not declare it yet.
type SourceReviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/**
 * Parses like `JSON.parse`, but returns an integer that a double cannot hold as a string of its digits. Services send
 * ids past 2^53 as numbers, and a rounded id is another task's id.
 * @throws SyntaxError when `text` is not JSON
 */
export function parseJson(text: string): unknown {
  // An integer that a double cannot hold has 16 digits at least. Without one a reviver would only take time.
  if (!/\d{16}/.test(text)) {
    return JSON.parse(text) as unknown;
  }
  const keepDigits: SourceReviver = (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
      ? context?.source
      : value;
  return JSON.parse(text, keepDigits) as unknown;
}

/** Whether `value` is a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
