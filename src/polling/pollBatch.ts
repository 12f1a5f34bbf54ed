import { throwIfAborted } from '../base/async/abort';
import { retryBusy } from '../base/async/retryBusy';
import { inEnglish } from '../base/message';
import { omitUndefined } from '../base/omitUndefined';
import { isAllowed, statusOf } from '../connections/connectionStatus';
import type { RequestFailure } from '../http/failure';
import { failureLabel } from '../http/failureMessage';
import { isAlone, isOfAddress, scopeOf } from '../http/failureScope';
import type { TaskLister } from '../providers/provider';
import { applySnapshot, applyFailure, type GoodResult, type TaskUpdate } from '../tasks/taskUpdate';
import { byId } from '../tasks/task';
import type { Claim } from '../tasks/ports/pollQueue';
import type { SavedCall } from '../client/callContext';
import { adoptRejection, applyPollFailure, applyPollSuccess } from './connectionOutcome';
import { withFingerprint } from './fingerprint';
import type { BatchClaims } from './batchClaims';
import { acquire } from './rateLimiter';
import type { PollDeps } from './pollDeps';
import { createSettler } from './pollResults';

/** The first rejection of a connection's credentials, which stops polling until they change. */
export interface Rejection {
  readonly connection: string;
  readonly failure: RequestFailure;
}

/** A claim and the result of its task. */
type TaskAndResult = readonly [Claim, GoodResult];

/** Most tasks that a batch polls one by one; the others wait for the next batch, so that no connection waits for long. */
const maxSingles = 20;
/** Responses written in one transaction. */
const writeChunkSize = 5;
/** Most pages that a batch reads. */
const maxPages = 10;
/** How long (ms) tasks are polled one by one after the account was not allowed to list them. */
const refusedListDelayMs = 3_600_000;
/** The same after the list failed otherwise (ms). */
const failedListDelayMs = 600_000;

/** Polls the claimed tasks of one connection that are due, and writes the results. */
export class PollBatch {
  private readonly connection: string;

  /**
   * @param signal cancels the batch
   * @param onRejected called when this batch met the first rejection
   */
  constructor(
    private readonly deps: PollDeps,
    private readonly claims: BatchClaims,
    private readonly signal: AbortSignal,
    private readonly onRejected: (rejection: Rejection) => void,
  ) {
    this.connection = claims.connection;
  }

  /** Polls what is due, then releases the other claims. @throws CancelledError when canceled */
  run(): Promise<void> {
    return this.claims.during(() => this.poll());
  }

  private async poll(): Promise<void> {
    const call = await this.prepare();
    if (!call) {
      this.claims.releaseAfterFault();
      return;
    }
    if (adoptRejection(this.deps, call, this.deps.clock.now())) {
      this.claims.release();
      return;
    }
    const { list } = call.provider;
    if (list && this.isWorthAList()) {
      await this.pollPages(call, list);
    }
    for (let count = 0; count < maxSingles; count++) {
      const [claim] = this.due();
      if (!claim) {
        break;
      }
      if (!(await this.acquire(call))) {
        break;
      }
      await this.pollOne(call, claim);
    }
    await this.written(() => {
      this.claims.release();
    });
  }

  /** Writes in a slice, later while another process holds the file. @throws CancelledError when canceled */
  private written<T>(write: () => T): Promise<Awaited<T>> {
    const { clock, timeSlicer } = this.deps;
    return retryBusy(clock, this.signal, () => timeSlicer.run(write) as Awaited<T>);
  }

  /** Claimed tasks that a list may hold, due or not. */
  private listed(): readonly Claim[] {
    const { lists, clock } = this.deps;
    return this.claims.pending.filter(({ task }) => !lists.isMissing(task, clock.now()));
  }

