import type { Authenticator } from '../authenticator';
import { toCanonicalRequest, toSignedNames, type SignedParts } from '../huawei/canonicalRequest';
import { hmacSha256Hex, sha256Hex } from '../digest';
import { toHeaderValue } from '../headerValue';
import { koodriveHeaders } from './headers';

/** Name of the algorithm, with which the header begins. */
export const koodriveAlgorithm = 'HMAC-SHA256';

/** The text whose HMAC is the signature; unlike AK/SK's it has no line for the date. */
export function koodriveStringToSign(parts: SignedParts): string {
  return `${koodriveAlgorithm}\n${sha256Hex(toCanonicalRequest(parts))}`;
}

/** The signature, in hex. */
export function koodriveSignature(parts: SignedParts, appSecret: string): string {
  return hmacSha256Hex(appSecret, koodriveStringToSign(parts));
}

/** Signs with a KooDrive app id and secret ("app authentication" of the KooDrive API reference). */
export const signKooDriveApp: Authenticator<'koodrive-app'> = (request, credentials, context) => {
  const added = koodriveHeaders(context);
  const { method, url, body } = request;
  const parts: SignedParts = { method, url, body, headers: { host: new URL(url).host, ...added } };
  const signature = koodriveSignature(parts, credentials.appSecret.trim());
  const appId = toHeaderValue(credentials.appId);
  const authorization = `${koodriveAlgorithm} AppId=${appId},SignedHeaders=${toSignedNames(parts.headers)},Signature=${signature}`;
  return { ...request, headers: { ...request.headers, ...added, authorization } };
};
