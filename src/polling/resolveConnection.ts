import { UserError } from '../base/errors';
import type { Connection } from '../connections/connection';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { missingProvider } from '../providers/missingProvider';
import type { Provider } from '../providers/provider';
import { normalizeTaskId } from '../providers/parsing/taskId';
import type { ProviderRegistry } from '../providers/registry';

/** Where connections and providers are found. */
interface Resolvers {
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
}

/** A connection and its provider. @throws UserError when one of them is missing */
export function resolveConnection(
  deps: Resolvers,
  id: string,
): { readonly connection: Connection; readonly provider: Provider } {
  const connection = deps.connections.require(id);
  return { connection, provider: providerOf(deps, connection) };
}

/** The provider of a connection. @throws UserError when it is not installed */
export function providerOf({ providers }: Pick<Resolvers, 'providers'>, { provider: id }: Connection): Provider {
  const provider = providers.get(id);
  if (!provider) {
    throw new UserError(missingProvider(id, providers));
  }
  return provider;
}

/** The id without invisible characters and blanks around it. @throws UserError when the id is invalid */
export function checkedId(provider: Provider, pasted: string): string {
  const id = normalizeTaskId(pasted);
  const problem = provider.validateId?.(id);
  if (problem) {
    throw new UserError(problem);
  }
  return id;
}
