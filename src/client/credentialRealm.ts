import type { Connection } from '../connections/connection';
import type { Provider } from '../providers/provider';
import { requestOrigins } from '../providers/requestOrigins';

/**
 * Names the place where a rejection of credentials applies: the service's origin. For a password also the project and the
 * region, because an identity service responds to a wrong one as to a wrong password.
 */
export function credentialRealm({
  provider,
  connection,
}: {
  readonly provider: Provider;
  readonly connection: Connection;
}): string {
  const origins = requestOrigins(provider, connection);
  switch (connection.credentials) {
    case 'iam-password':
      return JSON.stringify([origins, connection.projectId ?? '', connection.region ?? '']);
    case 'oauth-client':
      return JSON.stringify(origins);
    default:
      return JSON.stringify(origins.slice(0, 1));
  }
}
