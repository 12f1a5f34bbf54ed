import { isSuccessCode } from '../../http/errorCodes';
import type { HttpResponse } from '../../http/request';
import { readWord } from '../parsing/fields';
import { readRefusal } from '../parsing/response';
import { readTaskBody, type TaskBody, type TaskShape } from '../parsing/taskResponse';

/**
 * Shoplazza's "Get Upload File Task": version 2022-01 sends the task bare, 2025-06 and later in `data`, beside a `code`,
 * which is `Success` on one page of the documents and `success` on another.
 */
const shape: TaskShape = {
  id: 'task_id',
  state: 'status',
  fields: ['task_id', 'status', 'total', 'finished', 'success_list', 'failure_list', 'origin_list'],
  expected: 'a task with status and total',
  places: (body) => [body['data'], body],
  failureIn(response, body, task) {
    const code = readWord(body, 'code');
    const isRefused = code !== undefined && !isSuccessCode(code);
    const isError = !task && ['error', 'errors'].some((key) => Object.hasOwn(body, key));
    return isRefused || isError ? readRefusal(response) : undefined;
  },
};

/** Finds the task in a response. */
export function readShoplazzaResponse(response: HttpResponse, id: string): TaskBody {
  return readTaskBody(response, id, shape);
}
