import type { TimeSlicer } from '../base/timeSlicer';
import type { Store } from '../tasks/ports/store';

/** Tasks that are forgotten in one go. */
const purgeChunkSize = 25;

/** Forgets for good, a few at a time, what was removed more than a day ago. */
export function purgeRemovedTasks(store: Store, timeSlicer: TimeSlicer): void {
  timeSlicer.post(() => {
    if (store.tasks.purge(purgeChunkSize) === purgeChunkSize) {
      purgeRemovedTasks(store, timeSlicer);
    }
  });
}
