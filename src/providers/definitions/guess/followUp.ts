import { isJsonObject, parseJson } from '../../../base/json';
import type { HttpResponse } from '../../../http/request';
import { toLine, toLink } from '../reading/values';
import { placesOf } from './places';
import { relationsIn } from './relations';

/** The address of a job's status, after the request that started the job. */
export interface FollowUp {
  readonly url: string;
  /** What said so: a header, or a member of the response; absent where it is only likely. */
  readonly saidBy?: string;
}

/**
 * Headers with the address of a job, the best first: those of Azure's asynchronous operations
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations), and RFC 9110, 15.3.3.
 */
const headerNames = ['azure-asyncoperation', 'operation-location', 'location', 'content-location'];
/** Members with the address of a job, by the end of their place, the best first; in the form in which names are compared. */
const memberNames: readonly RegExp[] = [
  /(^|\.)urls\.get$/,
  /(status|poll|polling|check|monitor)(query)?(get)?ur[il]$/,
  /(^|\.)_?links\.self(\.(href|url))?$/,
  /(^|\.)_?links\.status(\.(href|url))?$/,
  /(^|\.)operation\.url$/,
  /(task|job|run|assembly|operation|execution|build|batch|request|render|prediction)(ssl)?ur[il]$/,
  /selflink$/,
  /(^|\.)self$/,
  /(^|\.)(href|url)$/,
];
const idNames = ['id', 'taskid', 'jobid', 'runid', 'requestid', 'uuid', 'batchid', 'operationid', 'executionid'];

/**
 * The addresses that may have the status of a job, after the request that started it; the likeliest first.
 * @param startedAt the address of that request
 */
export function followUps(startedAt: string, { headers, body }: HttpResponse): readonly FollowUp[] {
  const json = parsed(body);
  const places = placesOf(json);
  const inHeaders = headerNames.flatMap((name) => {
    const url = URL.parse(headers[name] ?? '', startedAt);
    return headers[name] && url ? [{ url: url.href, saidBy: name }] : [];
  });
  const found = relationsIn(places).flatMap(({ name, address }) => {
    const rank = memberNames.findIndex((form) => form.test(name));
    const url = rank < 0 ? undefined : toAddress(address, startedAt);
    return url === undefined ? [] : [{ rank, url, saidBy: name }];
  });
  const inBody = found.sort((one, other) => one.rank - other.rank).map(({ url, saidBy }) => ({ url, saidBy }));
  return [...inHeaders, ...inBody, ...byId(startedAt, json)];
}

/** An address, absolute or of the same host. A page for people is none. */
function toAddress(text: string, base: string): string | undefined {
  const isRelative = /^\/[^/]/.test(text);
  return toLink(text) ?? (isRelative ? URL.parse(text, base)?.href : undefined);
}

/** Most APIs have a job's status below the address that starts jobs. */
function byId(startedAt: string, json: unknown): readonly FollowUp[] {
  const { leaves } = placesOf(json);
  const ranked = leaves
    .filter(({ name, value }) => rankOf(name) < Infinity && typeof value !== 'boolean' && value !== null)
    .sort((one, other) => one.place.length - other.place.length || rankOf(one.name) - rankOf(other.name));
  const id = toLine(ranked[0]?.value);
  const url = URL.parse(startedAt);
  if (id === undefined || !url) {
    return [];
  }
  const path = `${url.pathname.replace(/\/+$/, '')}/${encodeURIComponent(id)}`;
  return [{ url: `${url.origin}${path}${url.search}` }];
}

/** How likely a name is that of the job's ID, 0 the best: it may say what has it, as in `video_id`. */
function rankOf(name: string): number {
  const rank = idNames.indexOf(name);
  return rank >= 0 ? rank : /id$/.test(name) ? idNames.length : Infinity;
}

function parsed(body: string): unknown {
  try {
    const value = parseJson(body);
    return isJsonObject(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
