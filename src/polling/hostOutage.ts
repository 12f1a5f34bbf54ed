import { iamEndpoint } from '../auth/huawei/iamEndpoint';
import type { Connection } from '../connections/connection';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import type { Provider } from '../providers/provider';
import type { ProviderRegistry } from '../providers/registry';
import type { Store } from '../tasks/ports/store';

/** An id in a form that every service takes; nobody is asked for it. */
const placeholderTaskId = '00000000000000000000000000000000';

/** The hosts, with their ports, that questions of a connection go to: the service's, and where a password is changed into a token. */
function hostsOf(provider: Provider, connection: Connection): readonly string[] {
  const urls = [
    addressOf(provider, connection),
    connection.credentials === 'iam-password' ? iamEndpoint(connection) : undefined,
  ];
  return urls.flatMap((url) => URL.parse(url ?? '')?.host ?? []);
}

/** Where a task is asked for; nothing where the connection, or a provider of another extension, is at fault. */
function addressOf(provider: Provider, connection: Connection): string | undefined {
  try {
    return provider.request(connection, placeholderTaskId).url;
  } catch {
    return undefined;
  }
}

/** The connections whose questions go to a host. */
export function connectionsAt(
  host: string | undefined,
  { connections, providers }: { readonly connections: ConnectionDirectory; readonly providers: ProviderRegistry },
): readonly string[] {
  return connections.all().flatMap((connection) => {
    const provider = providers.get(connection.provider);
    return host !== undefined && provider && hostsOf(provider, connection).includes(host) ? [connection.id] : [];
  });
}

/** Ends every hold for the host that could not be reached, when `failure` says that it was one. @param now ms since the epoch */
export function clearHostOutage(
  failure: RequestFailure | undefined,
  { store, connections }: { readonly store: Store; readonly connections: ConnectionDirectory },
  now: number,
): void {
  if (failure?.kind !== 'offline' || failure.host === undefined) {
    return;
  }
  for (const { id } of connections.all()) {
    const other = store.connections.state(id).backoff?.failure;
    if (other?.kind === 'offline' && other.host === failure.host) {
      store.connections.clearBackoff(id, now);
    }
  }
}
