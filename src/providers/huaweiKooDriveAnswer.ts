import { isSuccessCode } from '../http/errorCodes';
import type { HttpResponse } from '../http/request';
import { readAnswer, readRefusal, type Answer } from './answer';
import { readText } from './readField';

/**
 * Reads what all answers of KooDrive have in common: `code`, which is 0 for success, as number or text. Another code is
 * a failure also where the HTTP status is 200.
 */
export function readKooDriveAnswer(response: HttpResponse): Answer {
  const answer = readAnswer(response);
  const code = answer.ok ? readText(answer.body, 'code') : undefined;
  return code === undefined || isSuccessCode(code) ? answer : { ok: false, failure: readRefusal(response) };
}
