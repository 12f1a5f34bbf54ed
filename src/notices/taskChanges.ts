import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { omitUndefined } from '../base/omitUndefined';
import { statesAtEnd, statesUnderWay, taskKey, type TaskState } from '../tasks/task';
import type { Store } from '../tasks/ports/store';
import type { TaskQuery } from '../tasks/ports/taskReader';
import type { TrackedTask } from '../tasks/trackedTask';

/** A task that was added or changed, with the state it was in before, where that is known. */
export interface TaskChange {
  readonly task: TrackedTask;
  readonly previous?: TaskState;
}

/** Tasks whose states are read at a time. */
const pageLength = 200;
/** Between two such pages, ms: whatever else waits goes first. */
const pauseBetweenPagesMs = 20;
/** A page that could not be read is read again after this; ms. */
const retryDelayMs = 5_000;
/** What another window wrote is in the file for as long as this before it is told of; ms. */
const untold = 2_000;

/** The parts of the list in the order of reading: what is under way is likely to change soon. */
const parts = [statesUnderWay, statesAtEnd];

/** Tells of each changed task; reads and remembers nothing unless somebody listens. */
export function createTaskChanges(
  store: Store,
  clock: Clock,
  log: Logger,
): Disposable & { readonly event: Event<TaskChange> } {
  const emitter = new Emitter<TaskChange>();
  const following = new MutableDisposable();
  let listeners = 0;
  return {
    event(listener) {
      if (listeners === 0) {
        following.current = follow(store, clock, log, emitter);
      }
      listeners += 1;
      const listening = emitter.event(listener);
      let isOver = false;
      return {
        dispose() {
          listening.dispose();
          listeners -= isOver ? 0 : 1;
          isOver = true;
          if (listeners === 0) {
            following.current = undefined;
          }
        },
      };
    },
    dispose() {
      following.dispose();
      emitter.dispose();
    },
  };
}

/** Tells of changes from now on, with the state that was told of last or that was read at the beginning. */
function follow(store: Store, clock: Clock, log: Logger, emitter: Emitter<TaskChange>): Disposable {
  const owned = new DisposableStore();
  /** `readAt`: when a page said so; absent once it was told. */
  const states = new Map<string, { readonly state: TaskState; readonly readAt?: number }>();
  owned.add(
    readPages(store, clock, log, (tasks) => {
      for (const task of tasks) {
        // Whoever changed meanwhile was told of, and its state is newer.
        if (!states.has(taskKey(task))) {
          states.set(taskKey(task), { state: task.state, readAt: clock.now() });
        }
      }
    }),
  );
  const stateBefore = (task: TrackedTask): TaskState | undefined => {
    const { state, readAt = -Infinity } = states.get(taskKey(task)) ?? {};
    // The page may have seen the very change that is told of now.
    return state === task.state && clock.now() < readAt + untold ? undefined : state;
  };
  owned.add(
    store.onDidChange(({ tasks }) => {
      for (const ref of tasks) {
        const task = store.tasks.get(ref);
        if (task) {
          const previous = stateBefore(task);
          states.set(taskKey(ref), { state: task.state });
          emitter.fire(omitUndefined({ task, previous }));
        } else {
          states.delete(taskKey(ref));
        }
      }
    }),
  );
  return owned;
}

/** Hands out all tasks, the first page at once and then one after the other. */
function readPages(
  store: Store,
  clock: Clock,
  log: Logger,
  onPage: (tasks: readonly TrackedTask[]) => void,
): Disposable {
  const timer = new MutableDisposable();
  const read = (part: number, offset: number): void => {
    const states = parts[part];
    if (!states) {
      return;
    }
    const readSoon = (delay: number, nextPart: number, nextOffset: number): void => {
      timer.current = clock.schedule(delay, () => {
        read(nextPart, nextOffset);
      });
    };
    const query: TaskQuery = { states, order: 'activity', offset, limit: pageLength };
    try {
      const page = store.tasks.page(query);
      onPage(page);
      const isLast = page.length < pageLength;
      readSoon(pauseBetweenPagesMs, isLast ? part + 1 : part, isLast ? 0 : offset + pageLength);
    } catch (error) {
      log.warn(`States of tasks could not be read: ${toError(error).message}`);
      readSoon(retryDelayMs, part, offset);
    }
  };
  read(0, 0);
  return timer;
}
