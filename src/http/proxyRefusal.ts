import { isHtml, titleOf, sanitizeText } from './sanitizeText';
import type { RequestFailure } from './failure';
import type { HttpResponse } from './request';

/**
 * The failure of an answer that is not the host's: a proxy that wants a password (407), or a proxy or firewall that does
 * not let the request through (403 with a web page, where an API would send JSON). A tunnel that a proxy refuses comes
 * as such an answer too. Nothing for all others.
 */
export function readProxyRefusal({ status, body }: HttpResponse): RequestFailure | undefined {
  if (status !== 407 && !(status === 403 && isHtml(body))) {
    return undefined;
  }
  const detail = sanitizeText(isHtml(body) ? titleOf(body) : '');
  return { kind: 'offline', byProxy: true, status, ...(detail && { detail }) };
}
