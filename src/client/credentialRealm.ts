import type { Connection } from '../connections/connection';
import type { Provider } from '../providers/provider';
import { requestOrigins } from '../providers/requestOrigins';

/**
 * Names where a rejection of credentials holds: at the service's origin. An identity service rejects a password for a wrong
 * project or region as well, so that these belong to it.
 */
export function credentialRealm({
  provider,
  connection,
}: {
  readonly provider: Provider;
  readonly connection: Connection;
}): string {
  const origins = requestOrigins(provider, connection);
  return connection.credentials === 'iam-password'
    ? JSON.stringify([origins, connection.projectId ?? '', connection.region ?? ''])
    : JSON.stringify(origins.slice(0, 1));
}
