import { parseJson } from '../base/json';
import { isHtml } from './sanitizeText';
import type { RequestFailure } from './failure';
import type { HttpResponse } from './request';

/** The JSON of a response, or why there is none. */
export type JsonResult =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: RequestFailure };

/** Parses a response's body; integers past 2^53 become text. Any other body is a failure `not-json` that says what it is. */
export function readJson({ status, body }: HttpResponse): JsonResult {
  try {
    return { ok: true, value: parseJson(body) };
  } catch {
    return { ok: false, failure: { kind: 'not-json', status, detail: describe(body) } };
  }
}

// The body itself is not quoted: it may be anything.
function describe(body: string): string {
  if (body.trim() === '') {
    return 'an empty answer';
  }
  if (isHtml(body)) {
    return 'an HTML page';
  }
  return /^\s*[[{]/.test(body) && !/[\]}]\s*$/.test(body) ? 'cut-off JSON' : 'no valid JSON';
}
