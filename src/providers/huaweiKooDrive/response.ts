import { createHuaweiClassifier } from '../../auth/huawei/errorCodes';
import { isSuccessCode } from '../../http/errorCodes';
import type { HttpResponse } from '../../http/request';
import { readJsonResponse, readRefusal, type Answer } from '../parsing/response';
import { readText } from '../parsing/fields';

/** Knows the codes of KooDrive's error code page. */
export const classifyKooDriveCode = createHuaweiClassifier([
  // The parameter check, and a server behind the server.
  [/^13000102$/, 'rejected'],
  [/^13000201$/, 'server-error'],
  [/^130003\d\d$/, 'rejected'],
]);

/**
 * Reads what all answers of KooDrive have in common: `code`, which is 0 for success, as number or text. Another code is
 * a failure also where the HTTP status is 200.
 */
export function readKooDriveResponse(response: HttpResponse): Answer {
  const json = readJsonResponse(response, classifyKooDriveCode);
  const code = json.ok ? readText(json.body, 'code') : undefined;
  return code === undefined || isSuccessCode(code)
    ? json
    : { ok: false, failure: readRefusal(response, classifyKooDriveCode) };
}
