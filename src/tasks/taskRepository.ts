import type { Event } from '../base/event';
import type { Disposable } from '../base/lifecycle';
import type { RequestFailure } from '../http/failure';
import type { PresenceLevel } from './presence';
import type { Item, Snapshot, TaskRef, TaskState } from './task';
import type { Sample, TrackedTask } from './trackedTask';

/** A task to track from now on. */
export interface NewTask extends TaskRef {
  readonly provider: string;
  /** The user's name for it; without one, the service's name or the id is shown. */
  readonly name?: string;
}

/** Which tasks, in which order, and which part of them. */
export interface TaskQuery {
  readonly connection?: string;
  readonly states?: readonly TaskState[];
  /** Part of the name or of the id, whatever its case. */
  readonly text?: string;
  /** `activity`: what is under way first, the newest first; then what ended, the last to end first. `name`: by name. `tracked`: the newest first. */
  readonly order: 'activity' | 'name' | 'tracked';
  readonly offset?: number;
  readonly limit: number;
}

/** How many tasks of a connection are in a state. */
export interface TaskCount {
  readonly connection: string;
  readonly provider: string;
  readonly state: TaskState;
  readonly count: number;
  /** How many of them have a last snapshot that may be out of date. */
  readonly stale: number;
}

/** What one window took upon itself to ask for; other windows leave it alone until `expiresAt`. */
export interface Claim {
  readonly task: TrackedTask;
  /** Proves that the claim is still ours when the answer is written. */
  readonly token: string;
}

/** What came of a claim: the task as it is now, and with what. Written in one transaction. */
export interface Settlement {
  readonly claim: Claim;
  /** The task as it shall be from now on, with its next poll. */
  readonly task: TrackedTask;
  /** The answer, when there was one and it said anything new. */
  readonly snapshot?: Snapshot;
  readonly sample?: Sample;
  /** The change of state that people are told of. */
  readonly transition?: { readonly from: TaskState; readonly to: TaskState; readonly at: number };
}

/** A change of a task's state that is yet to be shown to the user: a row of the outbox. */
export interface Notice {
  readonly sequence: number;
  readonly task: TrackedTask;
  readonly from: TaskState;
  readonly to: TaskState;
  /** When the answer came, ms since the epoch. */
  readonly at: number;
}

/** What the windows know together of a connection's credentials. */
export interface ConnectionState {
  readonly connection: string;
  /** Grows with every change of the credentials; 0 when no window has any. */
  readonly credentialVersion: number;
  /** Set by the first authentication failure; nobody asks until the credentials change or the user resumes. */
  readonly credentialsRejected?: { readonly since: number; readonly failure: RequestFailure };
  /** The user wants nobody to ask by itself, since this time, ms since the epoch. */
  readonly pollingPausedSince?: number;
  /** Nobody asks before `until`, ms since the epoch; with the reason, unless it is only the pace that the service wants. */
  readonly backoff?: Backoff;
}

/** Whether nobody asks the connection by itself until somebody does something about it. */
export function isPollingBlocked({ credentialsRejected, pollingPausedSince }: ConnectionState): boolean {
  return credentialsRejected !== undefined || pollingPausedSince !== undefined;
}

/** Whether the service wants to be left alone still. @param now ms since the epoch */
export function isRateLimited({ backoff }: ConnectionState, now: number): boolean {
  return backoff?.failure?.kind === 'throttled' && backoff.until > now;
}

/** A time before which a connection is not asked. */
export interface Backoff {
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Why, unless it is only the pace that the service wants. */
  readonly failure?: RequestFailure;
  /** Failures in a row that held it. */
  readonly failures: number;
}

/** How often a service lets itself be asked: `burst` requests at once, and one more each `interval` ms. */
export interface RateLimit {
  readonly burst: number;
  /** Milliseconds. */
  readonly intervalMs: number;
}

/** A connection that a window can ask. */
export interface ClaimableConnection {
  readonly id: string;
  readonly credentialVersion: number;
  /** Takes also what is due within this time, ms, once anything is due: one list answers for all. */
  readonly lookAheadMs?: number;
  /** Takes up to this many tasks, whatever the request says. */
  readonly limit?: number;
}

/** Tasks that were removed, with all that is needed to put them back. */
export interface RemovedTasks {
  readonly tasks: readonly TrackedTask[];
  /** For the store that made it only. */
  readonly backup: unknown;
}

/** What changed, in this window or another. */
export interface StoreChange {
  /** Tasks whose row is new, different or gone. */
  readonly tasks: readonly TaskRef[];
  /** Whether tasks were added or removed, or changed their state: lists are to be read again. */
  readonly listsChanged: boolean;
  /** Connections whose standing changed. */
  readonly connections: readonly string[];
  /** Whether there may be notices to show. */
  readonly notices: boolean;
}

/**
 * Where tasks are kept; its only owner. Every method is one transaction, and every window of the user sees the same
 * tasks. Only the tracker claims and settles.
 */
export interface TaskRepository extends Disposable {
  /** Fires after a change in any window; in this window before the method that made it returns. */
  readonly onDidChange: Event<StoreChange>;

  get(ref: TaskRef): TrackedTask | undefined;
  /** The last answer, whole. */
  snapshot(ref: TaskRef): Snapshot | undefined;
  /** Some of the last answer's items, in its order. */
  items(ref: TaskRef, offset: number, limit: number): readonly Item[];
  /** How far the task was, oldest first; at most the last 100. */
  samples(ref: TaskRef): readonly Sample[];
  /** How long the last tasks of a connection took from their creation to their end, ms, the last first; at most 30. */
  durations(connection: string): readonly number[];
  page(query: TaskQuery): readonly TrackedTask[];
  counts(): readonly TaskCount[];

