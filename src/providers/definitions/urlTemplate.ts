import { message, type Message } from '../../base/message';
import { isLoopback } from '../../http/address';
import { RequestError } from '../../http/failure';
import { encodePart } from '../parsing/url';
import {
  fillTemplate,
  isReversible,
  matchTemplate,
  parseTemplate,
  placeholdersOf,
  valueOf,
  type Placeholder,
  type TemplatePart,
  type Values,
} from './template';

/** The placeholder that stands for the whole base of an address: the connection's own endpoint. */
export const endpointName = 'endpoint';

const maxLength = 8 * 1024;

/** An address with placeholders, in its parts. Scheme and port are fixed. */
export interface UrlTemplate {
  /** The parts of the host with its port; absent when the base is the connection's endpoint. */
  readonly host?: readonly TemplatePart[];
  readonly scheme: string;
  readonly path: readonly TemplatePart[];
  readonly query: readonly QueryPair[];
}

interface QueryPair {
  /** As it stands in the address. */
  readonly name: string;
  /** Absent where there is no equals sign. */
  readonly value?: readonly TemplatePart[];
}

/** A template, or what is wrong with it. */
export type ParsedUrlTemplate =
  { readonly ok: true; readonly template: UrlTemplate } | { readonly ok: false; readonly problem: Message };

/**
 * Parses the template of an address. Its fixed parts are brought into the form that `URL` gives addresses, so that a filled
 * template is what is requested, and what a pasted address looks like.
 */
export function parseUrlTemplate(text: string): ParsedUrlTemplate {
  if (text.length > maxLength) {
    return failed(message('An address has at most {0} characters. Shorten it.', maxLength));
  }
  const usesEndpoint = /^\{endpoint\}([/?]|$)/.test(text);
  const [, base = '', rest = ''] =
    /^(https?:\/\/[^/?#\\]*)([^]*)$/i.exec(
      usesEndpoint ? text.replace(`{${endpointName}}`, 'https://endpoint.invalid') : text,
    ) ?? [];
  const url = standIn(base + rest);
  if (base === '' || !url || /[#\s\\]/.test(text) || /@/.test(base)) {
    return failed(
      message(
        'This is no address of a request. Begin it with https://, with {endpoint}, or with http:// for this machine; leave out users, spaces and #.',
      ),
    );
  }
  const { address, restore } = url;
  const host = restore(address.host);
  if (address.protocol === 'http:' && !(isLoopback(address.hostname) && placeholdersOf(host).length === 0)) {
    return failed(message('Addresses with http:// are for this machine only. Use https://.'));
  }
  const template: UrlTemplate = {
    ...(usesEndpoint ? {} : { host }),
    scheme: `${address.protocol}//`,
    path: restore(usesEndpoint && /^([?]|$)/.test(rest) ? '' : address.pathname),
    query: toPairs(address.search, restore),
  };
  const problem = findProblem(template);
  return problem ? failed(problem) : { ok: true, template };
}

function failed(problem: Message): ParsedUrlTemplate {
  return { ok: false, problem };
}

/** The address with plain words in place of its placeholders, which no parser changes. */
function standIn(
  text: string,
): { readonly address: URL; readonly restore: (text: string) => readonly TemplatePart[] } | undefined {
  const parts = parseTemplate(text);
  let stem = 'qz';
  while (text.toLowerCase().includes(stem)) {
    stem += 'qz';
  }
  const words = parts.map((part, index) => (typeof part === 'string' ? part : `${stem}${index}x`));
  const address = URL.parse(words.join(''));
  const restore = (within: string): readonly TemplatePart[] =>
    within
      .split(new RegExp(`${stem}(\\d+)x`))
      .map((piece, index) => (index % 2 === 0 ? piece : (parts[Number(piece)] ?? '')))
      .filter((part) => part !== '');
  return address ? { address, restore } : undefined;
}

function toPairs(search: string, restore: (text: string) => readonly TemplatePart[]): readonly QueryPair[] {
  const pairs = search.replace(/^\?/, '').split('&').filter(Boolean);
  return pairs.map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return value.length === 0
      ? { name: filled(restore(name)) }
      : { name: filled(restore(name)), value: restore(value.join('=')) };
  });
}

/** A text in which a placeholder is a mistake; {@link findProblem} finds its brace. */
function filled(parts: readonly TemplatePart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : `{${part.name}}`)).join('');
}

