import { isJsonObject } from '../../base/json';
import { omitUndefined } from '../../base/omitUndefined';
import { byId } from '../../tasks/task';
import type { HttpResponse } from '../../http/request';
import { readFailure } from '../../http/failureParser';
import { readJsonObject, unexpectedShape } from '../parsing/response';
import { toAddress } from '../parsing/url';
import { toServiceBase } from '../huaweiCloud';
import { classifyVodCode } from './errorCodes';
import { toVodSnapshot } from './snapshot';
import type { Connection } from '../../connections/connection';
import type { ListedTask, TaskResult, TaskLister } from '../provider';
import { readCount, readRows, readWord } from '../parsing/fields';
import { responseTime } from '../parsing/time';

/** The documented maximum of `limit`. */
const pageSize = 100;

/** The address of a project's editing tasks. */
export function toVodAddress(connection: Connection, query: Readonly<Record<string, string>>): string {
  return toAddress(
    toServiceBase(connection, 'vod'),
    ['v1', connection.projectId ?? '', 'asset', 'editing', 'tasks'],
    query,
  );
}

/** VOD's list of editing tasks, in pages by offset. */
export const huaweiVodList: TaskLister = {
  pageSize,

  request: (connection, page) => ({
    method: 'GET',
    url: toVodAddress(connection, { offset: String(toOffset(page)), limit: String(pageSize) }),
    headers: { accept: 'application/json' },
  }),

  parse(response, page) {
    const json = readVodTasks(response);
    if (!json.ok) {
      return json;
    }
    const { rows, total } = json;
    const tasks = rows.flatMap((row): ListedTask[] => {
      const id = readWord(row, 'task_id');
      return id === undefined ? [] : [{ id, snapshot: toVodSnapshot(row, responseTime(response)) }];
    });
    const end = toOffset(page) + json.length;
    const hasMore = json.length > 0 && (total === undefined ? json.length >= pageSize : end < total);
    return omitUndefined({ ok: true, tasks, next: hasMore ? String(end) : undefined, total });
  },
};

/**
 * Parses the response to a query for one id. It is a list, which holds other tasks where the service ignores the id.
 */
export function readVodTask(response: HttpResponse, id: string): TaskResult {
  const json = readVodTasks(response);
  if (!json.ok) {
    return json;
  }
  const { rows } = json;
  const listed = rows.map((row) => ({ row, id: readWord(row, 'task_id') ?? (rows.length === 1 ? id : '') }));
  const task = byId(listed)(id)?.row;
  if (task) {
    return { ok: true, snapshot: toVodSnapshot(task, responseTime(response)) };
  }
  // Other tasks in place of this one say nothing about it: the service ignored the id.
  return json.length > 0
    ? { ok: false, failure: unexpectedShape(response, 'the requested task', json.body) }
    : { ok: false, failure: { kind: 'not-found', status: response.status, evidence: 'json' } };
}

function readVodTasks(response: HttpResponse) {
  const json = readJsonObject(response, classifyVodCode);
  if (!json.ok) {
    return json;
  }
  const { body } = json;
  const total = readCount(body, 'total');
  const tasks = readRows(body, 'tasks');
  const rows = tasks.filter(isJsonObject);
  // Tasks with a state are what was requested, whatever stands beside them.
  const failure = rows.some((row) => readWord(row, 'status') !== undefined)
    ? undefined
    : readFailure(response, classifyVodCode);
  const isList = Array.isArray(body['tasks']) || total === 0;
  return failure || !isList
    ? { ok: false as const, failure: failure ?? unexpectedShape(response, 'a list of tasks', body) }
    : { ok: true as const, body, rows, length: tasks.length, total };
}

function toOffset(page: string | undefined): number {
  return page !== undefined && /^\d{1,15}$/.test(page) ? Number(page) : 0;
}
