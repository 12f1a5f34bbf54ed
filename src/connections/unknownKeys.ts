import { isJsonObject } from '../base/json';
import { isCommonKey } from './connection';
import { parseConnections, type ConnectionRules } from './parseConnections';

/**
 * The keys of an entry of the settings that are no field of its provider, with their values; they were written by hand. None of an
 * entry that cannot be used.
 * @param provider the one that the entry will have, whose fields are no such keys either
 */
export function unknownKeys(
  entry: unknown,
  provider: string,
  rules: ConnectionRules,
): Readonly<Record<string, unknown>> {
  const [connection] = parseConnections([entry], rules).connections;
  if (!connection || !isJsonObject(entry)) {
    return {};
  }
  const known = [connection.provider, provider].flatMap((id) => rules.fieldKeys(id) ?? []);
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !isCommonKey(key) && !known.includes(key)));
}
