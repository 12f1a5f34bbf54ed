import type { Slices } from '../base/slices';
import type { TaskRepository } from '../tasks/taskRepository';

/** Tasks that are forgotten in one go. */
const forgottenAtOnce = 25;

/** Forgets for good, a few at a time, what was removed more than a day ago. @throws CancelledError at the window's end */
export async function forgetOld(store: TaskRepository, slices: Slices): Promise<void> {
  let forgotten: number;
  do {
    forgotten = await slices.run(() => store.prune(forgottenAtOnce));
  } while (forgotten === forgottenAtOnce);
}
