import type { Item, Snapshot, TaskRef, TaskState } from '../task';
import type { Sample, StateChange, TrackedTask } from '../trackedTask';

/** Selects tasks by a text. */
export interface TaskMatch {
  /** Part of the name, of the id or of the service's reason for a failure; case ignored. An empty one selects all. */
  readonly text?: string;
  /** Connections whose tasks are selected whatever they are called. */
  readonly orConnections?: readonly string[];
}

/** Selects tasks, their order and a page of them. */
export interface TaskQuery extends TaskMatch {
  /** Id of the provider for which they were tracked. */
  readonly provider?: string;
  readonly connection?: string;
  readonly states?: readonly TaskState[];
  /** Only those whose failure nobody has seen. */
  readonly isUnseen?: true;
  /**
   * `activity`: tasks under way, then ended ones, each by when their state last changed, the last first. `start`: by when the
   * service began, or when they were tracked, the newest first. `name`: by name. `tracked`: the newest first.
   */
  readonly order: 'activity' | 'start' | 'name' | 'tracked';
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
  /** The raw response of the last snapshot; `undefined` without one. */
  response(ref: TaskRef): unknown;
  /** A page of the last snapshot's items: those that failed first. */
  items(ref: TaskRef, offset: number, limit: number): readonly Item[];
  /** Progress over time, oldest first; at most the last 100 samples. */
  samples(ref: TaskRef): readonly Sample[];
  /** The states that responses found the task in, oldest first; at most the last 50. */
  transitions(ref: TaskRef): readonly StateChange[];
  /** How long a connection's last tasks took from creation to end (ms), the last first; at most 30. */
  durations(connection: string): readonly number[];
  page(query: TaskQuery): readonly TrackedTask[];
  /** The same page, for a view that reads each task when it draws it. */
  pageRefs(query: TaskQuery): readonly (TaskRef & { readonly provider: string })[];
  /** The numbers of tasks, or of those that match. */
  counts(match?: TaskMatch): readonly TaskCount[];
}