  /** Whether a list saves requests. It also covers what is due soon, because tasks tracked together drift apart. */
  private isWorthAList(): boolean {
    const { lists, clock } = this.deps;
    const due = new Set(this.due());
    const listed = this.listed();
    return (
      listed.length > 1 && listed.some((claim) => due.has(claim)) && !lists.isUnusable(this.connection, clock.now())
    );
  }

  private due(): readonly Claim[] {
    return this.claims.pending.filter(({ task }) => (task.nextPollAt ?? 0) <= this.claims.claimedAt);
  }

  private async prepare(): Promise<SavedCall | undefined> {
    const { connections, providers } = this.deps;
    const connection = connections.get(this.connection);
    const provider = connection && providers.get(connection.provider);
    const stored = connection && (await connections.credentials(connection));
    if (!provider || !stored) {
      return undefined;
    }
    return withFingerprint(connections, { provider, connection, ...stored, signal: this.signal });
  }

  /** Waits until the rate limit allows a request, unless polling stops or is throttled meanwhile. */
  private acquire(call: SavedCall): Promise<boolean> {
    const { store, clock } = this.deps;
    return acquire({ rateLimits: store.rateLimits, clock }, call, () =>
      isAllowed(statusOf(this.connection, this.deps), 'poll'),
    );
  }

  /** Reads pages while they may save requests. Tasks on no page are polled one by one. */
  private async pollPages(call: SavedCall, list: TaskLister): Promise<void> {
    const { client, clock, lists, timeSlicer } = this.deps;
    const sought = new Set(this.listed());
    let page: string | undefined;
    let missing: readonly Claim[] = [...sought];
    for (let pages = 0; pages < maxPages && missing.length > pages; pages++) {
      if (!(await this.acquire(call))) {
        return;
      }
      const result = await timeSlicer.run(() => client.page(call, list, page));
      if (!result.ok) {
        await this.failPage(call, result.failure);
        return;
      }
      // A list that shifts between two pages may name a task twice; the later page is newer.
      const { retryAfterMs } = result;
      const listed = byId(result.tasks.map((task) => ({ ...task, ...omitUndefined({ retryAfterMs }) })));
      await this.applyAll(this.claims.pending.flatMap((claim) => pair(claim, listed(claim.task.id))));
      missing = this.claims.pending.filter((claim) => sought.has(claim));
      page = result.next;
      if (page === undefined) {
        break;
      }
    }
    lists.markMissing(
      missing.map(({ task }) => task),
      clock.now(),
    );
  }

  private async failPage(call: SavedCall, failure: RequestFailure): Promise<void> {
    const { clock, lists, store } = this.deps;
    this.log(failure, 'list');
    const now = clock.now();
    // The address of each task may be right all the same.
    if (isOfAddress(failure)) {
      lists.markUnusable(this.connection, now + failedListDelayMs);
      return;
    }
    switch (scopeOf(failure)) {
      case 'task':
      case 'request':
        // Without the permission to list, each task may still be polled.
        lists.markUnusable(this.connection, now + refusedListDelayMs);
        return;
      case 'service':
        // A list may have a rate limit of its own, and be throttled forever.
        if (
          failure.kind !== 'throttled' ||
          store.connections.state(this.connection).backoff?.failure?.kind === 'throttled'
        ) {
          lists.markUnusable(this.connection, now + failedListDelayMs);
        }
        break;
      case 'connection':
    }
    await this.fail(call, undefined, failure);
  }

  /** Compares each response in a slice and writes a few of them in another, because a response may be large. @throws CancelledError when canceled */
  private async applyAll(results: readonly TaskAndResult[]): Promise<void> {
    const { store, clock, timeSlicer } = this.deps;
    for (let start = 0; start < results.length; start += writeChunkSize) {
      const updates: (readonly [Claim, TaskUpdate])[] = [];
      for (const [claim, result] of results.slice(start, start + writeChunkSize)) {
        const previous = await timeSlicer.run(() => store.tasks.snapshot(claim.task));
        updates.push([claim, await timeSlicer.run(() => applySnapshot(claim.task, previous, result, clock.now()))]);
      }
      await this.written(() => {
        throwIfAborted(this.signal);
        this.write(updates);
      });
    }
  }

