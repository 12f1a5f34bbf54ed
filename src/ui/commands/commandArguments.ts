import { isJsonObject } from '../../base/json';
import { readTaskId } from '../../providers/parsing/taskId';
import { taskKey, type TaskRef } from '../../tasks/task';
import type { NodeOf, TreeNode } from '../views/tree/treeNode';

/**
 * The rows of the tree that a command is about; `undefined` if it came from elsewhere, such as the palette.
 *
 * VS Code passes the clicked row and, if it is one of several selected rows, all of them. A key cannot name a row. Our
 * keybindings pass, in a list, what VS Code replaces with the focused row (`$focusedTreeItem`, which it passes to the actions in
 * a view's title, too). That is the row with the outline, which may not be selected: then the selection is not meant.
 * @param selection the selected rows of the tree
 */
export function rowsFromArgs(
  args: readonly unknown[],
  selection: readonly TreeNode[],
): readonly TreeNode[] | undefined {
  const [first, selected] = args;
  if (!Array.isArray(first)) {
    return isRow(first) ? uniqueRows(Array.isArray(selected) ? selected.filter(isRow) : [], first) : undefined;
  }
  const focused: unknown = first[0];
  if (isRow(focused)) {
    return uniqueRows(selection, focused);
  }
  // An editor that does not replace it leaves the selection as the best answer.
  return isJsonObject(focused) ? selection : [];
}

/** The rows, if the current one is among them; else the current one alone. */
function uniqueRows(rows: readonly TreeNode[], current: TreeNode): readonly TreeNode[] {
  return rows.some(({ id }) => id === current.id) ? rows : [current];
}

/**
 * The rows of this kind, if all others are inside of them, such as the files of a task when everything is selected; else none, so
 * that a command never acts on a part of what is selected.
 */
export function rowsOfKind<Kind extends TreeNode['kind']>(
  kind: Kind,
  rows: readonly TreeNode[],
): readonly NodeOf<Kind>[] {
  const ofKind = rows.filter((row): row is NodeOf<Kind> => row.kind === kind);
  const outer = new Set(ofKind.map((row) => placesOf(row)[0]));
  const isInside = (row: TreeNode): boolean => placesOf(row).some((place) => outer.has(place));
  return rows.every((row) => row.kind === kind || isInside(row)) ? ofKind : [];
}

/** What names a row to the rows inside of it, and then the same of the rows that it is inside of, outwards. */
function placesOf(row: TreeNode): readonly string[] {
  switch (row.kind) {
    case 'provider':
      return [`provider ${row.provider}`];
    case 'connection':
      return [`connection ${row.connection}`, `provider ${row.provider}`];
    case 'state':
      return [`state ${row.state}`];
    case 'task':
      return [`task ${taskKey(row.ref)}`, ...placesAround(row)];
    case 'item':
      return [row.id, `task ${taskKey(row.ref)}`, ...placesAround(row)];
    case 'more':
      return [row.id, ...(row.parent ? placesOf(row.parent) : [])];
    case 'problem':
      return [row.id];
  }
}

function placesAround({ ref, provider, below }: NodeOf<'task'> | NodeOf<'item'>): readonly string[] {
  return [`connection ${ref.connection}`, `provider ${provider}`, ...(below === undefined ? [] : [`state ${below}`])];
}

/** The tasks in a command's arguments that are no rows: `{ connection, id }`, or a list of them as second argument. */
export function tasksFromArgs(first: unknown, list?: unknown): readonly TaskRef[] {
  const args: unknown[] = Array.isArray(list) && list.length > 0 ? list : [first];
  const refs = args.flatMap((each) => toTaskRef(each) ?? []);
  const unique = new Map(refs.map((ref) => [taskKey(ref), ref]));
  return [...unique.values()];
}

/** The connection in a command's argument: an id, a `{ connection }`, or a connection's row. */
export function connectionFromArgs(argument: unknown): string | undefined {
  if (typeof argument === 'string') {
    return argument;
  }
  return isJsonObject(argument) && typeof argument['connection'] === 'string' ? argument['connection'] : undefined;
}

function toTaskRef(value: unknown): TaskRef | undefined {
  if (!isJsonObject(value) || 'kind' in value) {
    return undefined;
  }
  const { connection } = value;
  const id = readTaskId(value['id']);
  return typeof connection === 'string' && id !== undefined ? { connection, id } : undefined;
}

function isRow(value: unknown): value is TreeNode {
  return isJsonObject(value) && typeof value['kind'] === 'string' && typeof value['id'] === 'string';
}
