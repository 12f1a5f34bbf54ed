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

/** A new or changed task, with its previous state where that is known. */
export interface TaskChange {
  readonly task: TrackedTask;
  readonly previous?: TaskState;
}

type ChangingTasks = Pick<Store, 'onDidChange' | 'tasks'>;

/** Tasks read at a time. */
const pageLength = 200;
/** Delay (ms) between two pages, so that other work goes first. */
const pageDelayMs = 20;
/** Delay (ms) before a page that could not be read is read again. */
const retryDelayMs = 5_000;
/** Another window's write may be in the file for this long (ms) before its change event. */
const feedDelayMs = 2_000;

/** The phases of reading: running tasks first, as they are likely to change soon. */
const phases = [statesUnderWay, statesAtEnd];

/** Fires each changed task; reads and keeps nothing while there is no listener. */
export function createTaskChanges(
  store: ChangingTasks,
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

/** Fires changes from now on, each with the last fired state or the one read at the beginning. */
function follow(store: ChangingTasks, clock: Clock, log: Logger, emitter: Emitter<TaskChange>): Disposable {
  const owned = new DisposableStore();
  /** `readAt`: when the page was read; absent once the state was fired. */
  const states = new Map<string, { readonly state: TaskState; readonly readAt?: number }>();
  owned.add(
    readPages(store, clock, log, (tasks) => {
      for (const task of tasks) {
        // A task that changed meanwhile has a newer state.
        if (!states.has(taskKey(task))) {
          states.set(taskKey(task), { state: task.state, readAt: clock.now() });
        }
      }
    }),
  );
  const stateBefore = (task: TrackedTask): TaskState | undefined => {
    const { state, readAt = -Infinity } = states.get(taskKey(task)) ?? {};
    // The page may already contain the change that fires now.
    return state === task.state && clock.now() < readAt + feedDelayMs ? undefined : state;
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

/** Reads all tasks in pages, the first at once. */
function readPages(
  store: ChangingTasks,
  clock: Clock,
  log: Logger,
  onPage: (tasks: readonly TrackedTask[]) => void,
): Disposable {
  const timer = new MutableDisposable();
  const read = (phase: number, offset: number): void => {
    const states = phases[phase];
    if (!states) {
      return;
    }
    const readSoon = (delay: number, nextPhase: number, nextOffset: number): void => {
      timer.current = clock.schedule(delay, () => {
        read(nextPhase, nextOffset);
      });
    };
    const query: TaskQuery = { states, order: 'activity', offset, limit: pageLength };
    try {
      const page = store.tasks.page(query);
      onPage(page);
      const isLast = page.length < pageLength;
      readSoon(pageDelayMs, isLast ? phase + 1 : phase, isLast ? 0 : offset + pageLength);
    } catch (error) {
      log.warn(`States of tasks could not be read: ${toError(error).message}`);
      readSoon(retryDelayMs, phase, offset);
    }
  };
  read(0, 0);
  return timer;
}
