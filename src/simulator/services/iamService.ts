import type { SimulatedResponse } from '../exchange';
import { iamError } from './iamError';
import { listOpenDomains, listOpenProjects, listProjects } from './iamProjects';
import { listRegions } from './iamRegions';
import { issueToken } from './iamTokens';
import type { Service } from './service';

const routes: Readonly<Record<string, Service>> = {
  'POST /v3/auth/tokens': issueToken,
  'GET /v3/projects': listProjects,
  'GET /v3/auth/projects': listOpenProjects,
  'GET /v3/auth/domains': listOpenDomains,
  'GET /v3/regions': (_request, cloud) => listRegions(cloud),
};

/**
 * Identity and Access Management: tokens, projects, domains and regions, by the IAM API Reference and as Huawei's own SDK
 * requests them.
 */
export const handleIam: Service = (request, cloud) => {
  const answer: SimulatedResponse =
    routes[`${request.method} ${request.path}`]?.(request, cloud) ?? iamError(404, 'Not Found');
  return { ...answer, headers: { ...answer.headers, 'x-request-id': request.id } };
};
