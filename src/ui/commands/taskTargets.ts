import { CancelledError } from '../../base/errors';
import { statesUnderWay, taskKey, type Item, type TaskRef } from '../../tasks/task';
import type { TaskQuery } from '../../tasks/ports/taskReader';
import type { TreeNode } from '../views/tree/treeNode';
import { notTracked } from '../messages/notTracked';
import { pickTask, pickTasks, type TaskPrompt } from '../prompts/pickTask';
import type { Services } from '../services';
import { rowsFromArgs, rowsOfKind, tasksFromArgs } from './commandArguments';

type TargetDeps = Pick<Services, 'tree' | 'store' | 'connections' | 'providers' | 'clock' | 'timeSlicer'>;

/** The rows that a command is about, or `undefined`: {@link rowsFromArgs}. */
export function currentRows(
  { tree }: Pick<Services, 'tree'>,
  args: readonly unknown[],
): readonly TreeNode[] | undefined {
  return rowsFromArgs(args, tree.view.selection);
}

/**
 * The tasks of a command: those of its arguments, else those that the user picks.
 * @throws CancelledError when the user picks none, or when a row is current that is no task's
 */
export async function tasksOf(
  deps: TargetDeps,
  args: readonly unknown[],
  prompt: TaskPrompt,
): Promise<readonly TaskRef[]> {
  return givenTasks(deps, args) ?? pickTasks(deps, prompt);
}

/** The same for a command that acts on what is stored of them. @throws UserError when one of them is not tracked */
export async function trackedTasksOf(
  deps: TargetDeps,
  args: readonly unknown[],
  prompt: TaskPrompt,
): Promise<readonly TaskRef[]> {
  const refs = await tasksOf(deps, args, prompt);
  refs.forEach((ref) => {
    requireTracked(deps, ref);
  });
  return refs;
}

/** @throws UserError when the task is not tracked, which offers to track it again */
export function requireTracked(deps: Pick<Services, 'store' | 'connections'>, ref: TaskRef): void {
  if (!deps.store.tasks.get(ref)) {
    throw notTracked(deps, ref);
  }
}

/** The same for a command that takes one task; with several current rows it does nothing. @throws CancelledError */
export async function oneTaskOf(deps: TargetDeps, args: readonly unknown[], prompt: TaskPrompt): Promise<TaskRef> {
  const [only, ...others] = givenTasks(deps, args) ?? [];
  if (others.length > 0) {
    throw new CancelledError();
  }
  const ref = only ?? (await pickTask(deps, prompt));
  requireTracked(deps, ref);
  return ref;
}

function givenTasks(deps: TargetDeps, args: readonly unknown[]): readonly TaskRef[] | undefined {
  const rows = currentRows(deps, args);
  const refs = rows ? rowsOfKind('task', rows).map(({ ref }) => ref) : tasksFromArgs(...(args as [unknown, unknown]));
  if (refs.length === 0 && (rows || args[0] !== undefined)) {
    throw new CancelledError();
  }
  return refs.length > 0 ? refs : undefined;
}

/** Read this many tasks at once. */
const pageLength = 1_000;

/** The tasks under way below the current rows of services, connections or states; `undefined` if others are current, or none. */
export function tasksUnderWayBelow(
  deps: Pick<Services, 'tree' | 'store'>,
  args: readonly unknown[],
): readonly TaskRef[] | undefined {
  const rows = currentRows(deps, args) ?? [];
  const below = [
    ...rowsOfKind('provider', rows).map(({ provider }) => ({ provider })),
    ...rowsOfKind('connection', rows).map(({ provider, connection }) => ({ provider, connection })),
    ...rowsOfKind('state', rows).map(({ state }) => ({ states: [state] })),
  ];
  if (below.length === 0) {
    return undefined;
  }
  const found = below.flatMap((part) => allRefs(deps, { states: statesUnderWay, ...part, order: 'activity' }));
  return [...new Map(found.map(({ connection, id }) => [taskKey({ connection, id }), { connection, id }])).values()];
}

function allRefs({ store }: Pick<Services, 'store'>, query: Omit<TaskQuery, 'limit'>): readonly TaskRef[] {
  const found: TaskRef[] = [];
  for (;;) {
    const page = store.tasks.pageRefs({ ...query, offset: found.length, limit: pageLength });
    found.push(...page);
    if (page.length < pageLength) {
      return found;
    }
  }
}

/** The files whose rows are current; empty if a row of another kind is among them. */
export function itemsOf(deps: Pick<Services, 'tree' | 'store'>, args: readonly unknown[]): readonly Item[] {
  return rowsOfKind('item', currentRows(deps, args) ?? []).flatMap(({ ref, index }) =>
    deps.store.tasks.items(ref, index, 1),
  );
}
