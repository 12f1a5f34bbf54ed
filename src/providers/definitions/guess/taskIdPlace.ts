import { comparableName } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import type { RequestDefinition } from '../definition';
import type { SentBody, SentRequest } from './sentRequest';

/** A place of a request where the task's ID stands, or may stand. */
export interface TaskIdPlace {
  readonly id: string;
  /** The address, or the part of the body, with `{id}` in its place, for people. */
  readonly text: string;
  /** How the request is defined then. */
  readonly request: RequestDefinition;
}

/** A value of a request, and what the request is without it. */
interface Spot {
  readonly value: string;
  /** The comparable name of the value; empty in a path. */
  readonly name: string;
  /** How near it is to where ids stand: the end of the path, or the query. */
  readonly position: number;
  readonly replace: () => Omit<TaskIdPlace, 'id'>;
}

const idNames = ['id', 'taskid', 'jobid', 'runid', 'uuid', 'requestid', 'executionid', 'operationid', 'batchid'];
/** As in `async_job_id` and `task_ids`. */
const otherIdName = /(task|job|run|execution|operation|batch|request)(s?id|ids)$/;
const longestId = 512;
/** Less than any ID has, and more than a word has by its position alone. */
const least = 5;

/** Whether a name is that of an ID. */
export function isIdName(name: string): boolean {
  return idNames.includes(name) || name === 'name';
}

/**
 * All places of a request where the task's ID may stand, the best first: where a value of the response stands that may be an
 * ID; else what looks most like one.
 * @param values of the response, with their comparable names
 * @param whole the ID, where it is known and may hold slashes
 * @param leastScore of a place that is returned; with 0 all are, words of the path, too
 */
export function taskIdPlaces(
  request: SentRequest,
  values: readonly { readonly name: string; readonly value: unknown }[],
  whole?: string,
  leastScore = least,
): readonly TaskIdPlace[] {
  const url = URL.parse(request.url);
  if (!url) {
    return [];
  }
  const named = new Map<string, number>();
  const note = (key: string, rank: number): void => {
    named.set(key, Math.max(rank, named.get(key) ?? 0));
  };
  for (const { name, value } of values) {
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') {
      note(String(value), isIdName(name) ? 2 : 1);
      // The same member, in the request and in its response.
      note(`${name}=${value}`, /(name|arn|key)$/.test(name) ? 1 : 0);
    }
  }
  const spots = [...wholeSpots(url, request, whole), ...spotsOf(url, request)].filter(
    ({ value }) => value !== '' && value.length <= longestId,
  );
  return spots
    .map((spot) => ({ spot, score: scoreOf(spot, named, whole) }))
    .filter(({ score }) => score >= leastScore)
    .sort((one, other) => other.score - one.score)
    .map(({ spot }) => ({ id: spot.value, ...spot.replace() }));
}

function scoreOf(
  { value, name, position }: Spot,
  named: ReadonlyMap<string, number>,
  whole: string | undefined,
): number {
  if (value === whole) {
    return 1_000;
  }
  const likeness = idLikeness(value);
  const rank = named.get(value) ?? 0;
  // A word of the path, such as `batch`, may be a value of the response by chance.
  const isSame = (named.get(`${name}=${value}`) ?? 0) > 0;
  const isNamed = rank === 2 || (rank === 1 && (likeness > 0 || isSame));
  return (
    (isNamed ? 100 * rank : 0) + 10 * likeness + (idNames.includes(name) || otherIdName.test(name) ? 60 : 0) + position
  );
}

/** How much a text looks like an ID: from 0 for a word to 5 for a UUID. */
function idLikeness(text: string): number {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) {
    return 5;
  }
  if (/^[\da-f]{16,}$/i.test(text) && /\d/.test(text)) {
    return 4;
  }
  if (/^v\d+([.-].*)?$/i.test(text) || /^\d{4}-\d{2}(-\d{2})?(-preview)?$/.test(text)) {
    return 0;
  }
  const isMixed = /\d/.test(text) && /\p{L}/u.test(text);
  if (isMixed && text.length >= 8) {
    return /^[a-z]{2,12}[_-][\w-]{6,}$/i.test(text) ? 4 : 3;
  }
  return /^\d+$/.test(text) ? 2 : isMixed ? 1 : 0;
}

