import { isJsonObject } from '../../base/json';
import { UserError } from '../../base/errors';
import { message } from '../../base/message';
import { readTaskId } from '../../providers/parsing/taskId';
import { taskStates, type TaskRef, type TaskState } from '../../tasks/task';

// A language model fills these in: each value is checked, whatever the schema in package.json says.

type Fields = Readonly<Record<string, unknown>>;

/** The members of a tool's input. */
export function readFields(input: unknown): Fields {
  return isJsonObject(input) ? input : {};
}

/** The task that is meant. @throws UserError that says what is missing */
export function readTaskInput(input: unknown): TaskRef {
  const fields = readFields(input);
  const connection = readText(fields['connection']);
  const id = readTaskId(fields['id']);
  if (connection === undefined || id === undefined) {
    throw new UserError(message('A task is named by its connection and its ID.'));
  }
  return { connection, id };
}

/** A text; `undefined` when it is none. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number, moved into its range. */
export function readCount(value: unknown, usual: number, least: number, most: number): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(most, Math.max(least, Math.floor(value)))
    : usual;
}

/** The states that are meant; `undefined` for all. */
export function readStates(value: unknown): readonly TaskState[] | undefined {
  return Array.isArray(value) ? taskStates.filter((state) => value.includes(state)) : undefined;
}
