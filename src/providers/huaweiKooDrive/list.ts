import { isJsonObject } from '../../base/json';
import type { Connection } from '../../connections/connection';
import type { HttpRequest } from '../../http/request';
import { toAddress } from '../parsing/url';
import { unexpectedShape } from '../parsing/response';
import { readKooDriveList } from './response';
import { toKooDriveSnapshot } from './snapshot';
import type { ListedTask, RequestContext, TaskLister } from '../provider';
import { readText, readWord } from '../parsing/fields';
import { responseTime } from '../parsing/time';
import { omitUndefined } from '../../base/omitUndefined';

/** The site for mainland China: the default endpoint. */
export const mainlandSite = 'https://cn.myhuaweicloud-koodrive.com';

const pageSize = 100;

/** The languages of the service's messages; the document names these two, and the second as its default. */
function toKooDriveLanguage(language = ''): string {
  return /^zh\b/i.test(language) ? 'zh-CN' : 'en-US';
}

/** Builds a request about KooDrive's tasks. */
export function toKooDriveRequest(
  connection: Connection,
  place: string,
  query: Readonly<Record<string, string | undefined>> = {},
  context?: RequestContext,
): HttpRequest {
  return {
    method: 'GET',
    url: toAddress(connection.endpoint ?? mainlandSite, ['koodrive', 'ose', 'v1', 'task', place], query),
    headers: { accept: 'application/json', language: toKooDriveLanguage(context?.language) },
  };
}

/** KooDrive's "Listing Tasks", of all types and states, in pages by cursor. A page may be short or empty before the end. */
export const huaweiKooDriveList: TaskLister = {
  pageSize,

  request: (connection, page, context) =>
    toKooDriveRequest(connection, 'list', { pageSize: String(pageSize), pageCursor: page }, context),

  parse(response, page) {
    const json = readKooDriveList(response);
    if (!json.ok) {
      return json;
    }
    const { body } = json;
    // taskListDtos in the document's example, taskList in its table.
    const rows = [body['taskListDtos'], body['taskList']].find((list) => Array.isArray(list)) as unknown[] | undefined;
    const cursor = readWord(body, 'nextCursor');
    if (rows === undefined && cursor === undefined && readWord(body, 'code') === undefined) {
      return { ok: false, failure: unexpectedShape(response, 'a list of tasks', body) };
    }
    const now = responseTime(response);
    const tasks = (rows ?? []).filter(isJsonObject).flatMap((row) => toListedTask(row, now));
    const next = cursor === page ? undefined : cursor;
    return { ok: true, tasks, ...omitUndefined({ next }) };
  },
};

function toListedTask(row: Readonly<Record<string, unknown>>, now: number): ListedTask[] {
  const id = readWord(row, 'taskId');
  const name = readText(row, 'taskName');
  return id === undefined ? [] : [{ id, ...omitUndefined({ name }), snapshot: toKooDriveSnapshot(row, now) }];
}
