import { permittedOrigins } from '../auth/editorAccount';
import { findOriginMismatch, originMismatchMessage } from '../auth/origins';
import { parseAddress } from '../http/address';
import { RequestError } from '../http/failure';
import type { CallContext } from './callContext';

/**
 * Checks that the credentials were entered for the origin of this address. Every request passes here before it is signed, and
 * every password before it is posted, so that an edited endpoint or a provider's address cannot divert them.
 * @throws RequestError `credentials-missing`; `address` when no request could be made anyway
 */
export function checkOrigin(url: string, { origins, credentials }: CallContext): void {
  const { host } = parseAddress(url);
  const mismatch =
    credentials.kind === 'none' ? undefined : findOriginMismatch(permittedOrigins(credentials, origins), [url]);
  if (mismatch) {
    throw new RequestError({ kind: 'credentials-missing', host, explanation: originMismatchMessage(mismatch) });
  }
}
