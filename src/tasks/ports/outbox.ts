import type { TaskState } from '../task';
import type { TrackedTask } from '../trackedTask';

/** A change of a task's state that the user has not been notified of: a row of the outbox. */
export interface Notice {
  readonly sequence: number;
  readonly task: TrackedTask;
  readonly from: TaskState;
  readonly to: TaskState;
  /** When the response arrived, ms since the epoch. */
  readonly at: number;
}

/** The transactional outbox of notifications. Notices are written in the same transaction as the snapshot. */
export interface Outbox {
  /** Leases up to `limit` notices until `until`, when a killed window's are free again. Times are ms since the epoch. */
  claim(now: number, until: number, limit: number): readonly Notice[];
  /** Deletes notices that were shown or need not be. */
  settle(sequences: readonly number[]): void;
}
