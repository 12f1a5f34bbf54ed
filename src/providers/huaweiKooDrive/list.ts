import { isJsonObject } from '../../base/json';
import type { Connection } from '../../connections/connection';
import type { HttpRequest } from '../../http/request';
import { toAddress } from '../parsing/url';
import { unexpectedShape } from '../parsing/response';
import { readKooDriveResponse } from './response';
import { toKooDriveSnapshot } from './snapshot';
import type { ListedTask, TaskLister } from '../provider';
import { readText } from '../parsing/fields';
import { omitUndefined } from '../../base/omitUndefined';

/** The site for mainland China, which is meant when a connection names none. */
export const mainlandSite = 'https://cn.myhuaweicloud-koodrive.com';

const pageSize = 100;

/** A request about KooDrive's tasks. The language is that of the service's messages. */
export function toKooDriveRequest(
  connection: Connection,
  place: string,
  query: Readonly<Record<string, string | undefined>> = {},
): HttpRequest {
  return {
    method: 'GET',
    url: toAddress(connection.endpoint ?? mainlandSite, ['koodrive', 'ose', 'v1', 'task', place], query),
    headers: { accept: 'application/json', language: 'en-US' },
  };
}

/** KooDrive's "Listing Tasks", of all types and states, in pages by cursor. A page may be short or empty before the end. */
export const huaweiKooDriveList: TaskLister = {
  pageSize,

  request: (connection, page) =>
    toKooDriveRequest(connection, 'list', { pageSize: String(pageSize), pageCursor: page }),

  parse(response, page) {
    const json = readKooDriveResponse(response);
    if (!json.ok) {
      return json;
    }
    const { body } = json;
    // The document's example says taskListDtos, its table taskList.
    const rows = [body['taskListDtos'], body['taskList']].find((list) => Array.isArray(list)) as unknown[] | undefined;
    const cursor = readText(body, 'nextCursor');
    if (rows === undefined && cursor === undefined && readText(body, 'code') === undefined) {
      return { ok: false, failure: unexpectedShape(response, 'a list of tasks', body) };
    }
    const next = cursor === page ? undefined : cursor;
    return { ok: true, tasks: (rows ?? []).filter(isJsonObject).flatMap(toListedTask), ...omitUndefined({ next }) };
  },
};

function toListedTask(row: Readonly<Record<string, unknown>>): ListedTask[] {
  const id = readText(row, 'taskId');
  const name = readText(row, 'taskName');
  return id === undefined ? [] : [{ id, ...omitUndefined({ name }), snapshot: toKooDriveSnapshot(row) }];
}
