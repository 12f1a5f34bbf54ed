import type { TimeSlicer } from '../base/timeSlicer';
import type { TaskEditor } from '../tasks/ports/taskEditor';

/** Tasks that are forgotten in one go. */
const purgeChunkSize = 25;

/** Forgets for good, a few at a time, what was removed more than a day ago. */
export function purgeRemovedTasks(tasks: TaskEditor, timeSlicer: TimeSlicer): void {
  timeSlicer.post(() => {
    if (tasks.purge(purgeChunkSize) === purgeChunkSize) {
      purgeRemovedTasks(tasks, timeSlicer);
    }
  });
}
