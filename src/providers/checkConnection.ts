import { message, type Message } from '../base/message';
import type { Connection } from '../connections/connection';
import type { ConnectionRules } from '../connections/parseConnections';
import type { ConnectionField, Provider } from './provider';
import type { ProviderRegistry } from './registry';
import { requestOrigins } from './requestOrigins';

/** Creates the checks of connections from the registered providers. */
export function createConnectionRules(providers: Pick<ProviderRegistry, 'get'>): ConnectionRules {
  return {
    fieldKeys: (id) => providers.get(id)?.fields.map(({ key }) => key),
    check(connection) {
      const provider = providers.get(connection.provider);
      return provider && checkConnection(provider, connection);
    },
    origins(connection) {
      const provider = providers.get(connection.provider);
      return provider && requestOrigins(provider, connection);
    },
  };
}

/** The first fault that a provider finds in a connection; undefined when it can be used. */
export function checkConnection(provider: Provider, connection: Connection): Message | undefined {
  if (!provider.credentials.includes(connection.credentials)) {
    return message(
      '{0} does not sign in with "{1}". Use one of: {2}.',
      provider.label,
      connection.credentials,
      provider.credentials.join(', '),
    );
  }
  for (const field of provider.fields) {
    const problem = checkField(field, connection);
    if (problem) {
      return problem;
    }
  }
  return undefined;
}

/** Whether this connection needs a value for the field. */
export function isFieldRequired(field: ConnectionField, connection: Connection): boolean {
  const isReplaced = field.replacedBy !== undefined && Boolean(connection[field.replacedBy]);
  const isCalledFor = field.requiredFor?.includes(connection.credentials) ?? false;
  return (field.required && !isReplaced) || isCalledFor || (field.isRequired?.(connection) ?? false);
}

function checkField(field: ConnectionField, connection: Connection): Message | undefined {
  const value = connection[field.key];
  if (value) {
    return field.validate(field.normalize?.(value) ?? value);
  }
  return isFieldRequired(field, connection) && field.fallback === undefined
    ? message('"{0}" is missing.', field.key)
    : undefined;
}
