import type { Snapshot, TaskRef, TaskState } from '../task';
import type { Sample, TrackedTask } from '../trackedTask';

/** A lease on one task: no other window polls it until the lease expires. */
export interface Claim {
  readonly task: TrackedTask;
  /** Proves that the lease is still ours when the result is written. */
  readonly token: string;
}

/** The result of a claim. Written in one transaction. */
export interface Settlement {
  readonly claim: Claim;
  /** The updated task, with its next poll. */
  readonly task: TrackedTask;
  /** The snapshot, if a response contained anything new. */
  readonly snapshot?: Snapshot;
  readonly sample?: Sample;
  /** The change of state to notify about. */
  readonly transition?: { readonly from: TaskState; readonly to: TaskState; readonly at: number };
}

/** A connection that a window can poll. */
export interface ClaimableConnection {
  readonly id: string;
  readonly credentialVersion: number;
  /** Once anything is due, also claims what is due within this time (ms), because one list covers all. */
  readonly lookAheadMs?: number;
  /** Overrides the request's `limit`. */
  readonly limit?: number;
}

/** Upper bounds for stored times after the system clock moved back (ms since the epoch). */
export interface TimeBounds {
  readonly now: number;
  /** For leases. */
  readonly claimedUntil: number;
  /** For backoffs. */
  readonly backoffUntil: number;
  /** For backoffs with a time that the service named. */
  readonly rateLimitedUntil: number;
}

/** Distributes polls among windows. Only the poller claims tasks and settles claims (AMQP's word for finishing one). */
export interface PollQueue {
  /**
   * Leases the due tasks of one connection, the longest overdue first. While any lease of a connection is live, no other
   * window gets one, so that a service receives one request at a time and rejected credentials are tried once. Skips
   * connections that may not be polled, or whose credentials are newer in the store than `credentialVersion`.
   * @param request `until`: when the leases expire, ms since the epoch
   * @returns claims of one connection; empty when nothing is due
   */
  claim(request: {
    readonly connections: readonly ClaimableConnection[];
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  }): readonly Claim[];
  /** Renews leases that are still ours until `until`, ms since the epoch. */
  extend(claims: readonly Claim[], until: number): void;
  /** Writes results. Ignores a claim that another window has taken over, or whose task was removed. */
  settle(settlements: readonly Settlement[]): void;
  /** Ends leases without a result. */
  release(claims: readonly Claim[]): void;
  /** When one of these connections can next be polled; connections that may not be polled do not count. */
  nextDueAt(connections: readonly string[]): number | undefined;
  /**
   * Makes tasks due now, ended ones included. A leased task keeps its lease: its pending response will do, and if none
   * comes it is due when released. Fires no event, because nothing visible changed.
   * @param refs undefined: all tasks that have not ended
   */
  makeDue(refs: readonly TaskRef[] | undefined, now: number): void;
  /**
   * Moves polls earlier, to each task's `nextPollAt`. Skips tasks that are due sooner, stale, leased, or updated since
   * they were read. Fires no event, because nothing visible changed.
   * @returns whether any poll moved
   */
  moveEarlier(tasks: readonly TrackedTask[]): boolean;
  /** After the system clock moved back: makes tasks with a time in the future due, and shortens leases and backoffs. */
  repairFutureTimes(bounds: TimeBounds): void;
}
