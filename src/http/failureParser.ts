import { isJsonObject, parseJson } from '../base/json';
import { omitUndefined } from '../base/omitUndefined';
import { isHtml, titleOf, sanitizeText } from './sanitizeText';
import { readErrorBody, type ErrorBody } from './errorBody';
import { isSuccessCode, kindOfStatus, kindOfWord, type CodeClassifier } from './errorCodes';
import type { FailureKind, RequestFailure } from './failure';
import type { HttpResponse } from './request';
import { toRetryAt } from './retryAfter';

/**
 * The failure that a response reports, in any of the shapes that services use; nothing when the response is good or, with
 * a 2xx status, not JSON. Also finds an error in a body with a 2xx status, which some services send.
 * @param classifyCode knows the error codes of the service
 */
export function readFailure(response: HttpResponse, classifyCode?: CodeClassifier): RequestFailure | undefined {
  const body = parseBody(response.body);
  const isSuccess = response.status >= 200 && response.status < 300;
  if (isSuccess && !(body.isJson && isErrorBody(body.value))) {
    return undefined;
  }
  const error: ErrorBody = body.isJson ? readErrorBody(body.value) : { words: body.words };
  const code = toCode(error.code, response.status);
  const retryAt = toRetryAt(response);
  const detail = sanitizeText(error.words ?? '');
  const requestId = toRequestId(response.headers['x-request-id']) ?? toRequestId(error.requestId);
  return omitUndefined({
    kind: kindOf(response, error, classifyCode),
    status: response.status,
    code,
    detail: detail === '' ? undefined : detail,
    requestId,
    retryAt,
  });
}

function kindOf(
  { status, body }: HttpResponse,
  { code, words }: ErrorBody,
  classifyCode: CodeClassifier | undefined,
): FailureKind {
  const byCode = code === undefined ? undefined : (classifyCode?.(code, status) ?? kindOfWord(code));
  if (byCode !== undefined) {
    return byCode;
  }
  const isSuccess = status < 300;
  if (isSuccess && /^[45]\d\d$/.test(code ?? '')) {
    return kindOfStatus(Number(code));
  }
  // Some services send 400 when they do not accept credentials.
  if ((isSuccess || status === 400) && authWords.test(words ?? '')) {
    return 'unauthorised';
  }
  // A web page is not about a task: somebody else answers at this address.
  return status === 404 && isHtml(body) ? 'address' : kindOfStatus(status);
}

const authWords =
  /\b((un)?authori[sz]ed|authenticat\w*|authori[sz]ation|credentials?|(access[-_ ]?)?token|log ?in|session|app ?(id|secret)|signature)\b|认证|鉴权|授权|令牌|凭证|登录/i;

/** The body's JSON; else its words: the title of a web page, or the text. */
function parseBody(body: string): { isJson: true; value: unknown } | { isJson: false; words: string } {
  try {
    return { isJson: true, value: parseJson(body) };
  } catch {
    return { isJson: false, words: isHtml(body) ? titleOf(body) : body };
  }
}

const envelopeKeys = new Set(['error', 'errors', 'error_code', 'error_msg', 'code', 'message', 'msg', 'request_id']);

/** Whether a body with a 2xx status is an error all the same. A task may have an `error` too, so other fields count. */
function isErrorBody(value: unknown): boolean {
  if (!isJsonObject(value)) {
    return false;
  }
  const { code, message, msg } = value;
  if (typeof code === 'number' || (typeof code === 'string' && code !== '')) {
    return !isSuccessCode(String(code)) && (typeof message === 'string' || typeof msg === 'string');
  }
  if (value['error_code'] && value['error_msg']) {
    return true;
  }
  const { words } = readErrorBody([value['error'], value['errors']]);
  return words !== undefined && Object.keys(value).every((key) => envelopeKeys.has(key));
}

/** A code that tells something: not the status again, and nothing long or strange. */
function toCode(code: string | undefined, status: number): string | undefined {
  const isTelling = code !== undefined && code !== String(status) && /^[\w.:-]{1,64}$/.test(code);
  return isTelling && sanitizeText(code) === code ? code : undefined;
}

/** An id of a request: letters, digits and dashes, at most 100. It is shown as it is, so that support can find it. */
function toRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
}
