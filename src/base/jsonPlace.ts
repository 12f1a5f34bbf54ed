/**
 * Finds a value in a JSON text with comments, such as the user's settings.
 * @param path keys and indexes from the root
 * @returns where the value begins, or the deepest of those around it that is there; undefined when not even the first is
 */
export function findInJson(text: string, path: readonly (string | number)[]): number | undefined {
  let at = skipBlanks(text, 0);
  let found: number | undefined;
  for (const step of path) {
    const inner = text[at] === '{' || text[at] === '[' ? findMember(text, at, step) : undefined;
    if (inner === undefined) {
      return found;
    }
    found = at = inner;
  }
  return found;
}

/** Where the value of a member begins. @param start of an object or a list */
function findMember(text: string, start: number, step: string | number): number | undefined {
  const isObject = text[start] === '{';
  let at = skipBlanks(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    let key: string | number = index;
    if (isObject) {
      const end = skipValue(text, at);
      key = unquote(text.slice(at, end));
      at = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    if (key === step) {
      return at;
    }
    at = skipBlanks(text, skipValue(text, at));
    if (text[at] === ',') {
      at = skipBlanks(text, at + 1);
    } else if (text[at] !== '}' && text[at] !== ']') {
      return undefined;
    }
  }
  return undefined;
}

const string = /"(?:[^"\\\n]|\\.)*"?/y;
const blanks = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const word = /[^\s,{}[\]:"]+/y;

/** Where a value ends. It goes on by one character at least, whatever stands there. */
function skipValue(text: string, start: number): number {
  if (text[start] !== '{' && text[start] !== '[') {
    return Math.max(start + 1, skip(text, start, text[start] === '"' ? string : word));
  }
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text[at] ?? '';
    if (character === '"') {
      at = Math.max(at + 1, skip(text, at, string));
      continue;
    }
    const next = skipBlanks(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    depth += '{['.includes(character) ? 1 : '}]'.includes(character) ? -1 : 0;
    at += 1;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

function skipBlanks(text: string, start: number): number {
  return skip(text, start, blanks);
}

function skip(text: string, start: number, form: RegExp): number {
  form.lastIndex = start;
  return start + (form.exec(text)?.[0].length ?? 0);
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
