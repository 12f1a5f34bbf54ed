import { isJsonObject } from '../base/json';
import { omitUndefined } from '../base/omitUndefined';
import { isTaskBody, readErrorBody, type ErrorBody } from './errorBody';
import { isSuccessCode, kindOfStatus, kindOfWord, type CodeClassifier } from './errorCodes';
import type { FailureKind, RequestFailure } from './failure';
import type { HttpResponse } from './request';
import { readBody, type BodyForm } from './responseBody';
import { toRetryAt } from './retryAfter';
import { sanitizeText } from './sanitizeText';

/**
 * Finds the failure that a response reports, in any of the shapes that services use, also in a body with a 2xx status.
 * @param classifyCode knows the error codes of the service
 * @returns nothing when the response is good or, with a 2xx status, not JSON
 */
export function readFailure(response: HttpResponse, classifyCode?: CodeClassifier): RequestFailure | undefined {
  const isGood = isSuccess(response.status) && !isErrorBody(jsonOf(response));
  return isGood ? undefined : toFailure(response, classifyCode);
}

/**
 * The failure of a response that is known to report one.
 * @param classifyCode knows the error codes of the service
 */
export function toFailure(response: HttpResponse, classifyCode?: CodeClassifier): RequestFailure {
  const body = readBody(response);
  const error: ErrorBody = body.form === 'json' ? readErrorBody(body.value) : { words: body.words };
  const code = toCode(error.code, response.status);
  const detail = sanitizeText(error.words ?? '');
  const requestId = toRequestId(response.headers['x-request-id']) ?? toRequestId(error.requestId);
  return omitUndefined({
    ...attribute(response.status, body.form, error, classifyCode),
    status: response.status,
    evidence: body.form,
    code,
    detail: detail === '' ? undefined : detail,
    requestId,
    retryAt: toRetryAt(response),
  });
}

/**
 * Decides from the evidence what failed; `failureScope.ts` documents what follows. If status and code contradict each other, the
 * status counts. Only JSON of the service itself counts as `not-found`.
 */
function attribute(
  status: number,
  form: BodyForm,
  { code, words = '' }: ErrorBody,
  classifyCode: CodeClassifier | undefined,
): Pick<RequestFailure, 'kind' | 'scope'> {
  const byCode = code === undefined ? undefined : kindOfCode(code, status, classifyCode);
  if (byCode !== undefined) {
    return { kind: byCode };
  }
  if (isSuccess(status) && /^[45]\d\d$/.test(code ?? '')) {
    return { kind: kindOfStatus(Number(code)) };
  }
  // Some services send 400 when they do not accept credentials.
  if ((isSuccess(status) || status === 400) && form !== 'page' && authWords.test(words)) {
    return { kind: 'unauthorised' };
  }
  if ((isSuccess(status) || isGenericRejection(status)) && throttleWords.test(words)) {
    return { kind: 'throttled' };
  }
  const kind = kindOfStatus(status);
  if (kind !== 'not-found') {
    // A web page comes from a gateway, which would reject a request for any task.
    return form === 'page' && kind === 'rejected' ? { kind, scope: 'service' } : { kind };
  }
  if (form === 'json' && parserWords.test(words)) {
    return { kind: 'server-error' };
  }
  // Otherwise a router or a gateway does not know the path: that says nothing about the task, and may be temporary.
  const isAboutTask = form === 'json' && !routerWords.test(words) && !otherThing.test(code ?? '');
  return isAboutTask ? { kind } : { kind: 'address', scope: 'service' };
}

/** The kind of an error code, or the kind of the status if the two contradict each other; undefined for an unlisted code. */
function kindOfCode(code: string, status: number, classifyCode: CodeClassifier | undefined): FailureKind | undefined {
  // A gateway may send 5xx with a word such as `Unauthorized` although the credentials are right.
  const kind = classifyCode?.(code, status) ?? (status < 500 ? kindOfWord(code) : undefined);
  const maySpeakOfTask = isSuccess(status) || kindOfStatus(status) === 'not-found';
  if (kind === 'not-found' && !maySpeakOfTask) {
    return kindOfStatus(status);
  }
  // Routers send a plain `NotFound`, too: its words decide.
  return kind === 'not-found' && !taskCode.test(code) ? undefined : kind;
}

/** Codes that may be about a task: `TaskNotFound`, not `StoreNotFound`, and every code that does not end in `NotFound`. */
const taskCode = /^(?!\w*NotFound$)|(task|job|run|record|item|resource|entity|object|data)_?NotFound$/i;
const otherThing = /^(?!\w*(task|job|run|record|item|resource|entity|object|data)_?NotFound$)\w+NotFound$/i;

const authWords =
  /\b((un)?authori[sz]ed|authenticat\w*|authori[sz]ation|credentials?|(access[-_ ]?)?token|log ?in|session|app ?(id|secret)|signature)\b|认证|鉴权|授权|令牌|凭证|登录/i;
const throttleWords = /\b(too many requests|rate limit\w*|throttl\w*)\b|限流|请求过于频繁/i;
/** What routers of gateways and web frameworks say of a path: Shoplazza, Kong, Express, Fastify, Laravel, Spring. */
const routerWords =
  /\b(page|path|endpoint|url|uri) (was )?not found|\bno (such )?(route|path|endpoint|handler|static resource)\b|\broute\b.*\b(not|no)\b.*\b(found|matched)|^cannot (get|post) \/|default backend/i;
const parserWords = /\bpars(e|ing) error|\bfailed to parse/i;

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Whether a status names no reason of its own. */
function isGenericRejection(status: number): boolean {
  return kindOfStatus(status) === 'rejected';
}

function jsonOf(response: HttpResponse): unknown {
  const body = readBody(response);
  return body.form === 'json' ? body.value : undefined;
}

const envelopeKeys = new Set(['error', 'errors', 'error_code', 'error_msg', 'code', 'message', 'msg', 'request_id']);

/** Whether a body with a 2xx status reports a failed request. A task may contain an error, too, but then it has other fields. */
function isErrorBody(value: unknown): boolean {
  if (!isJsonObject(value) || isTaskBody(value)) {
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

/** The error code, unless it repeats the status, is longer than 64 characters or holds others than letters, digits and `_.:-`. */
export function toCode(code: string | undefined, status: number): string | undefined {
  const isUseful = code !== undefined && code !== String(status) && /^[\w.:-]{1,64}$/.test(code);
  return isUseful && sanitizeText(code) === code ? code : undefined;
}

/** An id of a request: letters, digits and dashes, at most 100. It is shown unmasked, so that support can find it. */
export function toRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
}
