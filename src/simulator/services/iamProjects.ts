import { accountName, type ProjectScope, type SimulatedProject } from '../accounts';
import { jsonResponse, queryProblem, wholeNumber, type SimulatedResponse, type SimulatedRequest } from '../exchange';
import { stableHex } from '../stableHex';
import { identify, type ProjectAccount } from './huaweiGateway';
import { iamError } from './iamError';
import type { CloudState } from './service';

const usualProject = 'cn-north-4';
const usualDomain = 'company';
const filters = ['domain_id', 'parent_id', 'name', 'enabled', 'is_domain', 'page', 'per_page'];
const mostOnPage = 5_000;

/** All projects of credentials; the one that they are for comes first. */
export function projectsOf({ projectId, projectName, otherProjects = [] }: ProjectScope): readonly SimulatedProject[] {
  const own = { id: projectId, name: projectName ?? usualProject };
  return projectId === '' ? otherProjects : [own, ...otherProjects];
}

/** Whose projects they are, as the identity service writes it. */
export function domainOf({ domain = usualDomain }: ProjectScope): { readonly id: string; readonly name: string } {
  return { id: stableHex(domain, 32), name: domain };
}

/** `GET /v3/projects`: the company's projects, for those who may list them. */
export function listProjects(request: SimulatedRequest, cloud: CloudState): SimulatedResponse {
  return withAccount(request, cloud, (account) => {
    if (account.mayNotListProjects) {
      return iamError(403, 'You are not authorized to perform the requested action: identity:list_projects.');
    }
    const { query } = request;
    const page = wholeNumber(query.get('page'), 1, 1, 2 ** 31 - 1);
    const size = wholeNumber(query.get('per_page'), mostOnPage, 1, mostOnPage);
    const flags = ['enabled', 'is_domain'].map((name) => query.get(name) ?? 'true');
    const isPaged = query.has('page') === query.has('per_page') && page + size > 0;
    const problem = queryProblem(request, filters);
    if (problem !== undefined || !isPaged || !flags.every((flag) => flag === 'true' || flag === 'false')) {
      return iamError(400, problem ?? 'The value of enabled, is_domain, page or per_page is invalid.');
    }
    const found = projectsOf(account)
      .map((project) => toBody(project, account, cloud))
      .filter((project) =>
        Object.entries(project).every(([name, value]) => !query.has(name) || query.get(name) === String(value)),
      );
    return toList(request, cloud, 'projects', found.slice((page - 1) * size, page * size));
  });
}

/** `GET /v3/auth/projects`: the projects that the caller may enter. It takes no permission. */
export function listOpenProjects(request: SimulatedRequest, cloud: CloudState): SimulatedResponse {
  return withAccount(request, cloud, (account) => {
    const open = projectsOf(account).filter(({ enabled = true }) => enabled);
    return toList(
      request,
      cloud,
      'projects',
      open.map((project) => toBody(project, account, cloud)),
    );
  });
}

/** `GET /v3/auth/domains`: the company. */
export function listOpenDomains(request: SimulatedRequest, cloud: CloudState): SimulatedResponse {
  return withAccount(request, cloud, (account) => {
    const domain = domainOf(account);
    const links = { self: `${cloud.origin}/v3/domains/${domain.id}` };
    return toList(request, cloud, 'domains', [{ ...domain, enabled: true, description: '', links }]);
  });
}

function withAccount(
  request: SimulatedRequest,
  cloud: CloudState,
  answer: (account: ProjectAccount) => SimulatedResponse,
): SimulatedResponse {
  const identified = identify(request, cloud);
  return identified.ok
    ? { ...answer(identified.account), account: accountName(identified.account) }
    : iamError(401, `Incorrect IAM authentication information: ${identified.problem}`);
}

function toBody(
  { id, name, parentId, enabled = true }: SimulatedProject,
  account: ProjectScope,
  { origin }: CloudState,
): Record<string, unknown> {
  const domain = domainOf(account);
  return {
    ...{ id, name, parent_id: parentId ?? domain.id, domain_id: domain.id },
    ...{ enabled, is_domain: false, description: '', links: { self: `${origin}/v3/projects/${id}` } },
  };
}

function toList(
  { path }: SimulatedRequest,
  { origin }: CloudState,
  name: string,
  entries: readonly unknown[],
): SimulatedResponse {
  return jsonResponse(200, { [name]: entries, links: { self: `${origin}${path}`, next: null, previous: null } });
}