function spotsOf(url: URL, request: SentRequest): readonly Spot[] {
  const segments = url.pathname.split('/');
  const inPath = segments.map((segment, index): Spot => {
    const [value, suffix] = splitVerb(decode(segment));
    return {
      value,
      name: '',
      position: index / 10,
      replace: () => withUrl(request, url, withSegments(url, segments.with(index, `{id}${suffix}`))),
    };
  });
  const pairs = url.search.slice(1).split('&').filter(Boolean);
  const inQuery = pairs.map((pair, index): Spot => {
    const [name = '', ...rest] = pair.split('=');
    return {
      value: decode(rest.join('=').replaceAll('+', ' ')),
      name: comparableName(decode(name)),
      position: 0.5,
      replace: () =>
        withUrl(request, url, `${url.origin}${url.pathname}?${pairs.with(index, `${name}={id}`).join('&')}`),
    };
  });
  return [...inPath, ...inQuery, ...bodySpots(request)];
}

/** Google's custom verbs stand behind a colon, and a format behind a dot: `operations/{id}:cancel`, `jobs/{id}.json`. */
function splitVerb(segment: string): readonly [value: string, suffix: string] {
  const [, value, suffix] = /^(.+)(:[a-z]+|\.json)$/i.exec(segment) ?? [];
  return value !== undefined && suffix !== undefined && !value.includes(':') ? [value, suffix] : [segment, ''];
}

/** An ID of several segments, such as a resource's name. */
function wholeSpots(url: URL, request: SentRequest, whole: string | undefined): readonly Spot[] {
  const at = whole?.includes('/') ? decode(url.pathname).indexOf(`/${whole}`) : -1;
  if (whole === undefined || at < 0) {
    return [];
  }
  const path = decode(url.pathname);
  const text = `${url.origin}${path.slice(0, at + 1)}{+id}${path.slice(at + 1 + whole.length)}${url.search}`;
  return [{ value: whole, name: '', position: 1, replace: () => withUrl(request, url, text) }];
}

function withSegments(url: URL, segments: readonly string[]): string {
  return `${url.origin}${segments.join('/')}${url.search}`;
}

function withUrl(request: SentRequest, url: URL, text: string): Omit<TaskIdPlace, 'id'> {
  return { text: text.slice(url.origin.length), request: toRequestDefinition(request, text, request.body) };
}

function bodySpots(request: SentRequest): readonly Spot[] {
  const { body } = request;
  if (!body) {
    return [];
  }
  const spots: Spot[] = [];
  // `put` makes the whole body with another value in this place.
  const visit = (value: unknown, name: string, path: string, put: (replacement: unknown) => unknown): void => {
    if (Array.isArray(value)) {
      for (const [index, each] of (value as readonly unknown[]).entries()) {
        visit(each, name, `${path}[${index}]`, (replacement) => put(value.with(index, replacement)));
      }
    } else if (isJsonObject(value)) {
      for (const [key, each] of Object.entries(value)) {
        const inner = path === '' ? key : `${path}.${key}`;
        visit(each, comparableName(key), inner, (replacement) => put({ ...value, [key]: replacement }));
      }
    } else if (typeof value === 'string' || typeof value === 'number') {
      spots.push({
        value: String(value),
        name,
        position: 0.4,
        replace: () => ({
          text: `${path} = {id}`,
          request: toRequestDefinition(request, plainUrl(request.url), toBody(body.kind, put('{id}'))),
        }),
      });
    }
  };
  visit(contentOf(body), '', '', (replacement) => replacement);
  return spots;
}

function contentOf(body: SentBody): unknown {
  return body.kind === 'json' ? body.json : body.form;
}

function toBody(kind: SentBody['kind'], content: unknown): SentBody {
  return kind === 'json'
    ? { kind, json: content as object }
    : { kind, form: content as Readonly<Record<string, string>> };
}

/** The request without a place for an ID. */
export function plainRequest(request: SentRequest): RequestDefinition {
  return toRequestDefinition(request, plainUrl(request.url), request.body);
}

function plainUrl(text: string): string {
  const url = URL.parse(text);
  return url ? `${url.origin}${url.pathname}${url.search}` : text;
}

function toRequestDefinition(
  { method, headers }: SentRequest,
  url: string,
  body: SentRequest['body'],
): RequestDefinition {
  const usual = body ? 'POST' : 'GET';
  const isPlain = method === usual && Object.keys(headers).length === 0 && !body;
  return isPlain
    ? url
    : {
        ...(method === usual ? {} : { method }),
        url,
        ...(Object.keys(headers).length === 0 ? {} : { headers }),
        ...(body?.kind === 'json' ? { body: body.json } : {}),
        ...(body?.kind === 'form' ? { form: body.form } : {}),
      };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
