import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import type { ProviderRegistry } from '../providers/registry';
import { requestOrigins } from '../providers/requestOrigins';
import type { Store } from '../tasks/ports/store';

type Directory = Pick<ConnectionDirectory, 'all'>;

/** The ids of the connections that send requests to a host. */
export function connectionsAt(
  host: string | undefined,
  { connections, providers }: { readonly connections: Directory; readonly providers: Pick<ProviderRegistry, 'get'> },
): readonly string[] {
  return connections.all().flatMap((connection) => {
    const provider = providers.get(connection.provider);
    const origins = provider ? requestOrigins(provider, connection) : [];
    return host !== undefined && origins.some((origin) => new URL(origin).host === host) ? [connection.id] : [];
  });
}

/** Ends all backoffs for the unreachable host that `failure` names, if any. @param now ms since the epoch */
export function clearHostOutage(
  failure: RequestFailure | undefined,
  { store, connections }: { readonly store: Pick<Store, 'connections'>; readonly connections: Directory },
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
