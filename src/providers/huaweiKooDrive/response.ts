import { isSuccessCode } from '../../http/errorCodes';
import type { HttpResponse } from '../../http/request';
import { readJsonResponse, readRefusal, type Answer } from '../parsing/response';
import { readText } from '../parsing/fields';

/**
 * Reads what all answers of KooDrive have in common: `code`, which is 0 for success, as number or text. Another code is
 * a failure also where the HTTP status is 200.
 */
export function readKooDriveResponse(response: HttpResponse): Answer {
  const json = readJsonResponse(response);
  const code = json.ok ? readText(json.body, 'code') : undefined;
  return code === undefined || isSuccessCode(code) ? json : { ok: false, failure: readRefusal(response) };
}
