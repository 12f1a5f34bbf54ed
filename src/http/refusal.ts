import { omitUndefined } from '../base/omitUndefined';
import type { ErrorBody } from './errorBody';
import { kindOfStatus, kindOfWord } from './errorCodes';
import type { RequestFailure } from './failure';
import { toCode, toRequestId } from './failureParser';
import type { HttpResponse } from './request';
import { toRetryAt } from './retryAfter';
import { sanitizeText } from './sanitizeText';

/**
 * Makes the failure of a response with a good status whose body reports an error. Its kind follows from the code only: words
 * about tokens do not mean that the credentials are wrong.
 */
export function toRefusal(response: HttpResponse, error: ErrorBody): RequestFailure {
  const { code = '' } = error;
  const byStatus = /^[45]\d\d$/.test(code) ? kindOfStatus(Number(code)) : undefined;
  const detail = sanitizeText(error.words ?? '');
  return omitUndefined({
    kind: kindOfWord(code) ?? byStatus ?? 'rejected',
    status: response.status,
    evidence: 'json',
    code: toCode(code, response.status),
    detail: detail === '' ? undefined : detail,
    requestId: toRequestId(response.headers['x-request-id']) ?? toRequestId(error.requestId),
    retryAt: toRetryAt(response),
  });
}
