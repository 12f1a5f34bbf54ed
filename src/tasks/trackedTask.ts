import type { RequestFailure } from '../http/failure';
import type { Progress, TaskRef, TaskState } from './task';

/** A task that the user tracks, as the store keeps it: small, so that thousands can be read at once. */
export interface TrackedTask extends TaskRef {
  /** Id of the provider. */
  readonly provider: string;
  /** The user's name for it, else the service's, else the id. */
  readonly name: string;
  readonly state: TaskState;
  /** What the last answer said; absent before the first one. */
  readonly progress?: Progress;
  /** How many items the last answer named. */
  readonly itemCount: number;
  /** When the user began to track it, ms since the epoch. */
  readonly trackedAt: number;
  /** When the service last answered, ms since the epoch. */
  readonly lastResponseAt?: number;
  /** When an answer last said anything new, ms since the epoch. */
  readonly changedAt: number;
  /** The service wants no poll before this time, ms since the epoch; from its last good response. */
  readonly retryAt?: number;
  /** When to ask next, ms since the epoch; absent once it has ended. */
  readonly nextPollAt?: number;
  /** Since when, and why, what is shown may be out of date. A failed question never makes a failed task. */
  readonly stale?: Stale;
  /** Questions that failed since the last answer. */
  readonly failures: number;
}

/** Why a task's last snapshot may be out of date. */
export interface Stale {
  /**
   * When the first question failed since the last answer, ms since the epoch. A service that says it does not know the
   * task begins anew.
   */
  readonly since: number;
  /** Why the last question failed. */
  readonly failure: RequestFailure;
}

/** How far a task was at some time; what estimates are made of. */
export interface Sample {
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly at: number;
  /** 0–100. */
  readonly percent: number;
}
