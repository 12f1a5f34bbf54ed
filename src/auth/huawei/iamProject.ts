import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import type { FailureKind, RequestFailure } from '../../http/failure';
import { readFailure } from '../../http/failureParser';
import { readJson } from '../../http/jsonBody';
import type { HttpRequest, HttpResponse } from '../../http/request';
import { classifyHuaweiCode } from './errorCodes';

/**
 * The requests for the id of a region's project, in their order; not yet authenticated. `GET /v3/auth/projects` lists the caller's
 * projects and requires no permission. `GET /v3/projects?name=` requires one that ordinary users lack.
 * @param endpoint base URL of the identity service
 */
export function toProjectRequests(endpoint: string, region: string): readonly HttpRequest[] {
  return ['/v3/auth/projects', `/v3/projects?name=${encodeURIComponent(region)}`].map((path) => ({
    method: 'GET',
    url: `${endpoint}${path}`,
    headers: { accept: 'application/json' },
  }));
}

/** The id of a project, or why it is not known. */
export type FoundProject =
  { readonly ok: true; readonly projectId: string } | { readonly ok: false; readonly failure: RequestFailure };

/** Finds the enabled project with exactly the region's name in the response to one of {@link toProjectRequests}. */
export function findProject(response: HttpResponse, region: string): FoundProject {
  const { status } = response;
  const failure = readFailure(response, classifyHuaweiCode);
  const body = readJson(response);
  if (failure || !body.ok) {
    return { ok: false, failure: failure ?? { kind: 'not-json', status } };
  }
  const projects: unknown = isJsonObject(body.value) ? body.value['projects'] : undefined;
  if (!Array.isArray(projects)) {
    return { ok: false, failure: { kind: 'unexpected-shape', status, detail: 'no list of projects' } };
  }
  const ids = new Set(
    projects
      .filter(isJsonObject)
      .filter(({ name, enabled }) => name === region && enabled !== false)
      .map(({ id }) => id),
  );
  const [projectId] = ids;
  if (ids.size === 1 && typeof projectId === 'string' && projectId !== '') {
    return { ok: true, projectId };
  }
  const explanation =
    ids.size > 1
      ? message('Several projects are named {0}. Set the project ID of the connection.', region)
      : message('No project is named {0}. Check the region, or set the project ID of the connection.', region);
  return { ok: false, failure: { kind: 'rejected', status, explanation } };
}

// After these the next request may find the project. After others, such as `unauthorised`, it would fail alike.
const inconclusive: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'address',
  'forbidden',
  'not-found',
  'not-json',
  'rejected',
  'too-large',
  'unexpected-shape',
]);

/** Whether the next of {@link toProjectRequests} may succeed after this failure. */
export function isInconclusive({ kind }: RequestFailure): boolean {
  return inconclusive.has(kind);
}
