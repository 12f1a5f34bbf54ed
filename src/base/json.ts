// The reviver's third argument came with V8 11.4 and is not in TypeScript's library yet.
type SourceReviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/**
 * `JSON.parse`, except that an integer which a double cannot hold becomes a string of its digits: services send ids
 * past 2^53 as numbers, and a rounded id is another task's id.
 * @throws SyntaxError when `text` is not JSON
 */
export function parseJson(text: string): unknown {
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
