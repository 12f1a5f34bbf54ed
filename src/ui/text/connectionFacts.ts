import { fieldsOf, type Connection } from '../../connections/connection';
import type { Provider } from '../../providers/provider';

/** A field of a connection that has a value. The label is English and translated when shown. */
export interface ConnectionFact {
  readonly label: string;
  readonly value: string;
}

/** The fields of a connection in its provider's order; in the order of the settings if the provider is not installed. */
export function connectionFacts(connection: Connection, provider: Provider | undefined): readonly ConnectionFact[] {
  const fields = fieldsOf(connection);
  const labels = provider?.fields ?? Object.keys(fields).map((key) => ({ key, label: key }));
  return labels.flatMap(({ key, label }) => (fields[key] ? [{ label, value: fields[key] }] : []));
}
