import type { Item, Snapshot, TaskRef, TaskState } from '../task';
import type { Sample, StateChange, TrackedTask } from '../trackedTask';

/** Selects tasks, their order and a page of them. */
export interface TaskQuery {
  /** Id of the provider for which they were tracked. */
  readonly provider?: string;
  readonly connection?: string;
  readonly states?: readonly TaskState[];
  /** Only those whose failure nobody has seen. */
  readonly isUnseen?: true;
  /** Part of the name or of the id, case ignored. */
  readonly text?: string;
  /** `activity`: running tasks, the newest first; then ended ones, the last to end first. `name`: by name. `tracked`: the newest first. */
  readonly order: 'activity' | 'name' | 'tracked';
  readonly offset?: number;
  readonly limit: number;
}

/** The number of tasks of a connection in one state. */
export interface TaskCount {
  readonly connection: string;
  readonly provider: string;
  readonly state: TaskState;
  readonly count: number;
  /** The number of them that are stale. */
  readonly stale: number;
  /** The number of them that failed and that nobody has seen since. */
  readonly unseen: number;
}

/** Reads tracked tasks. Each method is one transaction, and every window sees the same tasks. */
export interface TaskReader {
  get(ref: TaskRef): TrackedTask | undefined;
  /** The last snapshot with all items and the raw response. */
  snapshot(ref: TaskRef): Snapshot | undefined;
  /** A page of the last snapshot's items, in the service's order. */
  items(ref: TaskRef, offset: number, limit: number): readonly Item[];
  /** Progress over time, oldest first; at most the last 100 samples. */
  samples(ref: TaskRef): readonly Sample[];
  /** The states that responses found the task in, oldest first; at most the last 50. */
  transitions(ref: TaskRef): readonly StateChange[];
  /** How long a connection's last tasks took from creation to end (ms), the last first; at most 30. */
  durations(connection: string): readonly number[];
  page(query: TaskQuery): readonly TrackedTask[];
  /** The same page, for a view that reads each task when it draws it. */
  pageRefs(query: TaskQuery): readonly TaskRef[];
  counts(): readonly TaskCount[];
}
