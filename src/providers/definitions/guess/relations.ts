import { comparableName, membersOf } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import { toLine } from '../reading/values';
import { areBeside, keysOf, type Places } from './places';

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
  const methods = leaves.filter(({ name }) => name === 'method');
  const named = leaves.flatMap(({ place, value }): Relation[] => {
    if (typeof value !== 'string' || !isAddress(value)) {
      return [];
    }
    const method = methods.find((each) => areBeside(each.place, place))?.value;
    return [{ name: keysOf(place).join('.'), address: value, ...(typeof method === 'string' ? { method } : {}) }];
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

/** Whether a text is an address, absolute or of the same host. */
function isAddress(text: string): boolean {
  return /^(https?:\/)?\/[^/]/i.test(text.trim());
}
