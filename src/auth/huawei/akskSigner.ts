import { omitUndefined } from '../../base/omitUndefined';
import type { Authenticator, SigningContext } from '../authenticator';
import { toBasicDate } from '../dates';
import { toCanonicalRequest, toSignedNames, type SignedParts } from './canonicalRequest';
import type { Credentials } from '../credentials';
import { hmacSha256Hex, sha256Hex } from '../digest';
import { toHeaderValue } from '../headerValue';

/** Name of the algorithm, with which the header begins. */
export const akskAlgorithm = 'SDK-HMAC-SHA256';

type AkskCredentials = Extract<Credentials, { kind: 'aksk' }>;

/** The text whose HMAC is the signature. `parts.headers` holds `x-sdk-date`. */
export function akskStringToSign(parts: SignedParts): string {
  return [akskAlgorithm, parts.headers['x-sdk-date'] ?? '', sha256Hex(toCanonicalRequest(parts))].join('\n');
}

/** The signature, in hex. */
export function akskSignature(parts: SignedParts, secretKey: string): string {
  return hmacSha256Hex(secretKey, akskStringToSign(parts));
}

/**
 * Signs with a Huawei Cloud access key, permanent or temporary (SDK-HMAC-SHA256 of the API request signing guide). The
 * gateway accepts the signature for 15 minutes around its own time.
 */
export const signAksk: Authenticator<'aksk'> = (request, credentials, context) => {
  const added = akskHeaders(credentials, context);
  const { method, url, body } = request;
  const parts: SignedParts = {
    method,
    url,
    body,
    headers: {
      // Node sends the host by itself.
      host: new URL(url).host,
      ...added,
      ...omitUndefined({ 'content-type': request.headers['content-type'] }),
    },
  };
  const access = toHeaderValue(credentials.accessKey);
  const signature = akskSignature(parts, credentials.secretKey.trim());
  const authorization = `${akskAlgorithm} Access=${access}, SignedHeaders=${toSignedNames(parts.headers)}, Signature=${signature}`;
  return { ...request, headers: { ...request.headers, ...added, authorization } };
};

function akskHeaders({ securityToken }: AkskCredentials, { now, projectId }: SigningContext): Record<string, string> {
  return {
    'x-sdk-date': toBasicDate(now),
    ...(projectId ? { 'x-project-id': toHeaderValue(projectId) } : {}),
    ...(securityToken ? { 'x-security-token': toHeaderValue(securityToken) } : {}),
  };
}