  /** Adds what is not tracked yet (due at once) and returns all of `tasks` as they are; a given name replaces. */
  track(tasks: readonly NewTask[], now: number): readonly TrackedTask[];
  /** @param name the user's name for it; empty goes back to the service's or the id */
  rename(ref: TaskRef, name: string): void;
  /** Forgets tasks; {@link restore} puts them back. What is not tracked is left out. */
  remove(refs: readonly TaskRef[]): RemovedTasks;
  /** Forgets every task of a connection. */
  removeOf(connection: string): RemovedTasks;
  /** Forgets tasks that have ended, up to `limit`. */
  removeEnded(limit: number): RemovedTasks;
  restore(removed: RemovedTasks): void;
  /** Forgets for good up to `limit` tasks that were removed more than a day ago. @returns how many those were */
  purge(limit: number): number;
  /** Makes tasks due now, unless they are being asked for. Without `refs`: all that have not ended. */
  makeDue(refs: readonly TaskRef[] | undefined, now: number): void;
  /**
   * Undoes what a clock that was set back did to times in the file: makes due what happened later than now, and lets no claim
   * (`claimedUntil`), no hold (`heldUntil`) and none that the service asked for (`askedUntil`) last longer; ms since the epoch.
   */
  repairFutureTimes(times: {
    readonly now: number;
    readonly claimedUntil: number;
    readonly heldUntil: number;
    readonly askedUntil: number;
  }): void;

  /**
   * Takes a turn at one connection: what is due of it, the longest overdue first. While any claim of a connection is
   * live no other window gets a turn at it, so that its service is asked one question at a time and refused credentials
   * are tried once. A connection is passed over when it is paused or when the store knows newer credentials than
   * `credentialVersion`.
   * @param request `until`: when the claims lapse, ms since the epoch
   * @returns claims of one connection; empty when there is nothing to do
   */
  claim(request: {
    readonly connections: readonly ClaimableConnection[];
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  }): readonly Claim[];
  /** Keeps claims that are still ours until `until`, ms since the epoch. */
  extend(claims: readonly Claim[], until: number): void;
  /** When one of these connections can next be given a turn; paused connections do not count. */
  nextDueAt(connections: readonly string[]): number | undefined;
  /** Writes what came of claims. A claim that lapsed, or whose task is gone, is passed over. */
  settle(settlements: readonly Settlement[]): void;
  /** Gives claims back unanswered. */
  release(claims: readonly Claim[]): void;

  connectionState(connection: string): ConnectionState;
  /** Says that a window has credentials of this version. A newer one ends the pause and makes the tasks due. */
  publishCredentials(connection: string, version: number, now: number): void;
  /**
   * Stops all questions of a connection in every window.
   * @returns whether this call paused it; false when it was paused already or has newer credentials by now
   */
  rejectCredentials(connection: string, credentialVersion: number, failure: RequestFailure, now: number): boolean;
  /** Lets nobody ask a connection before `until`; counts the failures in a row. A longer hold that the service asked for stays. */
  startBackoff(connection: string, hold: { readonly until: number; readonly failure?: RequestFailure }): void;
  /**
   * The same for connections that met nothing themselves: no failure is counted, and what holds them for longer, or what
   * their service asked for, stays.
   */
  extendBackoff(
    connections: readonly string[],
    hold: { readonly until: number; readonly failure: RequestFailure },
  ): void;
  /**
   * Ends a hold, and forgets the failures: the service answers again, or the user wants to know now. After an outage the
   * tasks are due at once.
   */
  clearBackoff(connection: string, now: number): void;
  /** Lets nobody take a turn at these connections until {@link resumePolling}; what people look up, list or test is asked. */
  pausePolling(connections: readonly string[], now: number): void;
  /** Ends what {@link pausePolling} began, and makes the tasks due. */
  resumePolling(connections: readonly string[], now: number): void;
  /** When a task of the connection was last answered for, ms since the epoch. */
  lastResponseAt(connection: string): number | undefined;
  /** Whether nobody has yet warned of what follows from that answer being the last; whoever is told so does. */
  claimExpiryWarning(connection: string, lastResponseAt: number): boolean;
  /**
   * Takes one request from a budget that all windows share.
   * @param bucket names whose requests count together: a connection's, or those of all connections of one account
   * @returns when the request may leave, ms since the epoch: `now`, or a later time, and then nothing was taken
   */
  reserve(key: string, limit: RateLimit, now: number): number;
  /**
   * The project that a connection's region was found to stand for.
   * @param account whose project it is: another account's is another one
   */
  project(connection: string, account: string): string | undefined;
  rememberProject(connection: string, account: string, project: string): void;
  /** Ends a pause, and a hold that the service did not ask for, and makes the tasks due. */
  clearBlocks(connection: string, now: number): void;

  /** Says where the user's eyes are as this window sees it; the others believe it until `until`, ms since the epoch. */
  notePresence(level: PresenceLevel, now: number, until: number): void;
  /** The best level that any window says at `now`. */
  presence(now: number): PresenceLevel;
  /**
   * Asks for tasks as early as they say. Passes over those that are due sooner, that are being asked for or were answered
   * for since they were read, and that are stale. Tells nobody: nothing that anybody sees has changed.
   * @returns whether anything is due sooner now
   */
  moveEarlier(tasks: readonly TrackedTask[]): boolean;

  /** Takes notices to show; a killed window's are free again at `until`. */
  claimNotices(now: number, until: number, limit: number): readonly Notice[];
  /** Says that notices were shown, or are not wanted. */
  settleNotices(sequences: readonly number[]): void;
}
