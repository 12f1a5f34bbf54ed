import type { ShortenedList } from './shortenedLists';

/** A JSON text, and the lists in it that were shortened. */
export interface ShortenedJson {
  readonly text: string;
  readonly lists: readonly ShortenedList[];
}

/** The limits of a text. */
export interface JsonLimits {
  /** Members of one list or object. */
  readonly members: number;
  /** Values altogether. Beyond it lists are cut, and objects with many members. */
  readonly values: number;
  /** Characters altogether, in the same way. */
  readonly characters: number;
}

/** More than any task list shows, and little enough to be parsed, compared and written without blocking the window noticeably. */
export const jsonLimits: JsonLimits = { members: 10_000, values: 200_000, characters: 2 * 1024 * 1024 };

/** Characters that one step reads, in some milliseconds. */
const stepLength = 128 * 1024;
/** An object with fewer members is never cut, because its members after a long list are needed. */
const ordinaryMembers = 100;

interface Frame {
  readonly isList: boolean;
  readonly path: readonly (string | number)[];
  /** The number of members so far, the current one included. */
  count: number;
  /** The name of the current member of an object, as it is written. */
  name: string;
  expectsName: boolean;
  /** Whether members are left out from here to the end of the list or object. */
  isCut: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Leaves out the members of lists and objects beyond the limits, without parsing the text: two million rows would take
 * seconds and a gigabyte. A text that is no complete JSON comes back as it is.
 *
 * A generator, so that the caller can yield to the event loop after each step.
 */
export function* shortenJson(text: string, limits = jsonLimits): Generator<void, ShortenedJson, void> {
  if (!/^\s*[[{]/.test(text)) {
    return { text, lists: [] };
  }
  const stack: Frame[] = [];
  const lists: ShortenedList[] = [];
  const kept: string[] = [];
  let keptLength = 0;
  /** Where the part begins that is being kept. */
  let keepFrom = 0;
  /** How many open frames are within a part that is left out. */
  let left = 0;
  let values = 0;
  let stepEnd = stepLength;
  let isComplete = false;

  const keepTo = (end: number): void => {
    kept.push(text.slice(keepFrom, end));
    keptLength += end - keepFrom;
  };
  const isFull = ({ isList, count }: Frame, at: number): boolean =>
    count >= limits.members ||
    ((isList || count >= ordinaryMembers) &&
      (values >= limits.values || keptLength + at - keepFrom >= limits.characters));

  for (let at = 0; at < text.length && !isComplete; at++) {
    if (at >= stepEnd) {
      stepEnd = at + stepLength;
      yield;
    }
    const frame = stack.at(-1);
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfString(text, at);
        if (end < 0) {
          return { text, lists: [] };
        }
        if (frame?.expectsName === true && left === 0) {
          frame.name = text.slice(at, end + 1);
          frame.expectsName = false;
        }
        at = end;
        break;
      }
      case openList:
      case openObject: {
        if (left > 0) {
          left++;
          break;
        }
        const isList = text.charCodeAt(at) === openList;
        const path = frame ? [...frame.path, frame.isList ? frame.count - 1 : frame.name] : [];
        const isEmpty = /^\s*[\]}]/.test(text.slice(at + 1, at + 20));
        stack.push({ isList, path, count: isEmpty ? 0 : 1, name: '', expectsName: !isList, isCut: false });
        values++;
        break;
      }
      case closeList:
      case closeObject: {
        if (left > 1) {
          left--;
          break;
        }
        stack.pop();
        if (frame?.isCut === true) {
          left = 0;
          keepFrom = at;
          if (frame.isList) {
            lists.push({ path: frame.path.map(toName), length: frame.count });
          }
        }
        isComplete = stack.length === 0;
        break;
      }
      case comma:
        if (left > 1 || !frame) {
          break;
        }
        if (left === 0 && isFull(frame, at)) {
          frame.isCut = true;
          left = 1;
          keepTo(at);
        }
        frame.count++;
        frame.expectsName = !frame.isList;
        values += left === 0 ? 1 : 0;
        break;
    }
  }
  if (!isComplete || lists.length + kept.length === 0) {
    return { text, lists: [] };
  }
  keepTo(text.length);
  return { text: kept.join(''), lists };
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) {
      slashes++;
    }
    if (slashes % 2 === 0) {
      return end;
    }
  }
  return -1;
}

/** A name as it is written becomes the name that it means. */
function toName(part: string | number): string | number {
  if (typeof part === 'number') {
    return part;
  }
  try {
    return String(JSON.parse(part));
  } catch {
    return part;
  }
}
