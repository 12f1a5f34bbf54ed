import { parseJson } from '../base/json';
import type { RequestFailure } from './failure';
import type { HttpResponse } from './request';
import { readBody, type BodyForm } from './responseBody';
import { withFullLengths } from './shortenedLists';

/** The JSON of a response, or why there is none. */
export type JsonResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: RequestFailure };

/**
 * Parses a response's body; integers past 2^53 become text. Any other body is a failure `not-json` that says what it is. Its
 * scope is `service` if the body does not begin like JSON, since a proxy or a gateway sent it then.
 */
export function readJson(response: HttpResponse): JsonResult {
  const { status, body } = response;
  try {
    return { ok: true, value: withFullLengths(parseJson(body), response.shortened ?? []) };
  } catch {
    const { form } = readBody(response);
    const failure = { kind: 'not-json', status, evidence: form, detail: describe(body, form) } as const;
    return { ok: false, failure: beginsLikeJson(body) ? failure : { ...failure, scope: 'service' } };
  }
}

// The body itself is not quoted: it may be anything.
function describe(body: string, form: BodyForm): string {
  switch (form) {
    case 'empty':
      return 'an empty response';
    case 'page':
      return 'an HTML page';
    default:
      return beginsLikeJson(body) && !/[\]}]\s*$/.test(body) ? 'cut-off JSON' : 'no valid JSON';
  }
}

function beginsLikeJson(body: string): boolean {
  return /^\s*[[{]/.test(body);
}
