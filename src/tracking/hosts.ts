import { iamEndpoint } from '../auth/iamEndpoint';
import type { Connection } from '../connections/connection';
import type { Provider } from '../providers/provider';

/** An id in a form that every service takes; nobody is asked for it. */
const anyTask = '00000000000000000000000000000000';

/** The hosts, with their ports, that questions of a connection go to: the service's, and where a password is changed into a token. */
export function hostsOf(provider: Provider, connection: Connection): readonly string[] {
  const urls = [
    addressOf(provider, connection),
    connection.credentials === 'iam-password' ? iamEndpoint(connection) : undefined,
  ];
  return urls.flatMap((url) => URL.parse(url ?? '')?.host ?? []);
}

/** Where a task is asked for; nothing where the connection, or a provider of another extension, is at fault. */
function addressOf(provider: Provider, connection: Connection): string | undefined {
  try {
    return provider.request(connection, anyTask).url;
  } catch {
    return undefined;
  }
}
