import type { Connection } from '../connections/connection';
import { pastedTaskIds } from './parsing/pastedTaskIds';
import type { Provider, RecognizedTask } from './provider';
import { placeholderTaskId } from './requestOrigins';

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

/** The address of a command that sends a request; undefined for any other text. */
export function addressOfCommand(text: string): string | undefined {
  const form =
    /^\s*(?:\$\s+)?(?:(?:curl(?:\.exe)?|wget|Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\s|fetch\s*\()[^]*?(https?:\/\/[^\s'"]+)/i;
  return form.exec(text)?.[1];
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
    if (!provider.recognize) {
      return connections.flatMap((connection) => {
        const id = requestedId(text, provider, connection);
        return id === undefined ? [] : [{ id, provider, connection }];
      });
    }
    const task = provider.recognize(text);
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
  // The other words of a command are no IDs.
  let rest = addressOfCommand(text) ?? text;
  const ids: string[] = [];
  for (const part of rest.split(/[\s,;]+/).filter(mayHoldAddress)) {
    const task = provider?.recognize?.(part);
    if (provider && task && isOf(connection, provider, task)) {
      ids.push(task.id);
      rest = rest.replace(part, '');
    }
  }
  return [...new Set([...ids, ...pastedTaskIds(rest)])];
}

/** The ID of the task that a connection requests at an address in a text: so tasks are found whose provider reads no addresses. */
function requestedId(text: string, provider: Provider, connection: Connection): string | undefined {
  if (connection.provider !== provider.id) {
    return undefined;
  }
  const other = requestedAddress(provider, connection, placeholderTaskId);
  for (const [found] of text.matchAll(/https?:\/\/[^\s'"<>]*[^\s'"<>.,;:!?)\]}]/gi)) {
    const address = URL.parse(found);
    const last = address?.pathname.split('/').findLast(Boolean) ?? '';
    const ids = [...pastedTaskIds(found), ...pastedTaskIds(last)];
    const id = ids.find((each) => {
      const requested = provider.validateId?.(each) === undefined && requestedAddress(provider, connection, each);
      // Where every task has one address, that names none.
      return address && requested && requested.href !== other?.href && isAt(address, requested);
    });
    if (id !== undefined) {
      return id;
    }
  }
  return undefined;
}

/** Whether an address has all that a requested one has. */
function isAt(address: URL, requested: URL): boolean {
  const partsOf = ({ pathname }: URL): string => pathname.split('/').filter(Boolean).join('/');
  return (
    requested.origin === address.origin &&
    partsOf(requested) === partsOf(address) &&
    [...requested.searchParams].every(([name, value]) => address.searchParams.getAll(name).includes(value))
  );
}

/** The address at which a connection requests a task; undefined where its provider makes none of these. */
function requestedAddress(provider: Provider, connection: Connection, id: string): URL | undefined {
  try {
    return URL.parse(provider.request(connection, id).url) ?? undefined;
  } catch {
    return undefined;
  }
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
