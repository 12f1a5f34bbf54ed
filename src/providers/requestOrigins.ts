import { iamEndpoint } from '../auth/huawei/iamEndpoint';
import { toOrigins } from '../auth/origins';
import type { Connection } from '../connections/connection';
import type { Provider } from './provider';

/** A task id in a form that every service accepts, and that no task has. */
export const placeholderTaskId = '00000000000000000000000000000000';

/** The origins (scheme, host and port) that requests of a connection go to: the service's, and that of the sign-in. */
export function requestOrigins(provider: Provider, connection: Connection): readonly string[] {
  const { list } = provider;
  const { credentials } = connection;
  return toOrigins([
    addressOf(() => provider.request(connection, placeholderTaskId).url) ?? connection.endpoint,
    list && addressOf(() => list.request(connection).url),
    addressOf(() => provider.cancel?.(connection, placeholderTaskId).url),
    credentials === 'oauth-client' ? addressOf(() => provider.oauthClient?.(connection).tokenUrl) : undefined,
    ...(usesIam(provider, connection) ? [iamEndpoint(connection)] : []),
  ]);
}

/** A password is exchanged for a token there, and a project id that is left out is looked up there. */
function usesIam({ fields }: Provider, { credentials, projectId }: Connection): boolean {
  return credentials === 'iam-password' || (!projectId && fields.some(({ key }) => key === 'projectId'));
}

/** Undefined where the connection, or a provider of another extension, is at fault. */
function addressOf(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
