import type { RequestDefinition } from '../definition';
import type { Places } from './places';
import { relationsIn, type Relation } from './relations';
import type { SentRequest } from './sentRequest';

/** Members with the address that cancels a task, by the end of their place; in the form in which names are compared. */
const cancelPlace = /(^|\.)(cancel(lation)?ur[il]|(cancel|abort|stop)(\.(href|ur[il]))?)$/;

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * The request that cancels a task, where the response has its address: at the host of the request, with the task's ID in it. Its
 * method is the one that the response names beside the address, else `POST`.
 * @param id the task's
 */
export function findCancel(
  places: Places,
  { url: api, headers }: SentRequest,
  id: string,
): RequestDefinition | undefined {
  const found = relationsIn(places)
    .filter(({ name }) => cancelPlace.test(name))
    .flatMap((relation) => {
      const url = withId(relation.address, api, id);
      return url === undefined ? [] : [{ url, method: methodOf(relation) }];
    })[0];
  if (!found) {
    return undefined;
  }
  const isPlain = found.method === 'POST' && Object.keys(headers).length === 0;
  return isPlain ? found.url : { ...found, ...(Object.keys(headers).length === 0 ? {} : { headers }) };
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

/** Beside an address of its own, which is called `cancel_url`, a method is that of something else. */
function methodOf({ name, method }: Relation): (typeof methods)[number] {
  const isLink = /\.(href|url|uri)$/.test(name);
  return methods.find((each) => isLink && each === method?.toUpperCase()) ?? 'POST';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
