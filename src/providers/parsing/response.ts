import { isJsonObject } from '../../base/json';
import type { CodeClassifier } from '../../http/errorCodes';
import type { RequestFailure } from '../../http/failure';
import { readFailure, toFailure } from '../../http/failureParser';
import { readJson } from '../../http/jsonBody';
import type { HttpResponse } from '../../http/request';

/** The JSON object that an answer holds, or why there is none. */
export type Answer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly failure: RequestFailure };

/**
 * Reads a response as far as all services are alike: no failure, JSON, an object.
 * @param classifyCode knows the error codes of the service
 */
export function readJsonResponse(response: HttpResponse, classifyCode?: CodeClassifier): Answer {
  const failure = readFailure(response, classifyCode);
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
 * @param classifyCode knows the error codes of the service
 */
export function readRefusal(response: HttpResponse, classifyCode?: CodeClassifier): RequestFailure {
  return toFailure(response, classifyCode);
}

/**
 * The failure for JSON that is not what the document describes. It shows names of fields and never their values.
 * @param expected what should have been there, in a few words
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
