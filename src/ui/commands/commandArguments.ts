import { isJsonObject } from '../../base/json';
import { taskKey, type TaskRef } from '../../tasks/task';

/**
 * The tasks that a command was told: a task's `{ connection, id }`, a row of the tree, or the rows that are selected with
 * it. Empty when it was told none.
 */
export function tasksFromArgs(first: unknown, selection?: unknown): readonly TaskRef[] {
  const args: unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [first];
  const refs = args.flatMap((each) => toTaskRef(each) ?? []);
  const unique = new Map(refs.map((ref) => [taskKey(ref), ref]));
  return [...unique.values()];
}

/** Whether a command is about the rows that are selected in the tree; a keybinding says so. */
export function isAboutSelection(argument: unknown): boolean {
  return isJsonObject(argument) && argument['selected'] === true;
}

/** The connection that a command was told: its id, `{ connection }`, or a row of the tree that stands for it. */
export function connectionFromArgs(argument: unknown): string | undefined {
  if (typeof argument === 'string') {
    return argument;
  }
  return isJsonObject(argument) && typeof argument['connection'] === 'string' ? argument['connection'] : undefined;
}

/** The item that a command was told: its task and its place among the task's items. */
export function itemFromArgs(argument: unknown): { readonly ref: TaskRef; readonly index: number } | undefined {
  const ref = toTaskRef(argument);
  return ref && isJsonObject(argument) && argument['kind'] === 'item' && typeof argument['index'] === 'number'
    ? { ref, index: argument['index'] }
    : undefined;
}

function toTaskRef(value: unknown): TaskRef | undefined {
  if (!isJsonObject(value)) {
    return undefined;
  }
  // A row names its task; anything else may be one.
  const { connection, id } = isJsonObject(value['ref']) ? value['ref'] : 'kind' in value ? {} : value;
  return typeof connection === 'string' && (typeof id === 'string' || typeof id === 'number')
    ? { connection, id: String(id) }
    : undefined;
}
