import type { RequestFailure } from '../http/failure';
import type { Progress, TaskRef, TaskState } from './task';

/** A task that the user tracks, as the store returns it: small, so that thousands can be read at once. */
export interface TrackedTask extends TaskRef {
  /** Id of the provider. */
  readonly provider: string;
  /** The user's name for the task, else the service's, else the id. */
  readonly name: string;
  readonly state: TaskState;
  /** The content of the last response; absent before the first one. */
  readonly progress?: Progress;
  /** The number of items in the last response. */
  readonly itemCount: number;
  /** When the user began to track it, ms since the epoch. */
  readonly trackedAt: number;
  /** When the last response arrived, ms since the epoch. */
  readonly lastResponseAt?: number;
  /** When a response last contained a change, ms since the epoch. */
  readonly changedAt: number;
  /** The service wants no poll before this time, ms since the epoch; from its last good response. */
  readonly retryAt?: number;
  /** When to poll next, ms since the epoch; absent once the task has ended. */
  readonly nextPollAt?: number;
  /** Present when the last request failed. A failed request never marks the task as failed. */
  readonly stale?: Stale;
  /** The number of failed requests since the last response. */
  readonly failures: number;
  /** Whether the user wants no notification of it, and no alarm when it fails. */
  readonly isMuted?: true;
  /** Whether it stays in the list when it has ended, until the user removes it. */
  readonly isPinned?: true;
}

/** Whether a task got a response, or another failure, between two reads of it. */
export function wasPolledSince(before: TrackedTask, now: TrackedTask): boolean {
  return before.lastResponseAt !== now.lastResponseAt || before.failures !== now.failures;
}

/** Why a task's last snapshot may be out of date. */
export interface Stale {
  /** When the first request failed since the last response, ms since the epoch. The first `not-found` resets it. */
  readonly since: number;
  /** Why the last request failed. */
  readonly failure: RequestFailure;
}

/** A state that a task entered. */
export interface StateChange {
  /** When the response that says so arrived, ms since the epoch, by this machine's clock. */
  readonly at: number;
  readonly state: TaskState;
}

/** The progress of a task at one time. Estimates use samples. */
export interface Sample {
  /** Milliseconds since the epoch, by this machine's clock. */
  readonly at: number;
  /** 0–100. */
  readonly percent: number;
}