function findProblem({ host = [], path, query }: UrlTemplate): Message | undefined {
  const groups = [host, path, ...query.flatMap(({ value }) => (value ? [value] : []))];
  const literals = [...groups.flat().filter((part) => typeof part === 'string'), ...query.map(({ name }) => name)];
  if (literals.some((literal) => /[{}]|%7[bd]/i.test(literal))) {
    return message('Write placeholders as {name}, in the host, in the path, or in a value of the query only.');
  }
  if (host.some((part) => typeof part === 'object' && part.isGreedy)) {
    return message('A placeholder in a host has no slashes: write it without the +.');
  }
  return groups.every(isReversible)
    ? undefined
    : message('Put a text between two placeholders, and use {+name} once in a path at most.');
}

/** All placeholders of an address, by the place where they stand. */
export function urlPlaceholders({ host, path, query }: UrlTemplate): {
  readonly host: readonly Placeholder[];
  readonly path: readonly Placeholder[];
  readonly query: readonly Placeholder[];
  readonly usesEndpoint: boolean;
} {
  return {
    host: placeholdersOf(host ?? []),
    path: placeholdersOf(path),
    query: query.flatMap(({ value }) => placeholdersOf(value ?? [])),
    usesEndpoint: host === undefined,
  };
}

/** The origin of an address in whose host no placeholder stands; undefined for others. */
export function fixedOrigin({ scheme, host }: UrlTemplate): string | undefined {
  const names = host?.filter((part) => typeof part === 'string');
  return names && names.length === host?.length ? URL.parse(scheme + names.join(''))?.origin : undefined;
}

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** The fault of a value in a host, where it stands for one label; undefined when it can stand there. */
export function hostValueProblem(value: string): Message | undefined {
  return label.test(value) ? undefined : message('Enter letters, digits and hyphens only: it is part of a host name.');
}

/** The fault of a value in a path; undefined when it can stand there. @param isGreedy whether it may hold slashes */
export function pathValueProblem(value: string, isGreedy: boolean): Message | undefined {
  const segments = isGreedy ? value.split('/') : [value];
  return segments.some((segment) => segment === '' || segment === '.' || segment === '..')
    ? message('"{0}" cannot stand in an address.', value.slice(0, 100))
    : undefined;
}

/**
 * Fills the template of an address: each value stays in its place, whatever it holds. A pair of the query whose
 * placeholder has no value is left out.
 * @throws RequestError `address` when a value is missing or cannot stand in its place
 */
export function fillUrl({ scheme, host, path, query }: UrlTemplate, values: Values): string {
  const base = host ? scheme + fill(host, values, encodeHost).toLowerCase() : endpointOf(values);
  const pairs = query.flatMap(({ name, value }) => {
    const text = value && fillTemplate(value, values, encodePart);
    return value && text === undefined ? [] : [text === undefined ? name : `${name}=${text}`];
  });
  return base + fill(path, values, encodeInPath) + (pairs.length === 0 ? '' : `?${pairs.join('&')}`);
}

