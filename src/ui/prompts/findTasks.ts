import { statesAtEnd, statesUnderWay, taskKey, taskStates } from '../../tasks/task';
import type { TaskQuery } from '../../tasks/ports/taskReader';
import type { TrackedTask } from '../../tasks/trackedTask';
import type { ViewDeps } from '../shell/viewDeps';
import { stateText } from '../text/stateText';

type Found = Pick<TaskQuery, 'connection' | 'states' | 'text'>;

/**
 * The tasks for a list in which VS Code leaves those that match what is typed: the first running and the first ended ones, and,
 * when there are more, those that match by what a row says: the name, the ID, the state, the connection or its provider.
 * @param limit the most tasks that each of these adds
 */
export function findTasks(
  { store, connections, providers }: Pick<ViewDeps, 'store' | 'connections' | 'providers'>,
  typed: string,
  limit: number,
): readonly TrackedTask[] {
  const page = (found: Found): readonly TrackedTask[] => store.tasks.page({ ...found, order: 'activity', limit });
  const first = [statesUnderWay, statesAtEnd].map((states) => page({ states }));
  const text = typed.trim().toLowerCase();
  if (text === '' || first.every(({ length }) => length < limit)) {
    return first.flat();
  }
  const matches = (shown: string | undefined): boolean => shown?.toLowerCase().includes(text) ?? false;
  const found: readonly Found[] = [
    { text },
    ...taskStates.filter((state) => matches(stateText(state))).map((state) => ({ states: [state] })),
    ...connections
      .all()
      .filter(({ name, provider }) => matches(name) || matches(providers.get(provider)?.label))
      .map(({ id }) => ({ connection: id })),
  ];
  const tasks = [...first.flat(), ...found.flatMap(page)];
  return [...new Map(tasks.map((task) => [taskKey(task), task])).values()];
}
