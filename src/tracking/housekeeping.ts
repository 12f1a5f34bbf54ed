import type { Slices } from '../base/slices';
import type { TaskRepository } from '../tasks/taskRepository';

/** Tasks that are forgotten in one go. */
const forgottenAtOnce = 25;

/** Forgets for good, a few at a time, what was removed more than a day ago. */
export function forgetOld(store: TaskRepository, slices: Slices): void {
  slices.soon(() => {
    if (store.prune(forgottenAtOnce) === forgottenAtOnce) {
      forgetOld(store, slices);
    }
  });
}
