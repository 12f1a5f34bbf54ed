import { answerDsc } from './services/dscService';
import type { SimulatedRequest } from './exchange';
import { noSuchApi } from './services/huaweiGateway';
import { answerIam } from './services/iamService';
import { answerKooDrive } from './services/kooDriveService';
import { answerPicture } from './pictures';
import type { Service } from './services/service';
import { answerShoplazza } from './services/shoplazzaService';
import type { SimulatedService } from './simulatedTask';
import { answerVod } from './services/vodService';

/** Where a request goes. */
export interface SimulatedRoute {
  /** `pictures` are the files that a Shoplazza task uploaded; `none` is an address that nobody has. */
  readonly service: SimulatedService | 'iam' | 'pictures' | 'none';
  readonly answer: Service;
  /** The task that is asked about, where it is one. */
  readonly taskId?: string;
}

const prefixes: readonly (readonly [RegExp, SimulatedRoute['service'], Service])[] = [
  [/^\/v1\/[^/]+\/watermark(\/|$)/, 'dsc', answerDsc],
  [/^\/v1\/[^/]+\/asset(\/|$)/, 'vod', answerVod],
  [/^\/koodrive(\/|$)/, 'koodrive', answerKooDrive],
  [/^\/openapi(\/|$)/, 'shoplazza', answerShoplazza],
  [/^\/v3(\/|$)/, 'iam', answerIam],
  [/^\/pictures\//, 'pictures', answerPicture],
];

/** Finds the service of a request. All of them live at one origin; their paths tell them apart. */
export function routeOf(request: SimulatedRequest): SimulatedRoute {
  const [, service, answer] = prefixes.find(([pattern]) => pattern.test(request.path)) ?? [];
  if (!service || !answer) {
    return { service: 'none', answer: noSuchApi };
  }
  const taskId = taskIdOf(service, request);
  return { service, answer, ...(taskId ? { taskId } : {}) };
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
