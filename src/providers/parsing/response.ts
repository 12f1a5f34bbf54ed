import { isJsonObject } from '../../base/json';
import type { CodeClassifier } from '../../http/errorCodes';
import type { RequestFailure } from '../../http/failure';
import { readFailure, toFailure } from '../../http/failureParser';
import { readJson } from '../../http/jsonBody';
import type { HttpResponse } from '../../http/request';

type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object in a response, or why there is none. */
export type JsonObjectResult =
  { readonly ok: true; readonly body: JsonObject } | { readonly ok: false; readonly failure: RequestFailure };

/**
 * Reads what the responses of all services have in common: a good status, JSON, an object. The object may still be an
 * error: a task can have an error of its own, so {@link readFailure} is for the caller to ask.
 * @param classifyCode classifies the error codes of the service
 */
export function readJsonObject(response: HttpResponse, classifyCode?: CodeClassifier): JsonObjectResult {
  const isGood = response.status >= 200 && response.status < 300;
  const failure = isGood ? undefined : readFailure(response, classifyCode);
  if (failure) {
    return { ok: false, failure };
  }
  const json = readJson(response);
  if (!json.ok) {
    return json;
  }
  return isJsonObject(json.value)
    ? { ok: true, body: json.value }
    : { ok: false, failure: unexpectedShape(response, 'a JSON object', json.value) };
}

/**
 * The failure of a response with a good status whose body reports an error.
 * @param classifyCode classifies the error codes of the service
 */
export function readRefusal(response: HttpResponse, classifyCode?: CodeClassifier): RequestFailure {
  return toFailure(response, classifyCode);
}

/**
 * The failure for JSON that is not what the document describes. It names the fields and never shows their values.
 * @param expected what the document describes, in a few words
 */
export function unexpectedShape(response: HttpResponse, expected: string, found: unknown): RequestFailure {
  return {
    kind: 'unexpected-shape',
    status: response.status,
    evidence: 'json',
    detail: `Expected ${expected}, found ${describeShape(found)}.`.slice(0, 300),
  };
}

function describeShape(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (!isJsonObject(value)) {
    return value === null ? 'null' : `a ${typeof value}`;
  }
  const names = Object.keys(value).map((name) => name.slice(0, 40));
  const shown = names.slice(0, 5).join(', ');
  return names.length === 0 ? 'an empty object' : `an object with ${shown}${names.length > 5 ? ', …' : ''}`;
}
