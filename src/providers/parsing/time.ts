import { readText } from './fields';

const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

// In milliseconds this is March 1973 and in seconds the year 5138, so nothing that lives today is read the wrong way.
const firstMilliseconds = 1e11;

/**
 * Reads a moment: RFC 3339 text, or a count of milliseconds or seconds as number or text. A time without a zone is UTC,
 * as the documents write all theirs.
 * @returns ms since the epoch; nothing when the field is absent, zero or no such moment
 */
export function readTime(object: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const text = readText(object, key)?.trim();
  if (text === undefined) {
    return undefined;
  }
  const time = /^\d+$/.test(text) ? fromCount(Number(text)) : fromIso(text);
  return time > 0 && !Number.isNaN(new Date(time).getTime()) ? time : undefined;
}

function fromCount(count: number): number {
  return count < firstMilliseconds ? count * 1000 : count;
}

function fromIso(text: string): number {
  const match = isoTime.exec(text);
  if (!match) {
    return NaN;
  }
  const hasClock = text.length > 'yyyy-mm-dd'.length;
  return Date.parse(match[1] === undefined && hasClock ? `${text}Z` : text);
}
