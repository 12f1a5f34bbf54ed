import { isJsonObject } from '../../base/json';
import { isTaskBody } from '../../http/errorBody';
import { isSuccessCode } from '../../http/errorCodes';
import type { RequestFailure } from '../../http/failure';
import type { HttpResponse } from '../../http/request';
import { readJsonResponse, readRefusal, unexpectedShape } from '../parsing/response';
import { readText } from '../parsing/fields';

const taskFields = ['task_id', 'status', 'total', 'finished', 'success_list', 'failure_list', 'origin_list'];

/** The whole answer and the task's fields in it, or why there are none. */
export type ShoplazzaResponse =
  | { readonly ok: true; readonly body: unknown; readonly task: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly failure: RequestFailure };

/**
 * Finds the task in an answer: version 2022-01 sends it bare, 2025-06 and later in `data`, beside a `code` that says
 * `Success` in one page and `success` in another.
 */
export function readShoplazzaResponse(response: HttpResponse): ShoplazzaResponse {
  const json = readJsonResponse(response);
  if (!json.ok) {
    return json;
  }
  const { body } = json;
  const code = readText(body, 'code');
  if (code !== undefined && !isSuccessCode(code) && !isTaskBody(body)) {
    return { ok: false, failure: readRefusal(response) };
  }
  const task = [body['data'], body].filter(isJsonObject).find(isTask);
  if (task) {
    return { ok: true, body, task };
  }
  const isError = ['error', 'errors'].some((key) => Object.hasOwn(body, key));
  return {
    ok: false,
    failure: isError ? readRefusal(response) : unexpectedShape(response, 'a task with status and total', body),
  };
}

function isTask(body: Readonly<Record<string, unknown>>): boolean {
  return taskFields.some((field) => Object.hasOwn(body, field));
}
