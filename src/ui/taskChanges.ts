import type { Clock } from '../base/clock';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import { isEnded, taskStates, type TaskRef, type TaskState } from '../tasks/task';
import type { TaskRepository } from '../tasks/taskRepository';
import type { TrackedTask } from '../tasks/trackedTask';

/** A task that was added or changed, with the state it was in before, where that is known. */
export interface TaskChange {
  readonly task: TrackedTask;
  readonly previous?: TaskState;
}

/** Tasks whose states are read at a time. */
const pageLength = 200;
/** Between two such pages, ms: whatever else waits goes first. */
const pause = 20;

const underWay = taskStates.filter((state) => !isEnded(state));
const ended = taskStates.filter(isEnded);

/** Tells of each changed task; reads and remembers nothing unless somebody listens. */
export function createTaskChanges(
  store: TaskRepository,
  clock: Clock,
): Disposable & { readonly event: Event<TaskChange> } {
  const emitter = new Emitter<TaskChange>();
  const following = new MutableDisposable();
  let listeners = 0;
  return {
    event(listener) {
      if (listeners === 0) {
        following.current = follow(store, clock, emitter);
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
function follow(store: TaskRepository, clock: Clock, emitter: Emitter<TaskChange>): Disposable {
  const owned = new DisposableStore();
  const reading = owned.add(new MutableDisposable());
  const states = new Map<string, TaskState>();
  const key = ({ connection, id }: TaskRef): string => JSON.stringify([connection, id]);
  // What is under way is likely to change soon, and comes first.
  const pages = readPages(store);
  const readNext = (): void => {
    const { value: page } = pages.next();
    for (const task of page ?? []) {
      // Whoever changed meanwhile was told of, and its state is newer.
      if (!states.has(key(task))) {
        states.set(key(task), task.state);
      }
    }
    reading.current = page && clock.schedule(pause, readNext);
  };
  readNext();
  owned.add(
    store.onDidChange(({ tasks }) => {
      for (const ref of tasks) {
        const task = store.get(ref);
        const previous = states.get(key(ref));
        if (task) {
          states.set(key(ref), task.state);
          emitter.fire({ task, ...(previous === undefined ? {} : { previous }) });
        } else {
          states.delete(key(ref));
        }
      }
    }),
  );
  return owned;
}

function* readPages(store: TaskRepository): Generator<readonly TrackedTask[], undefined> {
  for (const states of [underWay, ended]) {
    for (let offset = 0, length = pageLength; length === pageLength; offset += length) {
      const page = store.page({ states, order: 'activity', offset, limit: pageLength });
      length = page.length;
      yield page;
    }
  }
  return undefined;
}
