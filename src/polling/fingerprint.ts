import type { CallContext } from '../client/callContext';
import { credentialRealm } from '../client/credentialRealm';
import type { ConnectionDirectory } from '../connections/connectionDirectory';

/** Adds the fingerprint of a call's credentials. */
export async function withFingerprint(
  connections: Pick<ConnectionDirectory, 'fingerprint'>,
  call: CallContext,
): Promise<CallContext> {
  return call.credentials.kind === 'none'
    ? call
    : { ...call, fingerprint: await connections.fingerprint(call.credentials, credentialRealm(call)) };
}
