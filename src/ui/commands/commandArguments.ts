import { isJsonObject } from '../../base/json';
import { taskKey, type TaskRef } from '../../tasks/task';

/**
 * The tasks in a command's arguments: a `{ connection, id }`, a row of the tree, or the selected rows. Empty if there are
 * none.
 */
export function tasksFromArgs(first: unknown, selection?: unknown): readonly TaskRef[] {
  const args: unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [first];
  const refs = args.flatMap((each) => toTaskRef(each) ?? []);
  const unique = new Map(refs.map((ref) => [taskKey(ref), ref]));
  return [...unique.values()];
}

/** Whether a command acts on the selected rows of the tree. Our keybindings pass such an argument. */
export function isAboutSelection(argument: unknown): boolean {
  return isJsonObject(argument) && argument['selected'] === true;
}

/** The connection in a command's argument: an id, a `{ connection }`, or a row of the tree. */
export function connectionFromArgs(argument: unknown): string | undefined {
  if (typeof argument === 'string') {
    return argument;
  }
  return isJsonObject(argument) && typeof argument['connection'] === 'string' ? argument['connection'] : undefined;
}

/** The item in a command's argument: its task and its index. */
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
  // A row of the tree has a `ref`; any other object may itself be a reference.
  const { connection, id } = isJsonObject(value['ref']) ? value['ref'] : 'kind' in value ? {} : value;
  return typeof connection === 'string' && (typeof id === 'string' || typeof id === 'number')
    ? { connection, id: String(id) }
    : undefined;
}
