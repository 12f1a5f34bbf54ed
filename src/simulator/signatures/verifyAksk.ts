import { akskAlgorithm, akskSignature } from '../../auth/huawei/akskSigner';
import { isSameSecret } from '../../auth/digest';
import {
  dateProblem,
  headerOf,
  dateToleranceMs,
  readStatedSignature,
  toSignedParts,
  type ReceivedRequest,
  type Verification,
} from './verifySignature';

/** The server's data about an access key. */
export interface KnownSecretKey {
  readonly secretKey: string;
  /** Set for temporary keys. Requests must contain it. */
  readonly securityToken?: string;
}

/** Checks an AK/SK signature as Huawei's gateway does. @param now the server's time, ms since the epoch */
export function verifyAksk(
  request: ReceivedRequest,
  secretKeyOf: (accessKey: string) => KnownSecretKey | undefined,
  now: number,
): Verification<{ readonly accessKey: string }> {
  const stated = readStatedSignature(headerOf(request, 'authorization'), akskAlgorithm, 'Access');
  if (!stated) {
    return { ok: false, problem: 'no AK/SK signature found' };
  }
  const problem = dateProblem(headerOf(request, 'x-sdk-date'), now, {
    pastMs: dateToleranceMs,
    futureMs: dateToleranceMs,
  });
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  const known = secretKeyOf(stated.id);
  if (!known) {
    return { ok: false, problem: `ak ${stated.id} not exist` };
  }
  const token = headerOf(request, 'x-security-token');
  if (!isSameSecret(token ?? '', known.securityToken ?? '')) {
    return { ok: false, problem: 'the security token does not belong to the access key' };
  }
  const requiredNames = ['host', 'x-sdk-date', ...(token === undefined ? [] : ['x-security-token'])];
  const unsigned = requiredNames.find((name) => !stated.signedNames.includes(name));
  if (unsigned !== undefined) {
    return { ok: false, problem: `header ${unsigned} is not signed` };
  }
  const signed = toSignedParts(request, stated.signedNames);
  return signed && isSameSecret(akskSignature(signed, known.secretKey), stated.signature)
    ? { ok: true, accessKey: stated.id }
    : { ok: false, problem: 'verify aksk signature fail' };
}
