import type { TaskState } from '../task';
import type { TrackedTask } from '../trackedTask';

/** A change of a task's state that is yet to be shown to the user: a row of the outbox. */
export interface Notice {
  readonly sequence: number;
  readonly task: TrackedTask;
  readonly from: TaskState;
  readonly to: TaskState;
  /** When the response arrived, ms since the epoch. */
  readonly at: number;
}

/** The transactional outbox of notifications. Written in the same transaction as the snapshot. */
export interface Outbox {
  /** Leases up to `limit` notices until `until`; a killed window's are free again then. Times are ms since the epoch. */
  claim(now: number, until: number, limit: number): readonly Notice[];
  /** Deletes notices that were shown, or are not wanted. */
  settle(sequences: readonly number[]): void;
}
