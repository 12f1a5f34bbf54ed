import { createHuaweiClassifier } from '../../auth/huawei/errorCodes';
import { message, type Message } from '../../base/message';
import { isSuccessCode } from '../../http/errorCodes';
import type { RequestFailure } from '../../http/failure';
import { quoteFailure } from '../../http/failureMessage';
import { readFailure } from '../../http/failureParser';
import type { HttpResponse } from '../../http/request';
import { isEnded } from '../../tasks/task';
import { readWord } from '../parsing/fields';
import { readJsonObject, readRefusal, type JsonObjectResult } from '../parsing/response';
import type { TaskShape } from '../parsing/taskResponse';
import { toKooDriveState } from './state';

/** Classifies the codes of KooDrive's error code page. */
export const classifyKooDriveCode = createHuaweiClassifier([
  // Parameter check; failure of an inner server.
  [/^13000102$/, 'rejected'],
  [/^13000201$/, 'server-error'],
  [/^130003\d\d$/, 'rejected'],
]);

/** KooDrive's "Obtaining Task Details". A `code` beside it may say that the request failed, even with HTTP status 200. */
export const kooDriveTask: TaskShape = {
  id: 'taskId',
  state: 'status',
  fields: ['taskId', 'taskName', 'taskType', 'status', 'resultCode'],
  expected: 'a task with taskId and status',
  classifyCode: classifyKooDriveCode,
  failureIn,
  // Beside the code of a failed request the status may be a default value, which is 0.
  isCertain: (task) => !hasFailureCode(task) || isEnded(toKooDriveState(task)),
};

/** Reads KooDrive's "Listing Tasks", without its rows: a `code` other than 0 is a failure. */
export function readKooDriveList(response: HttpResponse): JsonObjectResult {
  const json = readJsonObject(response, classifyKooDriveCode);
  const failure = json.ok ? (readFailure(response, classifyKooDriveCode) ?? failureIn(response, json.body)) : undefined;
  return failure ? { ok: false, failure } : json;
}

/** Whether a body's `code`, a number or a text, says that the request failed. */
export function hasFailureCode(body: Readonly<Record<string, unknown>>): boolean {
  const code = readWord(body, 'code');
  return code !== undefined && !isSuccessCode(code);
}

function failureIn(response: HttpResponse, body: Readonly<Record<string, unknown>>): RequestFailure | undefined {
  return hasFailureCode(body) ? readRefusal(response, classifyKooDriveCode) : undefined;
}

/** What to do about a failure of which KooDrive's words tell more than its kind. */
export function describeKooDriveFailure(failure: RequestFailure): Message | undefined {
  return /user.?id/i.test(failure.detail ?? '')
    ? message(
        'KooDrive did not accept the user ID ({0}). Enter the user ID of the connection, then test it.',
        quoteFailure(failure),
      )
    : undefined;
}
