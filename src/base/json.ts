// V8 11.4 added the reviver's third argument. TypeScript's library does not declare it yet.
type SourceReviver = (this: unknown, key: string, value: unknown, context?: { source?: string }) => unknown;

/** Levels that every recursive function of ours can walk. The reviver rejects what is far deeper. */
const maxLevels = 500;

/** Whether objects and lists are nested deeper than {@link maxLevels}. */
function isDeep(text: string): boolean {
  let level = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isText) {
      // A backslash escapes the next character, which may be a quote.
      at += code === 0x5c ? 1 : 0;
      isText = code !== 0x22;
    } else if (code === 0x22) {
      isText = true;
    } else if (code === 0x5b || code === 0x7b) {
      level += 1;
      if (level > maxLevels) {
        return true;
      }
    } else if (code === 0x5d || code === 0x7d) {
      level -= 1;
    }
  }
  return false;
}

/**
 * Parses like `JSON.parse`, but returns an integer that a double cannot hold as a string of its digits. Services send
 * ids past 2^53 as numbers, and a rounded id is another task's id.
 * @throws SyntaxError when `text` is not JSON; RangeError when it is nested so deeply that nothing could walk it
 */
export function parseJson(text: string): unknown {
  // An integer that a double cannot hold has 16 digits at least. Without one a reviver would only take time.
  if (!/\d{16}/.test(text) && !isDeep(text)) {
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
