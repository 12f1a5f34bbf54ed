import type { Authenticator } from '../authenticator';
import { toHeaderValue } from '../headerValue';
import { koodriveHeaders } from './headers';
import { percentDecode } from '../huawei/canonicalRequest';

// The documents write the plus sign literally.
const usualPrefix = 'Bearer+';

/**
 * Makes an `Authorization` header from a pasted value: the cookie of that name from KooDrive's web page, with or without
 * its name, its `Bearer` prefix and its URL encoding.
 */
export function toKooDriveAuthorization(pasted: string): string {
  const value = percentDecode(
    pasted
      .trim()
      .replace(/^authorization\s*[=:]\s*/i, '')
      .replace(/;\s*$/, '')
      .replace(/^"(.*)"$/s, '$1'),
  ).trim();
  return /^bearer[+ ]/i.test(value) ? value : usualPrefix + value;
}

/** Signs in with a KooDrive access token, which lives for 20 minutes after each use. */
export const kooDriveTokenAuth: Authenticator<'koodrive-token'> = (request, { token }, context) => ({
  ...request,
  headers: {
    ...request.headers,
    ...koodriveHeaders(context),
    authorization: toHeaderValue(toKooDriveAuthorization(token)),
  },
});
