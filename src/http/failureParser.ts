import { omitUndefined } from '../base/omitUndefined';
import { isErrorBody, readErrorBody, type ErrorBody } from './errorBody';
import { kindOfStatus, kindOfWord, missingThing, type CodeClassifier } from './errorCodes';
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
  const byCode = code === undefined ? undefined : kindOfCode(code, words, status, classifyCode);
  if (byCode !== undefined) {
    return { kind: byCode };
  }
  if (isSuccess(status) && /^[45]\d\d$/.test(code ?? '')) {
    return { kind: kindOfStatus(Number(code)) };
  }
  // Some services send 400 when they do not accept credentials.
  if ((isSuccess(status) || status === 400) && form !== 'page' && authWords.test(words.replace(otherTokens, ''))) {
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
  const isAboutTask = form === 'json' && !routerWords.test(words) && missingThing(code ?? '') !== 'other';
  return isAboutTask ? { kind } : { kind: 'address', scope: 'service' };
}

/** The kind of an error code, or the kind of the status if the two contradict each other; undefined for an unlisted code. */
function kindOfCode(
  code: string,
  words: string,
  status: number,
  classifyCode: CodeClassifier | undefined,
): FailureKind | undefined {
  // A gateway may send 5xx with a word such as `Unauthorized` although the credentials are right.
  const kind = classifyCode?.(code, status) ?? (status < 500 ? kindOfWord(code) : undefined);
  if (kind !== 'not-found') {
    return kind;
  }
  const maySpeakOfTask = isSuccess(status) || kindOfStatus(status) === 'not-found';
  if (!maySpeakOfTask) {
    return kindOfStatus(status);
  }
  const missing = missingThing(code);
  // Routers send a plain `NotFound`, too: its words decide.
  const mayBeRouter = missing === 'unnamed' && (!isSuccess(status) || routerWords.test(words));
  return missing === 'other' || mayBeRouter ? undefined : kind;
}

const authWords =
  /\b((un)?authori[sz]ed|authenticat\w*|authori[sz]ation|credentials?|(access[-_ ]?)?token|log ?in|session|app ?(id|secret)|signature)\b|认证|鉴权|授权|令牌|凭证|登录/i;
/** Words of a parser, of a list's pages and of uploads, which have nothing to do with signing in. */
const otherTokens =
  /\b(unexpected|next|page|paging|pagination|continuation|cursor|sync|resume|upload)[- ]token\b|\bupload session\b/gi;
const throttleWords = /\b(too many requests|rate limit\w*|throttl\w*)\b|限流|请求过于频繁/i;
/**
 * What routers of gateways and web frameworks say of a path: Shoplazza, Kong, APISIX, Express, Fastify, Laravel, Spring, Symfony,
 * ASP.NET, OpenAI, Stripe, Kubernetes, Apigee, and the gateways of Google, Huawei and Tencent.
 */
const routerWords = new RegExp(
  [
    String.raw`\b(page|path|endpoint|url|uri|api) ((was )?not found|does not exist)`,
    String.raw`\bno (such )?(route|path|endpoint|handler|static resource)\b`,
    String.raw`\broute\b.*\b(not|no)\b.*\b(found|matched)`,
    String.raw`^cannot (get|post) \/`,
    String.raw`\b(invalid|unrecognized|unknown) (request )?(url|uri|endpoint)\b`,
    String.raw`\bmatches the request uri\b|\bnot defined by this api\b|\bidentify proxy for host\b|default backend`,
    '^the server could not find the requested resource$',
    '(接口|路径|路由|页面|api)\\s*(不存在|未找到|未发布)|(找不到|不存在|没有)(该|此|对应的)?(接口|路径|路由|页面)',
  ].join('|'),
  'i',
);
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

/** The error code, unless it repeats the status, is longer than 64 characters or holds others than letters, digits and `_.:-`. */
export function toCode(code: string | undefined, status: number): string | undefined {
  const isUseful = code !== undefined && code !== String(status) && /^[\w.:-]{1,64}$/.test(code);
  return isUseful && sanitizeText(code) === code ? code : undefined;
}

/** An id of a request: letters, digits and dashes, at most 100. It is shown unmasked, so that support can find it. */
export function toRequestId(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
}
