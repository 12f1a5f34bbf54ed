import type { RequestDefinition } from '../definition';
import { comparableName } from '../reading/values';
import { keysOf, type Leaf, type Places } from './places';
import type { SentRequest } from './sentRequest';

/** Members with the address that cancels a task, by the end of their place; in the form in which names are compared. */
const cancelPlace = /(^|\.)(cancel(lation)?ur[il]|(_?links|urls|actions)\.(cancel|abort|stop)(\.(href|url))?)$/;

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * The request that cancels a task, where the response has its address: at the host of the request, with the task's ID in it. Its
 * method is the one that the response names beside the address, else `POST`.
 * @param id the task's
 */
export function findCancel(
  { leaves }: Places,
  { url: api, headers }: SentRequest,
  id: string,
): RequestDefinition | undefined {
  const leaf = leaves.find(
    ({ place, value }) => typeof value === 'string' && cancelPlace.test(keysOf(place).join('.')),
  );
  const address = leaf && withId(String(leaf.value), api, id);
  if (!leaf || address === undefined) {
    return undefined;
  }
  const method = methodBeside(leaf, leaves);
  const isPlain = method === 'POST' && Object.keys(headers).length === 0;
  return isPlain ? address : { method, url: address, ...(Object.keys(headers).length === 0 ? {} : { headers }) };
}

/** The address with `{id}` in place of the ID; undefined when it is of another host, or has no ID, or has something secret. */
function withId(text: string, api: string, id: string): string | undefined {
  const url = URL.parse(text, api);
  const own = URL.parse(api);
  if (!url || url.origin !== own?.origin || url.search !== '' || url.hash !== '' || /[{}]|%7b|%7d/i.test(text)) {
    return undefined;
  }
  const segments = url.pathname.split('/').map((segment) => {
    const [, name = '', verb = ''] = /^(.*?)(:[a-z]+)?$/i.exec(segment) ?? [];
    return decode(name) === id ? `{id}${verb}` : segment;
  });
  const path = segments.join('/');
  return path.split('{id}').length === 2 ? url.origin + path : undefined;
}

function methodBeside(leaf: Leaf, leaves: readonly Leaf[]): (typeof methods)[number] {
  const isLink = /^(href|url)$/.test(comparableName(String(leaf.place.at(-1))));
  const beside = JSON.stringify([...leaf.place.slice(0, -1), 'method']);
  const named = isLink ? leaves.find(({ place }) => JSON.stringify(place) === beside)?.value : undefined;
  return methods.find((method) => method === String(named).toUpperCase()) ?? 'POST';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
