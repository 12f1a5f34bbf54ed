import { iamEndpoint } from '../auth/huawei/iamEndpoint';
import type { Connection } from '../connections/connection';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import type { Provider } from '../providers/provider';
import type { ProviderRegistry } from '../providers/registry';
import type { Store } from '../tasks/ports/store';

/** An id in a form that every service accepts. It is not requested. */
const placeholderTaskId = '00000000000000000000000000000000';

/** The hosts, with ports, that a connection sends requests to: the service, and the identity service for a password. */
function hostsOf(provider: Provider, connection: Connection): readonly string[] {
  const urls = [
    addressOf(provider, connection),
    connection.credentials === 'iam-password' ? iamEndpoint(connection) : undefined,
  ];
  return urls.flatMap((url) => URL.parse(url ?? '')?.host ?? []);
}

/** The address of a task; nothing if the connection is incomplete, or another extension's provider throws. */
function addressOf(provider: Provider, connection: Connection): string | undefined {
  try {
    return provider.request(connection, placeholderTaskId).url;
  } catch {
    return undefined;
  }
}

/** The connections that send requests to a host. */
export function connectionsAt(
  host: string | undefined,
  { connections, providers }: { readonly connections: ConnectionDirectory; readonly providers: ProviderRegistry },
): readonly string[] {
  return connections.all().flatMap((connection) => {
    const provider = providers.get(connection.provider);
    return host !== undefined && provider && hostsOf(provider, connection).includes(host) ? [connection.id] : [];
  });
}

/** Ends all backoffs for the unreachable host that `failure` names, if any. @param now ms since the epoch */
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
