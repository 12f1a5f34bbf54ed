import type { Connection } from '../connections/connection';
import { pastedTaskIds } from './parsing/pastedTaskIds';
import type { Provider, RecognizedTask } from './provider';

/** A task that a pasted text names by its address. */
export interface PastedTask extends RecognizedTask {
  readonly provider: Provider;
  /** The connection that it belongs to; absent while there is none. */
  readonly connection?: Connection;
}

/** Whether a text may hold the address of a task. */
function mayHoldAddress(text: string): boolean {
  return /https?:\/\//i.test(text);
}

/**
 * Finds the task whose address is in a text: for each provider that knows the address, one for each connection that it may
 * belong to, or one without.
 * @param connections those that the task may belong to, if their fields are those of the address
 * @returns those of connections first
 */
export function findPastedTasks(
  text: string,
  providers: readonly Provider[],
  connections: readonly Connection[],
): readonly PastedTask[] {
  if (!mayHoldAddress(text)) {
    return [];
  }
  const found = providers.flatMap((provider): PastedTask[] => {
    const task = provider.recognize?.(text);
    if (!task) {
      return [];
    }
    const own = connections.filter((each) => isOf(each, provider, task));
    return own.length === 0 ? [{ ...task, provider }] : own.map((connection) => ({ ...task, provider, connection }));
  });
  return [...found.filter(({ connection }) => connection), ...found.filter(({ connection }) => !connection)];
}

/**
 * The ids in what a person typed or pasted for a connection: ids, and addresses of its tasks.
 * @param provider of the connection; undefined while it is not known
 */
export function typedTaskIds(text: string, connection: Connection, provider: Provider | undefined): readonly string[] {
  const addresses = text.split(/[\s,;]+/).filter(mayHoldAddress);
  // A curl command is one task, with more words around its address.
  const parts = addresses.length === 1 ? [text] : addresses;
  const ids: string[] = [];
  let rest = text;
  for (const part of parts) {
    const task = provider?.recognize?.(part);
    if (provider && task && isOf(connection, provider, task)) {
      ids.push(task.id);
      rest = rest.replace(part, '');
    }
  }
  return [...new Set([...ids, ...pastedTaskIds(rest)])];
}

/** Whether a connection has the fields that an address has. */
function isOf(connection: Connection, provider: Provider, { fields = {} }: RecognizedTask): boolean {
  return (
    connection.provider === provider.id &&
    provider.fields.every(({ key, fallback }) => {
      const found = fields[key];
      return found === undefined || comparable(found) === comparable(connection[key] ?? fallback ?? found);
    })
  );
}

function comparable(value: string): string {
  return value.trim().replace(/\/+$/, '');
}
