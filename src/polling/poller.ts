import { onAbort } from '../base/async/abort';
import { RunOnceScheduler } from '../base/async/runOnceScheduler';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { longestRetry } from '../http/retryAfter';
import { rulesOf, statusOf } from '../connections/connectionStatus';
import { isEnded, type TaskRef } from '../tasks/task';
import { isRateLimited } from '../tasks/ports/connectionStates';
import type { ClaimableConnection } from '../tasks/ports/pollQueue';
import { longestBackoff } from './backoff';
import { clearHostOutage } from './hostOutage';
import { ListCache } from './listCache';
import { claimExpiry, PollBatch, type Rejection, type PollDeps } from './pollBatch';

/** Connections that one window asks at the same time. */
const maxConcurrentBatches = 8;
/** Tasks that are claimed for one turn. */
const batchSize = 100;
/** And where lists answer for many: claimed are all that a list may hold, or each turn would read the same pages anew. */
const listedBatchSize = 1_000;
/** Where one list answers for all, it is used for what is due within this time too; ms. */
const listLookAheadMs = 600_000;
/** A clock that goes back by less was only adjusted; ms. */
const clockToleranceMs = 2_000;
/** A window looks for due tasks at least this often, should another have changed them or the machine have slept; ms. */
const maxSleepMs = 15_000;

/**
 * Asks for what is due and writes what it hears. Any number of windows may run one: what one has claimed the others
 * leave alone.
 */
