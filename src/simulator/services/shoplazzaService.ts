import { accountName } from '../accounts';
import { jsonResponse, queryProblem, type SimulatedResponse } from '../exchange';
import { fileCount, isFailingFile } from '../lifecycle';
import type { Service } from './service';
import { stageOf, type SimulatedTask } from '../simulatedTask';
import { stableHex } from '../stableHex';

/** The supported versions. Only the first returns the object without an envelope. */
const versions = ['2022-01', '2025-06', '2026-01', '2026-07'];

const perApp = { burst: 40, perSecond: 2 };
const perStore = { burst: 80, perSecond: 20 };

/**
 * Shoplazza: `GET /openapi/{version}/file/task/{task_id}`, according to the API reference ("Get Upload File Task"). The
 * API has only the statuses "completed" and "in progress", so every ended task is completed, and `failure_list`
 * contains the files that were not uploaded. A missing or wrong token gives 401, or 400 from 2026-01 on, whose page no
 * longer lists 401. The host name identifies the shop; on loopback there is none, and the tokens of all shops are
 * accepted.
 */
export const handleShoplazza: Service = (request, cloud) => {
  const [, version = '', file, task, taskId] = request.segments;
  const fail = (status: number, code: string, text: string): SimulatedResponse =>
    jsonResponse(
      status,
      version >= '2025-06' && versions.includes(version) ? { code, message: text } : { error: text },
    );

  if (!versions.includes(version) || file !== 'file' || task !== 'task' || request.segments.length > 5) {
    return fail(404, 'NotFound', 'page not found');
  }
  if (request.method !== 'GET') {
    return fail(405, 'MethodNotAllowed', 'method not allowed');
  }
  const token = request.headers['access-token'] ?? '';
  const account = cloud.accounts.find('access-token', token);
  const shop = /^([a-z0-9-]+)\.myshoplaza\.com(?::\d+)?$/i.exec(request.headers['host'] ?? '')?.[1]?.toLowerCase();
  const accepted = account !== undefined && (shop ?? account.shop) === (account.shop ?? shop);
  cloud.accounts.note(token, accepted);
  if (!accepted) {
    return version >= '2026-01'
      ? fail(400, 'InvalidParameter', 'The store or the access token is not valid')
      : fail(401, 'Unauthorized', 'Invalid access token');
  }
  const name = accountName(account);
  if (
    !cloud.takeRequest(`app ${token}`, perApp) ||
    !cloud.takeRequest(`store ${account.shop ?? shop ?? ''}`, perStore)
  ) {
    return { ...fail(429, 'TooManyRequests', 'Exceeded the API call limit of this store'), account: name };
  }
  const problem = taskId ? queryProblem(request, []) : 'task_id is missing or empty';
  if (problem !== undefined) {
    return { ...fail(400, 'InvalidParameter', problem), account: name };
  }
  const found = cloud.tasks.find('shoplazza', taskId ?? '');
  if (!found) {
    return { ...fail(404, 'NotFound', 'Missing or invalid data'), account: name };
  }
  const body = toBody(found, cloud.now, cloud.origin);
  const enveloped = version === '2022-01' ? body : { code: 'Success', message: '', data: body };
  return { ...jsonResponse(200, enveloped), account: name };
};

function toBody(task: SimulatedTask, now: number, origin: string): unknown {
  const { state, done, failed } = stageOf(task, now);
  const ended = state !== 'queued' && state !== 'running';
  const files = Array.from({ length: fileCount(task.plan) }, (_, index) => ({
    origin_link: task.plan.sources?.[index] ?? `https://images.example.com/catalogue/${pictureName(index)}`,
    file_uri: `${stableHex(`${task.id}/${index}`, 32)}.jpeg`,
    isFailing: isFailingFile(task.plan, index),
  }));
  const processed = files.slice(0, done + failed);
  const notUploaded = ended && state !== 'unlisted-status' ? files.slice(done + failed) : [];
  return {
    task_id: task.id,
    total: files.length,
    finished: done,
    status: state === 'unlisted-status' ? 5 : ended ? 0 : 1,
    success_list: processed
      .filter(({ isFailing }) => !isFailing)
      .map(({ file_uri, origin_link }) => ({
        file_uri,
        origin_link,
        upload_link: `${origin}/pictures/${file_uri}`,
      })),
    failure_list: [...processed.filter(({ isFailing }) => isFailing), ...notUploaded].map(({ origin_link }) => ({
      origin_link,
      message: 'The file could not be downloaded.',
    })),
    origin_list: files.map(({ origin_link }) => origin_link),
  };
}

function pictureName(index: number): string {
  return `picture-${String(index + 1).padStart(3, '0')}.jpeg`;
}
