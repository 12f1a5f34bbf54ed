import { fromBasicDate } from '../../auth/dates';
import { koodriveAlgorithm } from '../../auth/koodrive/appSigner';
import { verifyKooDriveApp } from '../signatures/verifyKooDriveApp';
import { readStatedSignature } from '../signatures/verifySignature';
import { accountName, bareToken } from '../accounts';
import { jsonResponse, queryProblem, wholeNumber, type SimulatedResponse, type SimulatedRequest } from '../exchange';
import type { TaskStage } from '../lifecycle';
import type { CloudState, Service } from './service';
import { endOf, stageOf, type SimulatedTask } from '../simulatedTask';

const statusOf: Record<TaskStage['state'], number> = {
  queued: 0,
  running: 1,
  succeeded: 2,
  partial: 2,
  failed: 3,
  cancelled: 3,
  'timed-out': 3,
  // Never returned: the task no longer exists.
  vanished: 0,
  'unlisted-status': 7,
};

/** How long a token is valid without a request. */
const tokenLifetimeMs = 20 * 60_000;

/**
 * KooDrive: `GET /koodrive/ose/v1/task/{task_id}` and `GET /koodrive/ose/v1/task/list`, according to the API Reference
 * ("Obtaining Task Details", "Listing Tasks"). Its status page gives 400 for failed authentication and 401 for
 * "unauthorized": here, missing or malformed credentials give 400 and rejected ones 401. Three details are not
 * documented: an unknown task gives 404, tasks are listed oldest first, and these errors have the HTTP status as their
 * code.
 */
export const handleKooDrive: Service = (request, cloud) => {
  const [, ose, v1, task, taskId] = request.segments;
  if (request.segments.length !== 5 || `${ose}/${v1}/${task}` !== 'ose/v1/task' || !taskId) {
    return kooDriveError(404, '404', 'Not Found');
  }
  if (request.method !== 'GET') {
    return kooDriveError(405, '405', 'Method Not Allowed');
  }
  const problem = headerProblem(request, cloud);
  if (problem !== undefined) {
    return kooDriveError(400, problem.startsWith('Parameter') ? '13000102' : '400', problem);
  }
  const identified = identify(request, cloud);
  if (typeof identified !== 'string') {
    return identified;
  }
  return { ...(taskId === 'list' ? list(request, cloud) : detail(request, cloud, taskId)), account: identified };
};

function kooDriveError(status: number, code: string, msg: string): SimulatedResponse {
  return jsonResponse(status, { code, msg });
}

/** Checks that mandatory headers are present and that all are well-formed. */
function headerProblem({ headers }: SimulatedRequest, { quirks }: CloudState): string | undefined {
  if (!headers['authorization']) {
    return 'Authentication failed: the Authorization header is missing.';
  }
  if (fromBasicDate(headers['x-date'] ?? '') === undefined) {
    return 'Authentication failed: the X-Date header is missing or malformed.';
  }
  if (quirks.has('koodrive-needs-user-id') && !headers['x-user-id']) {
    return 'Parameter check failed: X-User-Id is missing.';
  }
  if (!/^[a-z]{2}([-_][A-Za-z]{2})?$/.test(headers['language'] ?? 'en-US')) {
    return 'Parameter check failed: language.';
  }
  return [undefined, 58].includes(headers['x-traceid']?.length) ? undefined : 'Parameter check failed: X-Traceid.';
}