function endpointOf(values: Values): string {
  const endpoint = values[endpointName]?.trim().replace(/\/+$/, '');
  if (!endpoint) {
    throw missing(endpointName);
  }
  const url = URL.parse(endpoint);
  if (!url || url.search !== '' || url.hash !== '' || /[?#]/.test(endpoint)) {
    throw new RequestError({ kind: 'address' });
  }
  return url.href.replace(/\/+$/, '');
}

function fill(
  parts: readonly TemplatePart[],
  values: Values,
  encode: (value: string, placeholder: Placeholder) => string,
): string {
  const text = fillTemplate(parts, values, encode);
  if (text === undefined) {
    const absent = placeholdersOf(parts).find(
      ({ name }) => fillTemplate([{ name, isGreedy: false }], values) === undefined,
    );
    throw missing(absent?.name ?? '');
  }
  return text;
}

function missing(name: string): RequestError {
  return new RequestError({ kind: 'address', explanation: message('"{0}" is missing.', name) });
}

function encodeHost(value: string): string {
  const explanation = hostValueProblem(value);
  if (explanation) {
    throw new RequestError({ kind: 'address', explanation });
  }
  return value;
}

/** The fault of values that cannot stand in the path; undefined when all can that there are. */
export function pathProblem({ path }: UrlTemplate, values: Values): Message | undefined {
  const problems = placeholdersOf(path).map(({ name, isGreedy }) => {
    const value = valueOf(values, name);
    return value === undefined ? undefined : pathValueProblem(value, isGreedy);
  });
  return problems.find((problem) => problem !== undefined);
}

function encodeInPath(value: string, { isGreedy }: Placeholder): string {
  const explanation = pathValueProblem(value, isGreedy);
  if (explanation) {
    // Mostly a part of the task's ID.
    throw new RequestError({ kind: 'address', scope: 'request', explanation });
  }
  return isGreedy ? value.split('/').map(encodePart).join('/') : encodePart(value);
}

/**
 * Reads a filled template backwards.
 * @returns the values, `endpoint` among them where it is the base; undefined when the address is another one
 */
export function matchUrl({ scheme, host, path, query }: UrlTemplate, address: string): Values | undefined {
  const url = URL.parse(address);
  if (!url || url.username !== '' || url.password !== '') {
    return undefined;
  }
  const at = host
    ? `${url.protocol}//` === scheme
      ? matchPlace(host, path, url)
      : undefined
    : matchEndpoint(path, url);
  const found = at && matchQuery(query, url.search);
  if (!found) {
    return undefined;
  }
  const values = { ...found, ...at };
  return Object.entries(found).every(([name, value]) => values[name] === value) ? values : undefined;
}

function matchPlace(host: readonly TemplatePart[], path: readonly TemplatePart[], url: URL): Values | undefined {
  const inHost = matchTemplate(host, url.host);
  const inPath = inHost && Object.values(inHost).every((value) => label.test(value)) && matchPath(path, url.pathname);
  return inPath ? { ...inHost, ...inPath } : undefined;
}

/**
 * The base is what stands before the path. The template's path begins where its first text is found last; or first, when what
 * follows may hold slashes, and so that text, too.
 */
function matchEndpoint(path: readonly TemplatePart[], url: URL): Values | undefined {
  const [first = '', second] = path;
  if (typeof first !== 'string' || first === '') {
    return undefined;
  }
  const starts = placesOf(first, url.pathname);
  const isGreedy = typeof second === 'object' && second.isGreedy;
  for (const start of isGreedy ? starts : starts.toReversed()) {
    const found = matchPath(path, url.pathname.slice(start));
    if (found) {
      return { ...found, [endpointName]: url.origin + url.pathname.slice(0, start).replace(/\/+$/, '') };
    }
  }
  return undefined;
}

function placesOf(text: string, within: string): readonly number[] {
  const places: number[] = [];
  for (let at = within.indexOf(text); at >= 0; at = within.indexOf(text, at + 1)) {
    places.push(at);
  }
  return places;
}

function matchPath(path: readonly TemplatePart[], pathname: string): Values | undefined {
  const found = matchTemplate(path, pathname) ?? matchTemplate(path, pathname.replace(/\/$/, ''));
  return (
    found &&
    decodeAll(found, (name, value) => {
      const isGreedy = path.some((part) => typeof part === 'object' && part.name === name && part.isGreedy);
      return isGreedy || !value.includes('/') ? decode(value) : undefined;
    })
  );
}

function matchQuery(query: readonly QueryPair[], search: string): Values | undefined {
  const pairs = search
    .replace(/^\?/, '')
    .split('&')
    .map((pair) => pair.split('='));
  const values: Record<string, string> = {};
  for (const { name, value } of query) {
    const pair = pairs.find(([other = '']) => decode(other) === decode(name));
    if (!pair || !value) {
      continue;
    }
    const found = matchTemplate(value, pair.slice(1).join('='));
    const decoded = found && decodeAll(found, (_, text) => decode(text.replaceAll('+', ' ')));
    if (!decoded) {
      // A pasted address may have other fixed values; a placeholder without a value adds no pair.
      continue;
    }
    Object.assign(values, decoded);
  }
  return values;
}

function decodeAll(
  values: Readonly<Record<string, string>>,
  read: (name: string, value: string) => string | undefined,
): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(values).map(([name, value]) => [name, read(name, value)] as const);
  return entries.every((entry): entry is readonly [string, string] => Boolean(entry[1]))
    ? Object.fromEntries(entries)
    : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
