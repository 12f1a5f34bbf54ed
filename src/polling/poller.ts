import { onAbort, throwIfAborted } from '../base/async/abort';
import { RunOnceScheduler } from '../base/async/runOnceScheduler';
import { BusyError, toError } from '../base/errors';
import { loadChunk } from '../base/loadChunk';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import { longestRetry } from '../http/retryAfter';
import { isAllowed, rulesOf, statusOf } from '../connections/connectionStatus';
import { onDidChangeStatus } from '../connections/statusChanges';
import { isEnded, type TaskRef } from '../tasks/task';
import { wasPolledSince } from '../tasks/trackedTask';
import { isRateLimited } from '../tasks/ports/connectionStates';
import type { ClaimableConnection } from '../tasks/ports/pollQueue';
import { longestBackoff } from './backoff';
import { clearHostOutage } from './hostOutage';
import { ListCache } from './listCache';
import { BatchClaims, claimExpiry } from './batchClaims';
import type { Rejection } from './pollBatch';
import type { PollDeps } from './pollDeps';

/** Connections that one window polls at the same time. */
const maxConcurrentBatches = 8;
/** Tasks that one batch claims. */
const batchSize = 100;
/** The same where the service lists tasks: several smaller batches would read the same pages again. */
const listedBatchSize = 1_000;
/** How far ahead (ms) tasks are claimed where one list covers all. */
const listLookAheadMs = 600_000;
/** Most expired tasks that are polled again after their connection changed; the last to expire come first. */
const maxExpired = 1_000;
/** Ignore that the clock moved back by less than this (ms). */
const clockToleranceMs = 2_000;
/** Time (ms) to the next check while another process writes. */
const busyRetryMs = 500;
/** Longest time (ms) between two checks, in case another window changed tasks or the machine slept. */
const maxSleepMs = 15_000;

/**
 * Polls due tasks and writes the results. Any number of windows may run one: each leaves the tasks alone that another has claimed.
 */
