import { isJsonObject } from '../../../base/json';
import { comparableName, membersOf, toLine } from '../reading/values';
import { keysOf, type Places } from './places';

/** An address in a response, and what it leads to. */
export interface Relation {
  /** The keys it stands in, or its `rel`, in the form in which names are compared; joined by dots. */
  readonly name: string;
  readonly address: string;
  /** As the response writes it. */
  readonly method?: string;
}

/**
 * The addresses of a response: its texts that may be one, by their places, and the rows of lists that name the relation of each
 * (`rel`, as in RFC 8288).
 */
export function relationsIn({ leaves, branches }: Places): readonly Relation[] {
  const named = leaves.flatMap(({ place, value }): Relation[] => {
    const method = leaves.find((each) => each.name === 'method' && isBeside(each.place, place))?.value;
    return typeof value === 'string' && isAddress(value)
      ? [{ name: keysOf(place).join('.'), address: value, ...(typeof method === 'string' ? { method } : {}) }]
      : [];
  });
  const listed = branches.flatMap(({ name, value }) =>
    Array.isArray(value) ? (value as readonly unknown[]).flatMap((row) => toRelation(row, name) ?? []) : [],
  );
  return [...named, ...listed];
}

function toRelation(row: unknown, list: string): Relation | undefined {
  const members = membersOf(isJsonObject(row) ? row : undefined);
  const rel = toLine(members.find('rel'));
  const address = toLine(members.find('href', 'url', 'uri'));
  const method = toLine(members.find('method'));
  return rel !== undefined && address !== undefined && isAddress(address)
    ? { name: `${list}.${comparableName(rel)}.href`, address, ...(method === undefined ? {} : { method }) }
    : undefined;
}

function isBeside(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one.slice(0, -1)) === JSON.stringify(other.slice(0, -1));
}

/** Whether a text is an address, absolute or of the same host. */
function isAddress(text: string): boolean {
  return /^(https?:\/)?\/[^/]/i.test(text.trim());
}