/** Authenticates a request. @returns the account's name, or the response that rejects the request */
function identify(request: SimulatedRequest, { accounts, now }: CloudState): string | SimulatedResponse {
  const authorization = request.headers['authorization'] ?? '';
  if (authorization.startsWith(koodriveAlgorithm)) {
    const appId = readStatedSignature(authorization, koodriveAlgorithm, 'AppId')?.id ?? '';
    const app = accounts.find('koodrive-app', appId);
    if (!request.headers['x-user-id']) {
      return kooDriveError(400, '400', 'Authentication failed: the X-User-Id header is missing.');
    }
    const verified = verifyKooDriveApp(request, (id) => accounts.find('koodrive-app', id)?.appSecret, now);
    const accepted = verified.ok && app?.userId === request.headers['x-user-id'];
    accounts.note(appId, accepted);
    return accepted ? accountName(app) : kooDriveError(401, '401', 'Unauthorized.');
  }
  const token = bareToken(authorization);
  if (token === authorization) {
    return kooDriveError(400, '400', 'Authentication failed: the format is Bearer+{access_token}.');
  }
  const account = accounts.find('koodrive-token', token);
  const accepted = account !== undefined && accounts.renew(token, tokenLifetimeMs);
  accounts.note(token, accepted);
  return accepted ? accountName(account) : kooDriveError(401, '401', 'Unauthorized: the access token is not valid.');
}

function detail(request: SimulatedRequest, { tasks, now }: CloudState, id: string): SimulatedResponse {
  const problem = queryProblem(request, []);
  if (problem !== undefined) {
    return kooDriveError(400, '13000102', `Parameter check failed: ${problem}.`);
  }
  const task = tasks.find('koodrive', id);
  return task
    ? jsonResponse(200, { ...toBody(task, now), code: 0, msg: 'Success.' })
    : kooDriveError(404, '404', 'The task does not exist.');
}

/**
 * Returns a page of tasks. As in the document's example, the key is `taskListDtos` (its table says `taskList`). The
 * cursor is the creation time of the next page's first task.
 */
function list(request: SimulatedRequest, { tasks, now }: CloudState): SimulatedResponse {
  const { query } = request;
  const problem = queryProblem(request, ['taskType', 'status', 'pageSize', 'pageCursor'], ['status']);
  const statuses = query.getAll('status').flatMap((value) => value.split(','));
  const type = wholeNumber(query.get('taskType'), 0, 0, 1);
  const size = wholeNumber(query.get('pageSize'), 100, 1, 100);
  const cursor = wholeNumber(query.get('pageCursor') || null, 0, 0, Number.MAX_SAFE_INTEGER);
  if (
    problem !== undefined ||
    Number.isNaN(type + size + cursor) ||
    !statuses.every((value) => /^[0-3]$/.test(value))
  ) {
    return kooDriveError(400, '13000102', `Parameter check failed: ${problem ?? 'taskType, status or page'}.`);
  }
  // Tasks that were created in the same millisecond get different cursors.
  let last = 0;
  const listed = tasks.list('koodrive').map((task) => ({ task, at: (last = Math.max(last + 1, task.createdAt)) }));
  const matching = listed.filter(
    ({ task, at }) =>
      at >= cursor &&
      type === 0 &&
      (statuses.length === 0 || statuses.includes(String(statusOf[stageOf(task, now).state]))),
  );
  const next = matching[size];
  return jsonResponse(200, {
    taskListDtos: matching.slice(0, size).map(({ task }) => ({ ...toBody(task, now), ...times(task, now) })),
    ...(next ? { nextCursor: next.at } : {}),
    code: 0,
    msg: 'Success.',
  });
}

function toBody(task: SimulatedTask, now: number): Record<string, unknown> {
  const status = statusOf[stageOf(task, now).state];
  return {
    taskId: task.id,
    taskName: task.plan.name ?? `transfer-${task.id.slice(-6)}`,
    taskType: 0,
    tenantId: 'd5ac574bd2934a69baa4f23c55daa8d4',
    userId: '1395497048157130881',
    status,
    ...(status === 3 ? { resultCode: '18000205' } : {}),
  };
}

/** Returns the fields that only the list contains. */
function times(task: SimulatedTask, now: number): Record<string, unknown> {
  const startedAt = task.createdAt + task.plan.queuedMs;
  return {
    initParams: '',
    locale: 'en-US',
    createTime: new Date(task.createdAt).toISOString(),
    ...(startedAt <= now ? { startTime: new Date(startedAt).toISOString() } : {}),
    ...(endOf(task) <= now ? { endTime: new Date(endOf(task)).toISOString() } : {}),
  };
}
