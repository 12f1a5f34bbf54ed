import { isSameSecret } from '../../auth/digest';
import { koodriveAlgorithm, koodriveSignature } from '../../auth/koodrive/appSigner';
import {
  dateProblem,
  headerOf,
  dateToleranceMs,
  readStatedSignature,
  toSignedParts,
  type ReceivedRequest,
  type Verification,
} from './verifySignature';

/** Checks a KooDrive app signature as KooDrive does. @param now the server's time, ms since the epoch */
export function verifyKooDriveApp(
  request: ReceivedRequest,
  appSecretOf: (appId: string) => string | undefined,
  now: number,
): Verification<{ readonly appId: string }> {
  const stated = readStatedSignature(headerOf(request, 'authorization'), koodriveAlgorithm, 'AppId');
  if (!stated) {
    return { ok: false, problem: 'no app signature found' };
  }
  // KooDrive rejects dates in the future.
  const problem = dateProblem(headerOf(request, 'x-date'), now, { pastMs: dateToleranceMs, futureMs: 0 });
  if (problem !== undefined) {
    return { ok: false, problem };
  }
  const unsigned = ['host', 'x-date', 'x-user-id'].find((name) => !stated.signedNames.includes(name));
  if (unsigned !== undefined) {
    return { ok: false, problem: `header ${unsigned} is not signed` };
  }
  const appSecret = appSecretOf(stated.id);
  const signed = toSignedParts(request, stated.signedNames);
  return appSecret !== undefined && signed && isSameSecret(koodriveSignature(signed, appSecret), stated.signature)
    ? { ok: true, appId: stated.id }
    : { ok: false, problem: 'the app signature does not match' };
}
