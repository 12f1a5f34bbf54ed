import { isJsonObject } from '../../base/json';
import { omitUndefined } from '../../base/omitUndefined';
import { byId } from '../../tasks/task';
import type { HttpResponse } from '../../http/request';
import { readJsonResponse, unexpectedShape } from '../parsing/response';
import { toAddress } from '../parsing/url';
import { toServiceBase } from '../huaweiCloud';
import { classifyVodCode } from './errorCodes';
import { toVodSnapshot } from './snapshot';
import type { Connection } from '../../connections/connection';
import type { ListedTask, TaskResult, TaskLister } from '../provider';
import { readCount, readRows, readText } from '../parsing/fields';

/** The most that one request may ask for. */
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
      const id = readText(row, 'task_id');
      return id === undefined ? [] : [{ id, snapshot: toVodSnapshot(row) }];
    });
    const end = toOffset(page) + json.length;
    const hasMore = json.length > 0 && (total === undefined ? json.length >= pageSize : end < total);
    return omitUndefined({ ok: true, tasks, next: hasMore ? String(end) : undefined, total });
  },
};

/**
 * Reads the response to a query for one id, which is a list, too.
 */
export function readVodTask(response: HttpResponse, id: string): TaskResult {
  const json = readVodTasks(response);
  if (!json.ok) {
    return json;
  }
  const { rows } = json;
  const listed = rows.map((row) => ({ row, id: readText(row, 'task_id') ?? (rows.length === 1 ? id : '') }));
  const task = byId(listed)(id)?.row;
  if (task) {
    return { ok: true, snapshot: toVodSnapshot(task) };
  }
  // Other tasks in place of this one tell nothing about it: the service overlooked the id.
  return rows.length > 0
    ? { ok: false, failure: unexpectedShape(response, 'the requested task', json.body) }
    : { ok: false, failure: { kind: 'not-found', status: response.status, evidence: 'json' } };
}

function readVodTasks(response: HttpResponse) {
  const json = readJsonResponse(response, classifyVodCode);
  if (!json.ok) {
    return json;
  }
  const { body } = json;
  const total = readCount(body, 'total');
  const isList = Array.isArray(body['tasks']) || total === 0;
  if (!isList) {
    return { ok: false as const, failure: unexpectedShape(response, 'a list of tasks', body) };
  }
  const tasks = readRows(body, 'tasks');
  return { ok: true as const, body, rows: tasks.filter(isJsonObject), length: tasks.length, total };
}

function toOffset(page: string | undefined): number {
  return page !== undefined && /^\d{1,15}$/.test(page) ? Number(page) : 0;
}
