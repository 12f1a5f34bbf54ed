import type { TrackedTask } from '../../tasks/trackedTask';
import type { ViewDeps } from '../shell/viewDeps';

/** The page of a task: what its last response says, else what its provider makes of its ID; undefined when there is none. */
export function pageOf(
  { connections, providers }: Pick<ViewDeps, 'connections' | 'providers'>,
  task: TrackedTask,
): string | undefined {
  const connection = connections.get(task.connection);
  return task.progress?.link ?? (connection && providers.get(connection.provider)?.link?.(connection, task));
}
