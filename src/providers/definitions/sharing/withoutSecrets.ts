import { isJsonObject } from '../../../base/json';
import { toPointer } from '../mistake';
import { isKnownToken, isSecretName } from '../paste/secretForms';

type Path = readonly (string | number)[];

/** Names that hold a secret at some services, besides those that every pasted command is searched for. */
const otherSecretName = /(^|[-_.\s])(key|sig|pwd)$/i;

/** A definition that can be shared, and what was left out. */
export interface Shareable {
  readonly definition: unknown;
  /** JSON pointers (RFC 6901) of what may be a secret. */
  readonly leftOut: readonly string[];
}

/**
 * Leaves out of the requests of a definition what may be a secret: fixed headers, parameters and members of bodies with the name
 * or the form of one. Placeholders stay; secrets belong into credentials, which no definition holds.
 */
export function withoutSecrets(definition: object): Shareable {
  const leftOut: string[] = [];
  const note = (path: Path): void => {
    leftOut.push(toPointer(path));
  };
  const clean = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') {
      return withoutParameters(value, () => {
        note(path);
      });
    }
    if (Array.isArray(value)) {
      return value.map((each: unknown, index) => clean(each, [...path, index]));
    }
    if (!isJsonObject(value)) {
      return value;
    }
    const kept = Object.entries(value).flatMap(([name, each]) => {
      const place = [...path, name];
      if (isSecret(name, each)) {
        note(place);
        return [];
      }
      return [[name, clean(each, place)] as const];
    });
    return Object.fromEntries(kept);
  };
  const requests = ['request', 'list', 'cancel', 'page'];
  const cleaned = Object.entries(definition).map(([key, value]: [string, unknown]) => [
    key,
    requests.includes(key) ? clean(value, [key]) : value,
  ]);
  return { definition: Object.fromEntries(cleaned) as unknown, leftOut };
}

/** Whether a member is a text that may be a secret, and is more than placeholders. */
function isSecret(name: string, value: unknown): boolean {
  const isFixed = typeof value === 'string' && value.replace(/\{\+?\w+\}/g, '').trim() !== '';
  return isFixed && (isSecretName(name) || otherSecretName.test(name) || isKnownToken(value));
}

/** An address without fixed parameters that may be secrets; any other text as it is. */
function withoutParameters(url: string, drop: () => void): string {
  if (!/^(https?:\/\/|\{endpoint\})/i.test(url)) {
    return url;
  }
  const [base = '', ...queries] = url.split('?');
  const pairs = queries.join('?').split('&').filter(Boolean);
  const kept = pairs.filter((pair) => {
    const [name = '', ...value] = pair.split('=');
    const isLeftOut = isSecret(name, value.join('='));
    if (isLeftOut) {
      drop();
    }
    return !isLeftOut;
  });
  return kept.length === 0 ? base : `${base}?${kept.join('&')}`;
}
