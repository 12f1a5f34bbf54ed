/** What stands for `{name}` or `{+name}` in a template. */
export interface Placeholder {
  readonly name: string;
  /** Whether it may hold slashes, and takes as much as it can: `{+name}`. */
  readonly isGreedy: boolean;
}

/** A template in its parts: texts as they are, and placeholders. */
export type TemplatePart = string | Placeholder;

/** Values by the names of placeholders; absent or empty ones have none. */
export type Values = Readonly<Record<string, string | undefined>>;

const form = /\{(\+?)([A-Za-z][\w-]*)\}/g;

/** Splits a template at its placeholders. Other braces are text. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(form)) {
    const [whole, sign, name = ''] = match;
    parts.push(text.slice(end, match.index), { name, isGreedy: sign === '+' });
    end = match.index + whole.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

/** The placeholders of a template, in their order. */
export function placeholdersOf(parts: readonly TemplatePart[]): readonly Placeholder[] {
  return parts.filter((part) => typeof part !== 'string');
}

/**
 * The value of a placeholder.
 * @returns undefined when there is none
 */
export function valueOf(values: Values, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === '' ? undefined : value;
}

/**
 * Fills a template.
 * @param encode makes a value fit where it stands
 * @returns undefined when a placeholder has no value
 */
export function fillTemplate(
  parts: readonly TemplatePart[],
  values: Values,
  encode: (value: string, placeholder: Placeholder) => string = (value) => value,
): string | undefined {
  const texts: string[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      texts.push(part);
      continue;
    }
    const value = valueOf(values, part.name);
    if (value === undefined) {
      return undefined;
    }
    texts.push(encode(value, part));
  }
  return texts.join('');
}

/**
 * Whether a filled template can be read backwards: no two placeholders stand side by side, and at most one takes as much
 * as it can.
 */
export function isReversible(parts: readonly TemplatePart[]): boolean {
  const areApart = parts.every((part, index) => typeof part === 'string' || typeof parts[index + 1] !== 'object');
  return areApart && placeholdersOf(parts).filter(({ isGreedy }) => isGreedy).length < 2;
}

/**
 * Reads a filled template backwards. It splits at the texts between placeholders: from the left, and from the right after a
 * greedy placeholder, or after the last one, which takes what is left.
 * @param parts reversible ones, {@link isReversible}
 * @returns the values as they stand there; undefined when the text does not fit
 */
export function matchTemplate(
  parts: readonly TemplatePart[],
  text: string,
): Readonly<Record<string, string>> | undefined {
  const greedy = parts.findIndex((part) => typeof part !== 'string' && part.isGreedy);
  const taker = greedy < 0 ? parts.findLastIndex((part) => typeof part !== 'string') : greedy;
  const taking = parts[taker];
  if (typeof taking !== 'object') {
    return fillTemplate(parts, {}) === text ? {} : undefined;
  }
  const left = matchForwards(parts.slice(0, taker), text);
  const right = left && matchBackwards(parts.slice(taker + 1), left.rest);
  return right && toConsistentValues([...left.found, ...right.found, [taking.name, right.rest]]);
}

interface Match {
  readonly found: readonly (readonly [name: string, value: string])[];
  readonly rest: string;
}

function matchForwards(parts: readonly TemplatePart[], text: string): Match | undefined {
  const found: [string, string][] = [];
  let rest = text;
  for (const [index, part] of parts.entries()) {
    if (typeof part === 'string') {
      if (!rest.startsWith(part)) {
        return undefined;
      }
      rest = rest.slice(part.length);
      continue;
    }
    const next = parts[index + 1];
    const end = typeof next === 'string' ? rest.indexOf(next) : rest.length;
    if (end < 0) {
      return undefined;
    }
    found.push([part.name, rest.slice(0, end)]);
    rest = rest.slice(end);
  }
  return { found, rest };
}

function matchBackwards(parts: readonly TemplatePart[], text: string): Match | undefined {
  const found: [string, string][] = [];
  let rest = text;
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    if (typeof part === 'string') {
      if (!rest.endsWith(part)) {
        return undefined;
      }
      rest = rest.slice(0, rest.length - part.length);
    } else if (part) {
      const before = parts[index - 1];
      const start = typeof before === 'string' ? rest.lastIndexOf(before) + before.length : 0;
      if (typeof before === 'string' && start < before.length) {
        return undefined;
      }
      found.push([part.name, rest.slice(start)]);
      rest = rest.slice(0, start);
    }
  }
  return { found, rest };
}

/** Undefined when a value is empty, or one placeholder has two values. */
function toConsistentValues(
  found: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, string>> | undefined {
  const values = new Map<string, string>();
  for (const [name, value] of found) {
    if (value === '' || (values.get(name) ?? value) !== value) {
      return undefined;
    }
    values.set(name, value);
  }
  return Object.fromEntries(values);
}
