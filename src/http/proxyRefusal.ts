import { omitUndefined } from '../base/omitUndefined';
import type { RequestFailure } from './failure';
import type { HttpResponse } from './request';
import { readBody } from './responseBody';
import { sanitizeText } from './sanitizeText';

/**
 * Finds the failure in a response that is not the host's: 407 of a proxy that wants a password, 511 of a network that
 * wants a sign-in first (a captive portal: RFC 6585, 6), or 403 with a web page, where an API would send JSON. The refusal
 * of a tunnel comes as such a response, too.
 * @returns nothing for all other responses
 */
export function readProxyRefusal(response: HttpResponse): RequestFailure | undefined {
  const { status } = response;
  const body = readBody(response);
  const isPage = body.form === 'page';
  if (status !== 407 && status !== 511 && !(status === 403 && isPage)) {
    return undefined;
  }
  const detail = sanitizeText(isPage ? body.words : '');
  return { kind: 'offline', byProxy: true, status, ...omitUndefined({ detail: detail === '' ? undefined : detail }) };
}
