import * as v from 'valibot';
import { credentialKindNames } from '../auth/credentials';
import { message, type Message } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import { checkCaFile } from './caFile';
import { isCommonKey, isFieldKey, type CommonKey, type Connection } from './connection';

/** What is wrong with one entry of the setting. The other entries stay usable. */
export interface ConnectionProblem {
  /** Index in the setting's array. */
  readonly index: number;
  /** The connection's name, where it could be read. */
  readonly name?: string;
  readonly message: Message;
}

/** The parsed setting `cloudTasks.connections`. */
export interface ParsedConnections {
  readonly connections: readonly Connection[];
  readonly problems: readonly ConnectionProblem[];
}

/** What providers demand of their connections. */
export interface ConnectionRules {
  /** The keys of a provider's fields; undefined when it is not registered (yet). */
  fieldKeys(provider: string): readonly string[] | undefined;
  /** What a provider finds wrong with a well-formed connection. */
  check(connection: Connection): Message | undefined;
  /** The origins that requests of a connection go to; undefined when its provider is not registered (yet). */
  origins(connection: Connection): readonly string[] | undefined;
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty());

const common = v.object({
  id: text,
  name: v.optional(text),
  provider: text,
  credentials: v.picklist(credentialKindNames),
  endpoint: v.optional(text),
  region: v.optional(text),
  projectId: v.optional(text),
  iamEndpoint: v.optional(text),
  caFile: v.optional(text),
} satisfies Record<CommonKey, v.GenericSchema>);

/**
 * Parses the setting `cloudTasks.connections`, which people also write by hand. Keys that are neither common nor fields of
 * the provider are left out.
 * @param setting the setting's value, of any shape
 */
export function parseConnections(
  setting: unknown,
  rules: Pick<ConnectionRules, 'fieldKeys' | 'check'>,
): ParsedConnections {
  if (!Array.isArray(setting)) {
    const problem = message('The setting cloudTasks.connections must be a list of connections.');
    return { connections: [], problems: setting === undefined ? [] : [{ index: 0, message: problem }] };
  }
  const connections: Connection[] = [];
  const problems: ConnectionProblem[] = [];
  for (const [index, entry] of setting.entries()) {
    const parsed = v.safeParse(common, entry);
    if (!parsed.success) {
      problems.push({ index, message: entryProblem(index, v.getDotPath(parsed.issues[0])) });
      continue;
    }
    const { name = parsed.output.id, ...others } = parsed.output;
    const own = parseOwnFields(entry as Readonly<Record<string, unknown>>, rules.fieldKeys(others.provider));
    if ('invalid' in own) {
      problems.push({ index, name, message: entryProblem(index, own.invalid) });
      continue;
    }
    // Providers of other extensions get this very object, and must not change where the next request goes.
    const connection: Connection = Object.freeze({ ...omitUndefined(others), name, ...own.fields });
    const problem = connections.some(({ id }) => id === connection.id)
      ? message('Another connection has the same id.')
      : (connection.caFile && checkCaFile(connection.caFile)) || rules.check(connection);
    if (problem) {
      problems.push({ index, name: connection.name, message: problem });
    } else {
      connections.push(connection);
    }
  }
  return { connections, problems };
}

/**
 * The fields of an entry that its provider declares.
 * @param keys the provider's fields; without them every text is a field, because it may be one
 */
function parseOwnFields(
  entry: Readonly<Record<string, unknown>>,
  keys: readonly string[] | undefined,
): { readonly fields: Readonly<Record<string, string>> } | { readonly invalid: string } {
  const candidates = keys ?? Object.keys(entry).filter((key) => isFieldKey(key) && v.is(text, entry[key]));
  const fields: Record<string, string> = {};
  for (const key of candidates) {
    if (isCommonKey(key) || !Object.hasOwn(entry, key) || entry[key] === undefined) {
      continue;
    }
    const value = v.safeParse(text, entry[key]);
    if (!value.success) {
      return { invalid: key };
    }
    fields[key] = value.output;
  }
  return { fields };
}

function entryProblem(index: number, field: string | null): Message {
  return field
    ? message('Entry {0} of cloudTasks.connections: "{1}" is missing or not valid.', index + 1, field)
    : message('Entry {0} of cloudTasks.connections must be an object with id, provider and credentials.', index + 1);
}