export class Poller implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly rejected = this.owned.add(new Emitter<Rejection>());
  private readonly nextCheck: RunOnceScheduler;
  private readonly batches = new Set<PollBatch>();
  private readonly stopping = new AbortController();
  /** Each connection as it was when it was last looked at. */
  private readonly settingsEntries = new Map<string, string>();
  private started = false;
  /** The latest time that was seen, ms since the epoch. */
  private latest = Infinity;

  /** Fires in the window that met the refusal first. */
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

  /** Begins to ask; {@link dispose} ends it and gives back what is under way. */
  start(): void {
    const { store, connections, providers } = this.deps;
    this.started = true;
    const look = (): void => {
      try {
        this.publishCredentialVersions();
      } catch (error) {
        this.deps.log.error(`Telling of credentials failed: ${toError(error).message}`);
      }
      this.scheduleCheck(this.deps.clock.now());
    };
    this.owned.add(connections.onDidChange(look));
    this.owned.add(providers.onDidChange(look));
    this.owned.add(
      // Whatever changed, in whichever window, may have made something due or given a turn back.
      store.onDidChange(() => {
        this.scheduleCheck(this.deps.clock.now());
      }),
    );
    look();
  }

  /**
   * Asks now for these tasks, or for all that have not ended.
   * @returns after each of `refs` was asked for, in whichever window, or cannot be: its connection is paused or out of reach;
   * without `refs` at once
   */
  async refresh(refs?: readonly TaskRef[]): Promise<void> {
    const { store, clock, connections } = this.deps;
    for (const connection of new Set(refs?.map((ref) => ref.connection) ?? connections.all().map(({ id }) => id))) {
      this.clearBackoff(connection);
    }
    const call = refs && this.nextResponses(refs);
    store.queue.makeDue(refs, clock.now());
    this.scheduleCheck(clock.now());
    await call;
  }

  /**
   * Asks these connections by itself again, after {@link Store.stopPolling}, and at once.
   */
  resumePolling(connections: readonly string[]): void {
    const { store, clock } = this.deps;
    for (const connection of connections) {
      this.clearBackoff(connection);
    }
    store.connections.resumePolling(connections, clock.now());
  }

  /** Whoever asks now wants to know whether the service is back; only what the service itself said goes first. */
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

  /** Waits until each task was answered for or failed once more, is gone, or cannot be asked from this window; or until the end. */
  private nextResponses(refs: readonly TaskRef[]): Promise<void> {
    const { store } = this.deps;
    const told = (ref: TaskRef): string | undefined => {
      const task = store.tasks.get(ref);
      return task && `${task.lastResponseAt ?? ''} ${task.failures}`;
    };
    const heldUntil = ({ connection }: TaskRef): number => store.connections.state(connection).backoff?.until ?? 0;
    let waiting = refs.map((ref) => ({ ref, before: told(ref), held: heldUntil(ref) }));
    return new Promise((resolve) => {
      const listening = new DisposableStore();
      const end = (): void => {
        listening.dispose();
        resolve();
      };
      const look = (): void => {
        waiting = waiting.filter(({ ref, before, held }) => {
          const now = told(ref);
          // A hold that begins now may leave the task itself unasked.
          return now !== undefined && now === before && heldUntil(ref) <= held && this.canPoll(ref);
        });
        if (waiting.length === 0) {
          end();
        }
      };
      listening.add(store.onDidChange(look));
      listening.add(onAbort(this.stopping.signal, end));
      look();
    });
  }

  dispose(): void {
    this.started = false;
    this.stopping.abort();
    for (const batch of this.batches) {
      batch.release();
    }
    this.owned.dispose();
  }

  /** Tells the other windows which credentials this one holds. */
  private publishCredentialVersions(): void {
    const now = this.deps.clock.now();
    const { store, connections } = this.deps;
    for (const { id, credentialVersion } of connections.withCredentials()) {
      if (credentialVersion > store.connections.state(id).credentialVersion) {
        store.connections.publishCredentials(id, credentialVersion, now);
      }
      this.clearBlocksIfEdited(id, now);
    }
  }

  /** A connection that was mended in the settings is asked at once, whatever kept it from being asked. */
  private clearBlocksIfEdited(id: string, now: number): void {
    const entry = JSON.stringify(this.deps.connections.get(id));
    const before = this.settingsEntries.get(id);
    this.settingsEntries.set(id, entry);
    const { credentialsRejected, backoff } = this.deps.store.connections.state(id);
    if (before !== undefined && before !== entry && (credentialsRejected ?? backoff?.failure)) {
      this.deps.store.connections.clearBlocks(id, now);
    }
  }

  /** Looks for due tasks at `at`, ms since the epoch. Through a timer even when that is now, so that many calls are one look. */
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
        // Whoever ends a turn looks again.
        return;
      }
      const [first, ...others] = store.queue.claim({ connections, now, until: claimExpiry(now), limit: batchSize });
      if (first) {
        void this.runBatch(new PollBatch(this.deps, [first, ...others], this.stopping.signal, this.reportRejection));
        // One after the other, since a claim takes its time: at the start of a window everything may be due.
        this.scheduleCheck(now);
      } else {
        this.traceIdle();
        const next = store.queue.nextDueAt(connections.map(({ id }) => id)) ?? Infinity;
        this.scheduleCheck(Math.min(next, now + maxSleepMs));
      }
    } catch (error) {
      log.error(`Looking for due tasks failed: ${toError(error).message}`);
      this.scheduleCheck(now + maxSleepMs);
    }
  }

  /** A clock that was set back, here or while no window was open, must not make anybody wait until it is where it was. */
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

  private readonly reportRejection = (refusal: Rejection): void => {
    this.rejected.fire(refusal);
  };

  private async runBatch(batch: PollBatch): Promise<void> {
    const { log, clock } = this.deps;
    this.batches.add(batch);
    try {
      await batch.run();
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        log.error(`Asking for tasks failed: ${toError(error).message}`);
        this.releaseAfterFault(batch);
      }
    } finally {
      this.batches.delete(batch);
      this.scheduleCheck(clock.now());
    }
  }

  private releaseAfterFault(batch: PollBatch): void {
    try {
      batch.releaseAfterFault();
    } catch (error) {
      // The store fails too; what was claimed lapses.
      this.deps.log.error(`Giving tasks back failed: ${toError(error).message}`);
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

  /** Says in the log why nothing is polled now. */
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

  /** Looks for due tasks, after somebody made something due without a word. */
  checkSoon(): void {
    this.scheduleCheck(this.deps.clock.now());
  }
}
