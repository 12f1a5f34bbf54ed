import * as v from 'valibot';
import { credentialKindNames } from '../auth/credentials';
import { message, type Message } from '../base/message';
import { checkCaFile } from './caFile';
import type { Connection } from './connection';

/** What is wrong with one entry of the setting; the other entries are not disturbed. */
export interface ConnectionProblem {
  /** Place in the setting's array, from 0. */
  readonly index: number;
  /** The connection's name, where it could be read. */
  readonly name?: string;
  readonly message: Message;
}

/** What the setting `cloudTasks.connections` amounts to. */
export interface ParsedConnections {
  readonly connections: readonly Connection[];
  readonly problems: readonly ConnectionProblem[];
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty());

const schema = v.object({
  id: text,
  name: v.optional(text),
  provider: text,
  credentials: v.picklist(credentialKindNames),
  endpoint: v.optional(text),
  region: v.optional(text),
  projectId: v.optional(text),
  shop: v.optional(text),
  apiVersion: v.optional(text),
  userId: v.optional(text),
  iamEndpoint: v.optional(text),
  caFile: v.optional(text),
});

/**
 * Reads the setting `cloudTasks.connections`, which people also write by hand.
 * @param setting the setting's value, of whatever shape
 * @param check says what a provider finds wrong with a well-formed connection
 */
export function parseConnections(
  setting: unknown,
  check: (connection: Connection) => Message | undefined,
): ParsedConnections {
  if (!Array.isArray(setting)) {
    const problem = message('The setting cloudTasks.connections must be a list of connections.');
    return { connections: [], problems: setting === undefined ? [] : [{ index: 0, message: problem }] };
  }
  const connections: Connection[] = [];
  const problems: ConnectionProblem[] = [];
  for (const [index, entry] of setting.entries()) {
    const parsed = v.safeParse(schema, entry);
    if (!parsed.success) {
      problems.push({ index, message: entryProblem(index, parsed.issues[0]) });
      continue;
    }
    const connection = omitUndefined(parsed.output);
    const problem = connections.some(({ id }) => id === connection.id)
      ? message('Another connection has the same id.')
      : (connection.caFile && checkCaFile(connection.caFile)) || check(connection);
    if (problem) {
      problems.push({ index, name: connection.name, message: problem });
    } else {
      connections.push(connection);
    }
  }
  return { connections, problems };
}

function omitUndefined(entry: v.InferOutput<typeof schema>): Connection {
  const present = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
  return { ...(present as unknown as Connection), name: entry.name ?? entry.id };
}

function entryProblem(index: number, issue: v.BaseIssue<unknown>): Message {
  const field = issue.path?.map(({ key }) => String(key)).join('.');
  return field
    ? message('Entry {0} of cloudTasks.connections: "{1}" is missing or not valid.', index + 1, field)
    : message('Entry {0} of cloudTasks.connections must be an object with id, provider and credentials.', index + 1);
}
