import type { TimeSlicer } from '../base/timeSlicer';
import type { TaskRepository } from '../tasks/taskRepository';

/** Tasks that are forgotten in one go. */
const purgeChunkSize = 25;

/** Forgets for good, a few at a time, what was removed more than a day ago. */
export function purgeRemovedTasks(store: TaskRepository, timeSlicer: TimeSlicer): void {
  timeSlicer.post(() => {
    if (store.purge(purgeChunkSize) === purgeChunkSize) {
      purgeRemovedTasks(store, timeSlicer);
    }
  });
}