  /** Writes a few tasks at a time. @throws CancelledError when canceled */
  private async inChunks<T>(all: readonly T[], write: (part: readonly T[]) => void): Promise<void> {
    for (let start = 0; start < all.length; start += writeChunkSize) {
      await this.written(() => {
        throwIfAborted(this.signal);
        write(all.slice(start, start + writeChunkSize));
      });
    }
  }

  private async pollOne(call: SavedCall, claim: Claim): Promise<void> {
    const result = await this.deps.timeSlicer.run(() => this.deps.client.task(call, claim.task.id));
    if (result.ok) {
      await this.applyAll([[claim, result]]);
    } else {
      this.log(result.failure, claim.task.id);
      await this.fail(call, claim, result.failure);
    }
  }

  private write(updates: readonly (readonly [Claim, TaskUpdate])[]): void {
    const now = this.deps.clock.now();
    // Before the results are written: it makes all tasks due that waited for the end of the outage, and these are not.
    applyPollSuccess(this.deps, this.connection, now);
    const settlement = createSettler(this.deps, now);
    this.claims.settle(updates.map(([claim, update]) => settlement(claim, update)));
  }

  /** @param requested the claim of the requested task; absent for a list. @throws CancelledError when canceled */
  private async fail(call: SavedCall, requested: Claim | undefined, failure: RequestFailure): Promise<void> {
    const { clock } = this.deps;
    const scope = scopeOf(failure);
    // Only the requested task is delayed, so that the others are polled before it: the failure may be due to this task.
    const failed = scope === 'connection' ? this.due() : requested ? [requested] : [];
    const settle = (part: readonly Claim[], delayMs: number, now: number): void => {
      const settlement = createSettler(this.deps, now);
      const until = now + delayMs;
      this.claims.settle(
        part.map((claim) => {
          const settled = settlement(claim, applyFailure(claim.task, failure, now));
          // No task of a failed connection is due before the connection's backoff ends.
          const nextPollAt = scope === 'connection' ? until : Math.max(settled.task.nextPollAt ?? 0, until);
          return { ...settled, task: { ...settled.task, nextPollAt } };
        }),
      );
    };
    // The backoff and the first failures are written in one slice, because callers that wait for the backoff also expect the
    // failures. Each slice reads the clock and adds the delay, because the clock may go back between two.
    const delayMs = await this.written(() => {
      throwIfAborted(this.signal);
      const now = clock.now();
      const end = isAlone(scope) ? now : this.failConnection(call, failure, now);
      if (end !== undefined) {
        settle(failed.slice(0, writeChunkSize), end - now, now);
      }
      return end === undefined ? undefined : end - now;
    });
    if (delayMs !== undefined) {
      await this.inChunks(failed.slice(writeChunkSize), (part) => {
        settle(part, delayMs, clock.now());
      });
    }
    if (!isAlone(scope)) {
      await this.written(() => {
        this.claims.release();
      });
    }
  }

  /** @returns when the tasks can be polled again, ms since the epoch; nothing when newer credentials can be used at once */
  private failConnection(call: SavedCall, failure: RequestFailure, now: number): number | undefined {
    const { until, isFirstRejection } = applyPollFailure(this.deps, call, failure, now);
    if (isFirstRejection) {
      this.onRejected({ connection: this.connection, failure });
    }
    return until;
  }

  private log(failure: RequestFailure, what: string): void {
    const { kind, status, code } = failure;
    const facts = [kind, status, code].filter((fact) => fact !== undefined).join(' ');
    this.deps.log.warn(`${this.connection}/${what}: ${inEnglish(failureLabel(failure))} (${facts})`);
  }
}

function pair<A, B>(one: A, other: B | undefined): readonly (readonly [A, B])[] {
  return other === undefined ? [] : [[one, other]];
}
