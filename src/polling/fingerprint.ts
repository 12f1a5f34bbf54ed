import type { CallContext } from '../client/callContext';
import { credentialRealm } from '../client/credentialRealm';
import type { ConnectionDirectory } from '../connections/connectionDirectory';

/** Adds the fingerprint of a call's credentials. */
export async function withFingerprint<Call extends CallContext>(
  connections: Pick<ConnectionDirectory, 'fingerprint'>,
  call: Call,
): Promise<Call> {
  return call.credentials.kind === 'none'
    ? call
    : { ...call, fingerprint: await connections.fingerprint(call.credentials, credentialRealm(call)) };
}
