import { handleDsc } from './services/dscService';
import type { SimulatedRequest } from './exchange';
import { noSuchApi } from './services/huaweiGateway';
import { handleIam } from './services/iamService';
import { handleKooDrive } from './services/kooDriveService';
import { handlePicture } from './pictures';
import type { Service } from './services/service';
import { handleShoplazza } from './services/shoplazzaService';
import type { SimulatedService } from './simulatedTask';
import { handleVod } from './services/vodService';

/** The service that handles a request. */
export interface SimulatedRoute {
  /** `pictures` serves the files that a Shoplazza task uploaded; `none` is an unknown address. */
  readonly service: SimulatedService | 'iam' | 'pictures' | 'none';
  readonly handle: Service;
  /** The id of the requested task, if there is one. */
  readonly taskId?: string;
}

const prefixes: readonly (readonly [RegExp, SimulatedRoute['service'], Service])[] = [
  [/^\/v1\/[^/]+\/watermark(\/|$)/, 'dsc', handleDsc],
  [/^\/v1\/[^/]+\/asset(\/|$)/, 'vod', handleVod],
  [/^\/koodrive(\/|$)/, 'koodrive', handleKooDrive],
  [/^\/openapi(\/|$)/, 'shoplazza', handleShoplazza],
  [/^\/v3(\/|$)/, 'iam', handleIam],
  [/^\/pictures\//, 'pictures', handlePicture],
];

/** Finds the service of a request by its path: all services share one origin. */
export function routeOf(request: SimulatedRequest): SimulatedRoute {
  const [, service, handle] = prefixes.find(([pattern]) => pattern.test(request.path)) ?? [];
  if (!service || !handle) {
    return { service: 'none', handle: noSuchApi };
  }
  const taskId = taskIdOf(service, request);
  return { service, handle, ...(taskId ? { taskId } : {}) };
}

function taskIdOf(service: SimulatedRoute['service'], { segments, query }: SimulatedRequest): string | undefined {
  switch (service) {
    case 'dsc':
      return segments[5];
    case 'vod':
      return query.get('task_id') ?? undefined;
    case 'koodrive':
      return segments[4] === 'list' ? undefined : segments[4];
    case 'shoplazza':
      return segments[4];
    case 'iam':
    case 'pictures':
    case 'none':
      return undefined;
  }
}
