import { accountName } from '../accounts';
import { jsonResponse, queryProblem, wholeNumber, type SimulatedResponse, type SimulatedRequest } from '../exchange';
import { enterProject, huaweiError, noSuchApi } from './huaweiGateway';
import type { TaskStage } from '../lifecycle';
import type { CloudState, Service } from './service';
import { endOf, stageOf, type SimulatedTask } from '../simulatedTask';
import { stableHex } from '../stableHex';

const statusOf: Record<TaskStage['state'], string> = {
  queued: 'WAITING',
  running: 'PROCESSING',
  succeeded: 'SUCCEED',
  // The API has no status for a part of a video.
  partial: 'SUCCEED',
  failed: 'FAILED',
  cancelled: 'CANCEL',
  'timed-out': 'FAILED',
  // Never returned: the task no longer exists.
  vanished: 'WAITING',
  'unlisted-status': 'PAUSED',
};

// 100 requests a minute for a tenant: the documented limit of the media management APIs.
const limit = { burst: 100, perSecond: 100 / 60 };

/**
 * Video on Demand, editing tasks: `GET` and `DELETE /v1/{project_id}/asset/editing/tasks`, according to the API
 * Reference ("Querying an Editing Task", "Canceling an Editing Task"). Two details are not documented: the newest task
 * comes first, and an unknown `task_id` gives an empty list.
 */
export const handleVod: Service = (request, cloud) => {
  const [, projectId = '', ...rest] = request.segments;
  if (rest.join('/') !== 'asset/editing/tasks' || !['GET', 'DELETE'].includes(request.method)) {
    return noSuchApi(request);
  }
  const entry = enterProject(request, cloud, projectId);
  if ('rejection' in entry) {
    return entry.rejection;
  }
  const account = accountName(entry.account);
  if (!cloud.takeRequest(`vod ${projectId}`, limit)) {
    const text = 'The throttling threshold has been reached: policy user over ratelimit,limit:100,time:1 minute';
    return { ...huaweiError(request, 429, 'APIGW.0308', text), account };
  }
  return { ...(request.method === 'GET' ? list(request, cloud) : cancel(request, cloud)), account };
};

function list(request: SimulatedRequest, { tasks, now, quirks }: CloudState): SimulatedResponse {
  const { query } = request;
  const problem = queryProblem(request, ['task_id', 'offset', 'limit']);
  const offset = wholeNumber(query.get('offset'), 0, 0, 2 ** 31 - 1);
  const size = wholeNumber(query.get('limit'), 10, 1, 100);
  const id = query.get('task_id');
  const isFiltered = id !== null && !quirks.has('vod-ignores-task-id');
  if (problem !== undefined || Number.isNaN(offset) || Number.isNaN(size) || id === '') {
    return illegalParameter(request, problem ?? 'task_id, offset or limit');
  }
  const found = tasks
    .list('vod')
    .filter((task) => !isFiltered || task.id === id)
    .reverse();
  const page = found.slice(offset, offset + size).map((task) => toBody(task, now, quirks));
  return jsonResponse(200, { total: found.length, tasks: page }, { 'x-request-id': request.id });
}

/** Cancels a queued task. */
function cancel(request: SimulatedRequest, { tasks, now }: CloudState): SimulatedResponse {
  const problem = queryProblem(request, ['task_id']);
  const id = request.query.get('task_id');
  if (problem !== undefined || !id) {
    return illegalParameter(request, problem ?? 'task_id');
  }
  const task = tasks.find('vod', id);
  if (!task) {
    return huaweiError(request, 400, 'VOD.10062', 'The media asset or resource does not exist');
  }
  if (stageOf(task, now).state !== 'queued') {
    return huaweiError(request, 400, 'VOD.10083', 'The current state does not allow this operation');
  }
  tasks.cancel(task);
  return { status: 204, headers: { 'x-request-id': request.id }, body: '' };
}

function illegalParameter(request: SimulatedRequest, problem: string): SimulatedResponse {
  return huaweiError(request, 400, 'VOD.10053', `Illegal parameter: ${problem}`);
}

function toBody(task: SimulatedTask, now: number, quirks: CloudState['quirks']): unknown {
  const { state, fraction } = stageOf(task, now);
  return {
    task_id: quirks.has('vod-writes-ids-in-upper-case') ? task.id.toUpperCase() : task.id,
    asset_id: stableHex(task.id, 32),
    status: statusOf[state],
    progress: Math.floor(fraction * 100 + 1e-9),
    create_time: rfc3339(task.createdAt),
    ...(endOf(task) <= now ? { end_time: rfc3339(endOf(task)) } : {}),
  };
}

/** Formats a time as documented: UTC, without fractions of a second. @param at ms since the epoch */
function rfc3339(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}
