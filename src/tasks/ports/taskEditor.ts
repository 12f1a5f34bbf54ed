import type { TaskRef } from '../task';
import type { TrackedTask } from '../trackedTask';

/** A task to track. */
export interface NewTask extends TaskRef {
  readonly provider: string;
  /** The user's name for the task. Without one, the service's name or the id is shown. */
  readonly name?: string;
}

/** Removed tasks, with what {@link TaskEditor.restore} needs. */
export interface RemovedTasks {
  readonly tasks: readonly TrackedTask[];
  /** Opaque to all but the store that made it. */
  readonly backup: unknown;
}

/** What the user marks tasks with; see {@link TrackedTask}. A mark that is left out stays as it is. */
export interface TaskMarks {
  readonly isMuted?: boolean;
  readonly isPinned?: boolean;
}

/** Which ended tasks to remove. Pinned ones stay in any case. */
export interface EndedTasks {
  /** Ids of connections; all when left out. */
  readonly connections?: readonly string[];
  /** Only those whose last change is older, ms since the epoch. */
  readonly before?: number;
  readonly limit: number;
}

/** Changes the user's list of tasks. Each method is one transaction. */
export interface TaskEditor {
  /** Adds tasks that are not tracked yet, due at `now`, and returns all of `tasks` as stored. A given name replaces the old one. */
  track(tasks: readonly NewTask[], now: number): readonly TrackedTask[];
  /** @param name the user's name for the task; an empty one restores the service's name or the id */
  rename(ref: TaskRef, name: string): void;
  /** Sets or clears marks. Muting a task marks its failure as seen. */
  mark(refs: readonly TaskRef[], marks: TaskMarks): void;
  /** The user has seen all failures so far; this counts for every window. */
  markSeen(): void;
  /** Removes tasks; {@link restore} undoes it. Ignores tasks that are not tracked. */
  remove(refs: readonly TaskRef[]): RemovedTasks;
  /** Removes every task of a connection, with the connection's state. */
  removeOf(connection: string): RemovedTasks;
  /** Removes ended tasks, but none that is pinned. */
  removeEnded(ended: EndedTasks): RemovedTasks;
  restore(removed: RemovedTasks): void;
  /**
   * Permanently deletes up to `limit` tasks that were removed over a day ago. After the last one the file contains none of their
   * data any more.
   * @returns the number of deleted tasks
   */
  purge(limit: number): number;
}
