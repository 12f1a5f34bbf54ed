import { statesAtEnd, statesUnderWay, taskKey, taskStates } from '../../tasks/task';
import type { TaskQuery } from '../../tasks/ports/taskReader';
import type { TrackedTask } from '../../tasks/trackedTask';
import { connectionsCalled } from '../arrangement/matchingTasks';
import type { ViewDeps } from '../shell/viewDeps';
import { stateText } from '../text/stateText';

type Found = Pick<TaskQuery, 'connection' | 'states' | 'text'>;

/**
 * The tasks for a list in which VS Code leaves those that match what is typed: the first running and the first ended ones, and,
 * when there are more, those that match by what a row says: the name, the ID, the state, the connection or its provider.
 * @param limit the most tasks that each of these adds
 */
export function findTasks(
  deps: Pick<ViewDeps, 'store' | 'connections' | 'providers'>,
  typed: string,
  limit: number,
): readonly TrackedTask[] {
  const page = (found: Found): readonly TrackedTask[] => deps.store.tasks.page({ ...found, order: 'activity', limit });
  const first = [statesUnderWay, statesAtEnd].map((states) => page({ states }));
  const text = typed.trim().toLowerCase();
  if (text === '' || first.every(({ length }) => length < limit)) {
    return first.flat();
  }
  const found: readonly Found[] = [
    { text },
    ...taskStates
      .filter((state) => stateText(state).toLowerCase().includes(text))
      .map((state) => ({ states: [state] })),
    ...connectionsCalled(deps, text).map((connection) => ({ connection })),
  ];
  const tasks = [...first.flat(), ...found.flatMap(page)];
  return [...new Map(tasks.map((task) => [taskKey(task), task])).values()];
}
