import { firstFree } from '../../../base/firstFree';

/** Parts of a host that say nothing about whose it is. */
const plain = /^(www|api|apis|rest|app|gateway|prod|public|v\d+|\d+)$/;
/** Ends of an address that ask for a part of what it is about. */
const verbs = /^(status|state|get|info|details?|progress|describe|query|poll|json)$/i;
const longest = 40;

/** A readable name for an API, by its host: `Replicate` for `api.replicate.com`. */
export function labelOf(url: string): string {
  const words = telling(url);
  return words.length === 0 ? hostOf(url) : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/**
 * A name for a new provider that no other one has: that of its host, then with what the address is about, such as
 * `Replicate Predictions`, then with a number.
 * @param taken names of other providers; case does not count
 */
export function newLabel(url: string, taken: readonly string[]): string {
  const [host, thing] = [labelOf(url), thingOf(url)];
  const others = new Set(taken.map((label) => label.toLowerCase()));
  const longer = thing === undefined || thing.toLowerCase() === host.toLowerCase() ? host : `${host} ${thing}`;
  return firstFree(
    (label) => others.has(label.toLowerCase()),
    (attempt) => (attempt === 1 ? host : attempt === 2 ? longer : `${longer} ${attempt - 1}`),
  );
}

/** The last part of an address that is a plain word, rather than a version or an ID: `Renders` for `/v1/renders/r-17`. */
function thingOf(url: string): string | undefined {
  const words = (URL.parse(url)?.pathname.split('/') ?? []).filter(
    (part) => /^[a-z]+([_-][a-z]+)*$/i.test(part) && part.length <= 24 && !plain.test(part) && !verbs.test(part),
  );
  const word = words.at(-1)?.replace(/[_-]+/g, ' ');
  return word && word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * An ID for a definition that is none of those taken, by its label; by the host where the label has no letters that an ID may have.
 * @param url of the request
 */
export function newDefinitionId(label: string, url: string, taken: readonly string[]): string {
  const base = kebab(label) || kebab(labelOf(url)) || 'api';
  return firstFree(
    (id) => taken.includes(id),
    (attempt) => (attempt === 1 ? base : `${base}-${attempt}`),
  );
}

function kebab(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest - 4)
    .replace(/^-+|-+$/g, '');
}

/** The parts of a host that name the service: without those that every host has, and without its domain's ending. */
function telling(url: string): readonly string[] {
  const host = URL.parse(url)?.hostname ?? '';
  if (/^[\d.]+$|^\[|^localhost$/.test(host)) {
    return [];
  }
  const parts = host.split('.');
  const isSecondLevel = parts.length > 2 && /^(co|com|net|org|gov|edu|ac)$/.test(parts.at(-2) ?? '');
  return parts.slice(0, isSecondLevel ? -2 : -1).filter((part) => part !== '' && !plain.test(part));
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
}
