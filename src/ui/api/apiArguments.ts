import { l10n } from 'vscode';
import type { Connection } from '../../connections/connection';
import type { Credentials } from '../../auth/credentials';
import { isJsonObject } from '../../base/json';
import { omitUndefined } from '../../base/omitUndefined';
import { normalizeTaskId, readTaskId } from '../../providers/parsing/taskId';
import { taskStates, type TaskRef } from '../../tasks/task';
import type { TaskQuery as StoreQuery } from '../../tasks/ports/taskReader';
import type { TaskQuery } from '../../api';
import { ApiError } from './apiError';

// Arguments come from other extensions: each member is read once, checked, and copied.

/** The most tasks that one call lists. */
const maxListed = 1_000;

/** Copies a reference to a task, with the id that the task list has. @throws ApiError when it is none */
export function readRef(value: TaskRef & { readonly name?: string }): TaskRef & { readonly name?: string } {
  const { connection, id: given, name } = (isJsonObject(value) ? value : {}) as Record<string, unknown>;
  // The check of IDs says what is wrong with an empty one.
  const id = typeof given === 'string' ? normalizeTaskId(given) : readTaskId(given);
  if (typeof connection !== 'string' || id === undefined) {
    throw new ApiError('rejected', l10n.t('A task is named by its connection and its ID.'));
  }
  return {
    connection,
    id,
    ...omitUndefined({ name: typeof name === 'string' ? name : undefined }),
  };
}

/** Copies the texts of a connection. The directory checks them. @throws ApiError when it is no object */
export function readConnection(value: Connection): Connection {
  return readTexts(value, l10n.t('This is not a connection.')) as Connection;
}

/** Copies the texts of credentials. The directory checks them. @throws ApiError when they are no object */
export function readCredentials(value: Credentials): Credentials {
  const incomplete = l10n.t('The credentials are not complete, or hold a character that cannot be sent.');
  return readTexts(value, incomplete) as unknown as Credentials;
}

function readTexts(value: unknown, fault: string): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) {
    throw new ApiError('invalid-connection', fault);
  }
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The query for the store. Numbers out of range are moved into it. */
export function readQuery(value: TaskQuery = {}): StoreQuery {
  const { connection, states, limit, offset } = value;
  return {
    order: 'tracked',
    limit: toInteger(limit, maxListed, 1, maxListed),
    offset: toInteger(offset, 0, 0, Number.MAX_SAFE_INTEGER),
    ...omitUndefined({
      connection: typeof connection === 'string' ? connection : undefined,
      states: states && taskStates.filter((state) => states.includes(state)),
    }),
  };
}

function toInteger(value: unknown, fallback: number, min: number, max: number): number {
  return typeof value === 'number' && !Number.isNaN(value) ? Math.floor(Math.min(Math.max(value, min), max)) : fallback;
}
