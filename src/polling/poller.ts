import { onAbort, throwIfAborted } from '../base/async/abort';
import { RunOnceScheduler } from '../base/async/runOnceScheduler';
import { BusyError, toError } from '../base/errors';
import { loadChunk } from '../base/loadChunk';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import { longestRetry } from '../http/retryAfter';
import { rulesOf, statusOf } from '../connections/connectionStatus';
import { isEnded, type TaskRef } from '../tasks/task';
import { isRateLimited } from '../tasks/ports/connectionStates';
import type { ClaimableConnection } from '../tasks/ports/pollQueue';
import { longestBackoff } from './backoff';
import { clearHostOutage } from './hostOutage';
import { ListCache } from './listCache';
import { Lease, leaseExpiry } from './lease';
import type { Rejection } from './pollBatch';
import type { PollDeps } from './pollDeps';

/** Connections that one window polls at the same time. */
const maxConcurrentBatches = 8;
/** Tasks that one batch claims. */
const batchSize = 100;
/** The same where the service lists: all that a list may hold, or each batch would read the same pages again. */
const listedBatchSize = 1_000;
/** How far ahead (ms) tasks are claimed where one list covers all. */
const listLookAheadMs = 600_000;
/** Most expired tasks that are polled again after their connection changed; the last to expire come first. */
const maxExpired = 1_000;
/** A smaller step back of the clock (ms) is an adjustment. */
const clockToleranceMs = 2_000;
/** Time (ms) to the next check while another process writes. */
const busyRetryMs = 500;
/** Longest time (ms) between two checks, in case another window changed tasks or the machine slept. */
const maxSleepMs = 15_000;

/**
 * Polls due tasks and writes the results. Any number of windows may run one: leased tasks are left to their window.
 */
export class Poller implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly rejected = this.owned.add(new Emitter<Rejection>());
  private readonly nextCheck: RunOnceScheduler;
  private readonly publishAgain = this.owned.add(new MutableDisposable());
  private readonly leases = new Set<Lease>();
  private readonly stopping = new AbortController();
  /** Each connection's settings entry at the last check. */
  private readonly settingsEntries = new Map<string, string>();
  private started = false;
  /** The time of the last check, ms since the epoch. */
  private latest = Infinity;

  /** Fires in the window that met a rejection first. */
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

  /**
   * Polls these connections again, at once, after polling was paused.
   */
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

  /** Whether a request of this connection would be sent from this window now, if only for a person. */
  canPoll({ connection }: Pick<TaskRef, 'connection'>): boolean {
    const { poll, ask } = rulesOf(statusOf(connection, this.deps));
    return poll !== 'never' && ask !== 'no';
  }

  /** Waits until each task got a response or another failure, is gone, or cannot be polled from this window; or for the end. */
  private nextResponses(refs: readonly TaskRef[]): Promise<void> {
    const { store } = this.deps;
    const resultOf = (ref: TaskRef): string | undefined => {
      const task = store.tasks.get(ref);
      return task && `${task.lastResponseAt ?? ''} ${task.failures}`;
    };
    const backoffUntil = ({ connection }: TaskRef): number => store.connections.state(connection).backoff?.until ?? 0;
    let waiting = refs.map((ref) => ({ ref, before: resultOf(ref), backoffBefore: backoffUntil(ref) }));
    return new Promise((resolve) => {
      const listening = new DisposableStore();
      const end = (): void => {
        listening.dispose();
        resolve();
      };
      const check = (): void => {
        waiting = waiting.filter(({ ref, before, backoffBefore }) => {
          const now = resultOf(ref);
          // A backoff that starts now may leave the task unpolled.
          return now !== undefined && now === before && backoffUntil(ref) <= backoffBefore && this.canPoll(ref);
        });
        if (waiting.length === 0) {
          end();
        }
      };
      listening.add(store.onDidChange(check));
      listening.add(onAbort(this.stopping.signal, end));
      check();
    });
  }

  dispose(): void {
    this.started = false;
    this.stopping.abort();
    for (const lease of this.leases) {
      lease.release();
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
      if (this.leases.size >= maxConcurrentBatches) {
        // The end of a batch starts another check.
        return;
      }
      const [first, ...others] = store.queue.claim({ connections, now, until: leaseExpiry(now), limit: batchSize });
      if (first) {
        void this.poll(new Lease(this.deps, [first, ...others]));
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
        claimedUntil: leaseExpiry(now),
        backoffUntil: now + longestBackoff,
        rateLimitedUntil: now + longestRetry,
      });
    }
    this.latest = now;
  }

  private async poll(lease: Lease): Promise<void> {
    const { log, clock } = this.deps;
    this.leases.add(lease);
    try {
      const { PollBatch } = await loadChunk(() => import('./pollBatch'));
      throwIfAborted(this.stopping.signal);
      await new PollBatch(this.deps, lease, this.stopping.signal, this.reportRejection).run();
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        log.error(`Polling failed: ${toError(error).message}`);
        this.releaseAfterFault(lease);
      }
    } finally {
      this.leases.delete(lease);
      this.scheduleCheck(clock.now());
    }
  }

  private readonly reportRejection = (rejection: Rejection): void => {
    this.rejected.fire(rejection);
  };

  private releaseAfterFault(lease: Lease): void {
    try {
      lease.releaseAfterFault();
    } catch (error) {
      // The store fails, too; the leases expire.
      this.deps.log.error(`Releasing tasks failed: ${toError(error).message}`);
    }
  }

  /** The connections that this window polls, now or once their backoff is over. */
  private pollableConnections(): readonly ClaimableConnection[] {
    const { connections, providers } = this.deps;
    return connections
      .withCredentials()
      .filter(({ id }) => rulesOf(statusOf(id, this.deps)).poll !== 'never')
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
