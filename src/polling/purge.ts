import type { TimeSlicer } from '../base/timeSlicer';
import type { TaskEditor } from '../tasks/ports/taskEditor';

/** Tasks deleted at a time. */
const purgeChunkSize = 25;

/** Deletes for good, a few at a time, tasks removed more than a day ago. */
export function purgeRemovedTasks(tasks: TaskEditor, timeSlicer: TimeSlicer): void {
  timeSlicer.post(() => {
    if (tasks.purge(purgeChunkSize) === purgeChunkSize) {
      purgeRemovedTasks(tasks, timeSlicer);
    }
  });
}
