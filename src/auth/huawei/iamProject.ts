import { isJsonObject } from '../../base/json';
import type { RequestFailure } from '../../http/failure';
import { readFailure } from '../../http/failureParser';
import { readJson } from '../../http/jsonBody';
import type { HttpRequest, HttpResponse } from '../../http/request';
import { classifyHuaweiCode } from './errorCodes';

/** The request for the id of a region's project: `GET /v3/projects?name=` of the IAM API; not yet authenticated. */
export function toProjectRequest(endpoint: string, region: string): HttpRequest {
  return {
    method: 'GET',
    url: `${endpoint.replace(/\/+$/, '')}/v3/projects?name=${encodeURIComponent(region)}`,
    headers: { accept: 'application/json' },
  };
}

/** What an answer to {@link toProjectRequest} amounts to: the project's id. */
export function readProject(
  response: HttpResponse,
): { readonly ok: true; readonly projectId: string } | { readonly ok: false; readonly failure: RequestFailure } {
  const failure = readFailure(response, classifyHuaweiCode);
  const body = readJson(response);
  if (failure || !body.ok) {
    return { ok: false, failure: failure ?? { kind: 'not-json', status: response.status } };
  }
  const projects: unknown = isJsonObject(body.value) ? body.value['projects'] : undefined;
  const first: unknown = Array.isArray(projects) ? projects[0] : undefined;
  const id = isJsonObject(first) ? first['id'] : undefined;
  return typeof id === 'string' && id !== ''
    ? { ok: true, projectId: id }
    : { ok: false, failure: { kind: 'rejected', status: response.status, detail: 'no project in this region' } };
}