export class Poller implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly rejected = this.owned.add(new Emitter<Rejection>());
  private readonly nextCheck: RunOnceScheduler;
  private readonly publishAgain = this.owned.add(new MutableDisposable());
  private readonly batches = new Set<BatchClaims>();
  private readonly stopping = new AbortController();
  /** Each connection's settings entry at the last check. */
  private readonly settingsEntries = new Map<string, string>();
  private started = false;
  /** The time of the last check, ms since the epoch. */
  private latest = Infinity;

  /** Fires in the window whose poll met the first rejection. */
  readonly onDidReject: Event<Rejection> = this.rejected.event;

  private readonly deps: PollDeps;

  constructor(deps: Omit<PollDeps, 'lists'>) {
    this.deps = { ...deps, lists: new ListCache() };
    const { clock, timeSlicer } = deps;
    this.nextCheck = this.owned.add(
      new RunOnceScheduler({ clock, timeSlicer }, () => {
        this.check();
      }),
    );
  }

  /** Starts polling; {@link dispose} stops it and releases running batches. */
  start(): void {
    const { store, connections, providers } = this.deps;
    this.started = true;
    const check = (): void => {
      try {
        this.publishCredentialVersions();
      } catch (error) {
        this.deps.log.error(`Publishing credential versions failed: ${toError(error).message}`);
        if (error instanceof BusyError) {
          this.publishAgain.current = this.deps.clock.schedule(busyRetryMs, check);
        }
      }
      this.scheduleCheck(this.deps.clock.now());
    };
    this.owned.add(connections.onDidChange(check));
    this.owned.add(providers.onDidChange(check));
    this.owned.add(
      // A change in any window may have made tasks due or ended a batch.
      store.onDidChange(() => {
        this.scheduleCheck(this.deps.clock.now());
      }),
    );
    check();
  }

  /**
   * Polls these tasks now, or all that have not ended.
   * @returns after each of `refs` was polled, in any window, or cannot be; at once without `refs`
   */
  async refresh(refs?: readonly TaskRef[]): Promise<void> {
    const { store, clock, connections } = this.deps;
    for (const connection of new Set(refs?.map((ref) => ref.connection) ?? connections.all().map(({ id }) => id))) {
      this.clearBackoff(connection);
    }
    const responses = refs && this.nextResponses(refs);
    store.queue.makeDue(refs, clock.now());
    this.scheduleCheck(clock.now());
    await responses;
  }

  /** Ends the user's pause of these connections and polls them at once. */
  resumePolling(connections: readonly string[]): void {
    const { store, clock } = this.deps;
    for (const connection of connections) {
      this.clearBackoff(connection);
    }
    store.connections.resumePolling(connections, clock.now());
  }

  /** Ends a backoff, so that a refresh finds out whether the service is back. A rate limit of the service stays. */
  private clearBackoff(connection: string): void {
    const { store, clock } = this.deps;
    const state = store.connections.state(connection);
    const { backoff } = state;
    if (backoff?.failure && !isRateLimited(state, this.deps.clock.now())) {
      store.connections.clearBackoff(connection, clock.now());
      clearHostOutage(backoff.failure, this.deps, clock.now());
    }
  }

  /** Whether a refresh of the connection's tasks sends requests from this window: now, or once its credentials are read. */
  canRefresh(connection: string): boolean {
    return isAllowed(statusOf(connection, this.deps), 'refresh');
  }

  /**
   * Resolves when each task got a response or another failure, is gone, or cannot be polled from this window; also when the
   * poller is disposed.
   */
  private nextResponses(refs: readonly TaskRef[]): Promise<void> {
    const { store } = this.deps;
    const backoffUntil = ({ connection }: TaskRef): number => store.connections.state(connection).backoff?.until ?? 0;
    let waiting = refs.flatMap((ref) => {
      const before = store.tasks.get(ref);
      return before ? [{ ref, before, backoffBefore: backoffUntil(ref) }] : [];
    });
    return new Promise((resolve) => {
      const listening = new DisposableStore();
      const end = (): void => {
        listening.dispose();
        resolve();
      };
      const check = (): void => {
        waiting = waiting.filter(({ ref, before, backoffBefore }) => {
          const now = store.tasks.get(ref);
          const isPending = now !== undefined && !wasPolledSince(before, now);
          // A backoff that starts now may leave the task unpolled.
          return isPending && backoffUntil(ref) <= backoffBefore && this.canRefresh(ref.connection);
        });
        if (waiting.length === 0) {
          end();
        }
      };
      listening.add(store.onDidChange(check));
      listening.add(onDidChangeStatus(this.deps, check));
      listening.add(onAbort(this.stopping.signal, end));
      check();
    });
  }

  dispose(): void {
    this.started = false;
    this.stopping.abort();
    for (const claims of this.batches) {
      claims.release();
    }
    this.owned.dispose();
  }

  /** Publishes this window's credential versions to the other windows. */
  private publishCredentialVersions(): void {
    const now = this.deps.clock.now();
    const { store, connections } = this.deps;
    for (const { id, credentialVersion } of connections.withCredentials()) {
      if (credentialVersion > store.connections.state(id).credentialVersion) {
        store.connections.publishCredentials(id, credentialVersion, now);
        this.pollExpiredAgain(id, now);
      }
      this.clearBlocksIfEdited(id, now);
    }
  }

  /** Polls a connection at once after its settings entry changed, whatever blocked it. */
  private clearBlocksIfEdited(id: string, now: number): void {
    const connection = this.deps.connections.get(id);
    // A name changes nothing about the requests.
    const entry = JSON.stringify(connection && { ...connection, name: '' });
    const before = this.settingsEntries.get(id);
    this.settingsEntries.set(id, entry);
    if (before === undefined || before === entry) {
      return;
    }
    const { credentialsRejected, backoff } = this.deps.store.connections.state(id);
    if (credentialsRejected ?? backoff?.failure) {
      this.deps.store.connections.clearBlocks(id, now);
    }
    this.pollExpiredAgain(id, now);
  }

  /** Polls a connection's expired tasks once more, because they may have been requested at the wrong place. */
  private pollExpiredAgain(connection: string, now: number): void {
    const { store } = this.deps;
    const expired = store.tasks.pageRefs({ connection, states: ['expired'], order: 'activity', limit: maxExpired });
    if (expired.length > 0) {
      store.queue.makeDue(expired, now);
    }
  }

  /** Checks for due tasks at `at`, ms since the epoch. Uses a timer even for now, so that many calls become one check. */
  private scheduleCheck(at: number): void {
    if (this.started) {
      this.nextCheck.schedule(at - this.deps.clock.now());
    }
  }

  private check(): void {
    const { store, clock, log } = this.deps;
    const now = clock.now();
    if (!this.started) {
      return;
    }
    try {
      this.repairFutureTimes(now);
      const connections = this.pollableConnections();
      if (this.batches.size >= maxConcurrentBatches) {
        // The end of a batch starts another check.
        return;
      }
      const [first, ...others] = store.queue.claim({ connections, now, until: claimExpiry(now), limit: batchSize });
      if (first) {
        void this.poll(new BatchClaims(this.deps, [first, ...others]));
        // One batch at a time, since a claim takes time, and everything may be due at startup.
        this.scheduleCheck(now);
      } else {
        this.traceIdle();
        const next = store.queue.nextDueAt(connections.map(({ id }) => id)) ?? Infinity;
        this.scheduleCheck(Math.min(next, now + maxSleepMs));
      }
    } catch (error) {
      if (error instanceof BusyError) {
        this.scheduleCheck(now + busyRetryMs);
        return;
      }
      log.error(`Checking for due tasks failed: ${toError(error).message}`);
      this.scheduleCheck(now + maxSleepMs);
    }
  }

  /** After the clock went back, now or while no window was open, stored times must not delay polling. */
  private repairFutureTimes(now: number): void {
    if (now < this.latest - clockToleranceMs) {
      this.deps.store.queue.repairFutureTimes({
        now,
        claimedUntil: claimExpiry(now),
        backoffUntil: now + longestBackoff,
        rateLimitedUntil: now + longestRetry,
      });
    }
    this.latest = now;
  }

  private async poll(claims: BatchClaims): Promise<void> {
    const { log, clock } = this.deps;
    this.batches.add(claims);
    try {
      const { PollBatch } = await loadChunk(() => import('./pollBatch'));
      throwIfAborted(this.stopping.signal);
      await new PollBatch(this.deps, claims, this.stopping.signal, this.reportRejection).run();
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        log.error(`Polling failed: ${toError(error).message}`);
        this.releaseAfterFault(claims);
      }
    } finally {
      this.batches.delete(claims);
      this.scheduleCheck(clock.now());
    }
  }

  private readonly reportRejection = (rejection: Rejection): void => {
    this.rejected.fire(rejection);
  };

  private releaseAfterFault(claims: BatchClaims): void {
    try {
      claims.releaseAfterFault();
    } catch (error) {
      // The store fails, too; the claims expire.
      this.deps.log.error(`Releasing tasks failed: ${toError(error).message}`);
    }
  }

  /** The connections that this window polls, now or once their backoff is over. */
  private pollableConnections(): readonly ClaimableConnection[] {
    const { connections, providers } = this.deps;
    return connections
      .withCredentials()
      .filter(({ id }) => {
        const { poll } = rulesOf(statusOf(id, this.deps));
        return poll === 'now' || poll === 'later';
      })
      .map((usable) => {
        const lists = providers.get(connections.get(usable.id)?.provider ?? '')?.list !== undefined;
        return lists ? { ...usable, lookAheadMs: listLookAheadMs, limit: listedBatchSize } : usable;
      });
  }

  /** Logs why nothing is polled now. */
  private traceIdle(): void {
    const { store, log } = this.deps;
    for (const id of new Set(store.tasks.counts().flatMap((each) => (isEnded(each.state) ? [] : [each.connection])))) {
      const status = statusOf(id, this.deps);
      const until = 'until' in status ? ` until ${new Date(status.until).toISOString()}` : '';
      const dueAt = rulesOf(status).poll === 'now' ? store.queue.nextDueAt([id]) : undefined;
      const due = dueAt === undefined ? '' : `, due at ${new Date(dueAt).toISOString()} or leased until then`;
      log.trace(`${id} is not polled now: ${status.kind}${until}${due}`);
    }
  }

  /** Checks for due tasks, after a change that fired no event. */
  checkSoon(): void {
    this.scheduleCheck(this.deps.clock.now());
  }
}
