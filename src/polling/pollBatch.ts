import { throwIfAborted } from '../base/async/abort';
import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { TimeSlicer } from '../base/timeSlicer';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { rulesOf, statusOf } from '../connections/connectionStatus';
import type { RequestFailure } from '../http/failure';
import type { ProviderRegistry } from '../providers/registry';
import type { TaskLister } from '../providers/provider';
import { applySnapshot, applyFailure } from '../tasks/taskUpdate';
import type { PresenceLevel } from '../tasks/presence';
import type { Snapshot } from '../tasks/task';
import { isRateLimited } from '../tasks/ports/connectionStates';
import type { Claim, Settlement } from '../tasks/ports/pollQueue';
import type { Store } from '../tasks/ports/store';
import type { ServiceClient, CallContext } from '../client/callContext';
import { scopeOf } from './failureScope';
import { startBackoff, backoffEnd } from './startBackoff';
import { clearHostOutage } from './hostOutage';
import type { ListCache } from './listCache';
import { acquire } from './rateLimiter';
import type { PollingLimits } from './schedule';
import { createSettler } from './pollResults';

/** What a turn needs to know of the world around it. */
export interface PollDeps {
  readonly store: Store;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly client: ServiceClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where answers that come at once wait for each other, so that the window stays quick. */
  readonly timeSlicer: TimeSlicer;
  /** What is known of services' lists. */
  readonly lists: ListCache;
  /** Read anew for each decision. */
  readonly limits: () => PollingLimits;
  /** Where the user's eyes are. */
  readonly presence: () => PresenceLevel;
  /** From 0 (included) to 1. */
  readonly random: () => number;
}

/** The first refusal of a connection's credentials, after which nobody asks until they change. */
export interface Rejection {
  readonly connection: string;
  readonly failure: RequestFailure;
}

/** A question, and the version of the credentials that it is asked with. */
interface BatchCall {
  readonly context: CallContext;
  readonly credentialVersion: number;
}

/** A claim and what its task answered. */
type TaskAndResult = readonly [Claim, { readonly snapshot: Snapshot; readonly name?: string }];

/** A claim is kept for as long as its turn lasts, and a killed window's lapses after this; ms. */
const claimMs = 45_000;
/** Tasks that are asked for one by one in a turn; the others wait for the next, so that no connection waits for long. */
const maxSingles = 20;
/** Responses that are written in one transaction. */
const writeChunkSize = 5;
/** Pages that a turn goes through at most. */
const maxPages = 10;
/** An account that may not list is asked for each task for this long; ms. */
const refusedListDelayMs = 3_600_000;
/** And so is a service whose list fails although it may answer for each task; ms. */
const failedListDelayMs = 600_000;

/** A window that meets a fault of its own, such as a locked keychain, tries again after this; ms. */
const faultDelayMs = 30_000;

/** When claims that are taken now lapse, ms since the epoch. */
export function claimExpiry(now: number): number {
  return now + claimMs;
}

/** One window's turn at one connection: asks for what was claimed and writes what it hears. */
export class PollBatch {
  private pending: readonly Claim[];
  private readonly startedAt: number;
  private readonly connection: string;

  /**
   * @param claims tasks of one connection, at least one
   * @param signal calls the turn off
   * @param onRefused is told when this turn met the first refusal
   */
  constructor(
    private readonly deps: PollDeps,
    claims: readonly [Claim, ...Claim[]],
    private readonly signal: AbortSignal,
    private readonly onRefused: (refusal: Rejection) => void,
  ) {
    this.pending = claims;
    this.startedAt = deps.clock.now();
    this.connection = claims[0].task.connection;
  }

  /** Asks until nothing is left to do, then gives back what was not asked for. @throws CancelledError when called off */
  async run(): Promise<void> {
    const keeping = this.renewClaims();
    try {
      await this.poll();
    } finally {
      keeping.dispose();
    }
  }

  private async poll(): Promise<void> {
    const call = await this.prepare();
    if (!call) {
      this.releaseAfterFault();
      return;
    }
    const { list } = call.context.provider;
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
    this.release();
  }

  /** Gives everything back for a while, after a fault that is not the service's: it would be met again at once. */
  releaseAfterFault(): void {
    const { store, clock } = this.deps;
    store.connections.backOff(this.connection, { until: clock.now() + faultDelayMs });
    this.release();
  }

  /** Gives back what was not asked for; for when the turn was called off, too. */
  release(): void {
    const { pending } = this;
    this.pending = [];
    this.deps.store.queue.release(pending);
  }

  /** Tasks that a list may answer for, due or not. */
  private listed(): readonly Claim[] {
    const { lists, clock } = this.deps;
    return this.pending.filter(({ task }) => !lists.isMissing(task, clock.now()));
  }

  /** One list also answers for what would be due soon: tasks that were asked for together do not stay together. */
  private isWorthAList(): boolean {
    const { lists, clock } = this.deps;
    const due = new Set(this.due());
    const listed = this.listed();
    return (
      listed.length > 1 && listed.some((claim) => due.has(claim)) && !lists.isUnusable(this.connection, clock.now())
    );
  }

  private due(): readonly Claim[] {
    return this.pending.filter(({ task }) => (task.nextPollAt ?? 0) <= this.startedAt);
  }

  private async prepare(): Promise<BatchCall | undefined> {
    const { connections, providers } = this.deps;
    const connection = connections.get(this.connection);
    const provider = connection && providers.get(connection.provider);
    const stored = connection && (await connections.credentials(connection));
    return provider && stored
      ? {
          context: { provider, connection, ...stored, signal: this.signal },
          credentialVersion: stored.version,
        }
      : undefined;
  }

  /** Waits until the service's pace allows another request, unless the connection is stopped or throttled meanwhile. */
  private acquire({ context }: BatchCall): Promise<boolean> {
    const { store, clock } = this.deps;
    return acquire({ rateLimits: store.rateLimits, clock }, context, () => {
      const status = statusOf(this.connection, this.deps);
      return status.kind !== 'rate-limited' && rulesOf(status).poll !== 'never';
    });
  }

  /** Keeps the claims for as long as the turn lasts, however long one question takes. */
  private renewClaims(): Disposable {
    const { store, clock, log } = this.deps;
    const timer = new IntervalTimer(clock, (error) => {
      log.warn(`Leases could not be kept: ${toError(error).message}`);
    });
    timer.cancelAndSet(() => {
      store.queue.extend(this.pending, claimExpiry(clock.now()));
    }, claimMs / 3);
    return timer;
  }

  /** Asks for pages while they may save more questions than they are; who is on none of them is asked for alone. */
  private async pollPages(call: BatchCall, list: TaskLister): Promise<void> {
    const { client, clock, lists, timeSlicer } = this.deps;
    const sought = new Set(this.listed());
    let page: string | undefined;
    let missing: readonly Claim[] = [...sought];
    for (let pages = 0; pages < maxPages && missing.length > pages; pages++) {
      if (!(await this.acquire(call))) {
        return;
      }
      const result = await timeSlicer.run(() => client.page(call.context, list, page));
      if (!result.ok) {
        await this.failPage(call, result.failure);
        return;
      }
      // A list that shifts between two pages may name a task twice; the later answer is the newer one.
      const listed = new Map(result.tasks.map((task) => [task.id, task]));
      await this.applyAll(this.pending.flatMap((claim) => pair(claim, listed.get(claim.task.id))));
      missing = this.pending.filter((claim) => sought.has(claim));
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

  private async failPage(call: BatchCall, failure: RequestFailure): Promise<void> {
    const { clock, lists, store } = this.deps;
    this.log(failure, 'list');
    const now = clock.now();
    switch (scopeOf(failure)) {
      case 'task':
        // Who may not list may still ask for each task.
        lists.markUnusable(this.connection, now + refusedListDelayMs);
        return;
      case 'service':
        // A list may have a limit of its own that it never comes below.
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

  private applyAll(answers: readonly TaskAndResult[]): Promise<void> {
    return this.inChunks(answers, (part) => {
      this.applyResults(part);
    });
  }

  /** Writes a few tasks at a time. @throws CancelledError when called off */
  private async inChunks<T>(all: readonly T[], write: (part: readonly T[]) => void): Promise<void> {
    for (let start = 0; start < all.length; start += writeChunkSize) {
      await this.deps.timeSlicer.run(() => {
        throwIfAborted(this.signal);
        write(all.slice(start, start + writeChunkSize));
      });
    }
  }

  private async pollOne(call: BatchCall, claim: Claim): Promise<void> {
    const result = await this.deps.timeSlicer.run(() => this.deps.client.task(call.context, claim.task.id));
    if (result.ok) {
      await this.applyAll([[claim, result]]);
    } else {
      this.log(result.failure, claim.task.id);
      await this.fail(call, claim, result.failure);
    }
  }

  private applyResults(answers: readonly TaskAndResult[]): void {
    const { store, clock } = this.deps;
    const now = clock.now();
    const state = store.connections.state(this.connection);
    const backoff = isRateLimited(state, now) ? undefined : state.backoff;
    // Before what was heard is written: the tasks that an outage kept waiting are due, those that are answered for are not.
    if (backoff) {
      store.connections.clearBackoff(this.connection, now);
      // Whoever waits for the same host need not find out for itself.
      clearHostOutage(backoff.failure, this.deps, now);
    }
    const settlement = createSettler(this.deps, now);
    this.settle(
      answers.map(([claim, answer]) => {
        const { task } = claim;
        return settlement(claim, applySnapshot(task, store.tasks.snapshot(task), answer, now));
      }),
    );
  }

  /** @param met the task that was asked for, if it was a question about one. @throws CancelledError when called off */
  private async fail(call: BatchCall, met: Claim | undefined, failure: RequestFailure): Promise<void> {
    const reach = scopeOf(failure);
    const now = this.deps.clock.now();
    // Whatever the others would be told they are asked for first: this one alone may be what the service cannot answer.
    const failed = reach === 'connection' ? this.due() : met ? [met] : [];
    const settle = (part: readonly Claim[], until: number): void => {
      const settlement = createSettler(this.deps, now);
      this.settle(
        part.map((claim) => {
          const settled = settlement(claim, applyFailure(claim.task, failure, now));
          // Of all that fail alike none comes back before the connection does.
          const nextPollAt = reach === 'connection' ? until : Math.max(settled.task.nextPollAt ?? 0, until);
          return { ...settled, task: { ...settled.task, nextPollAt } };
        }),
      );
    };
    // Together, so that whoever waits for the one finds the other.
    const until = await this.deps.timeSlicer.run(() => {
      throwIfAborted(this.signal);
      const end = reach === 'task' ? 0 : this.startBackoff(call, failure, now);
      if (end !== undefined) {
        settle(failed.slice(0, writeChunkSize), end);
      }
      return end;
    });
    if (until !== undefined) {
      await this.inChunks(failed.slice(writeChunkSize), (part) => {
        settle(part, until);
      });
    }
    if (reach !== 'task') {
      this.release();
    }
  }

  /** @returns until when, ms since the epoch; nothing when newer credentials are there to be asked with at once */
  private startBackoff({ credentialVersion }: BatchCall, failure: RequestFailure, now: number): number | undefined {
    const { connection } = this;
    if (failure.kind === 'unauthorised') {
      const { store } = this.deps;
      if (store.connections.rejectCredentials(connection, credentialVersion, failure, now)) {
        this.onRefused({ connection, failure });
      } else if (store.connections.state(connection).credentialVersion > credentialVersion) {
        return undefined;
      }
      // Refused credentials wait for new ones, not for a time.
      return backoffEnd(this.deps, connection, failure, now);
    }
    return startBackoff(this.deps, connection, failure, now);
  }

  private settle(settled: readonly Settlement[]): void {
    const claims = new Set(settled.map(({ claim }) => claim));
    this.pending = this.pending.filter((claim) => !claims.has(claim));
    this.deps.store.queue.settle(settled);
  }

  private log({ kind, status, code }: RequestFailure, what: string): void {
    this.deps.log.warn(`${this.connection}/${what}: ${[kind, status, code].join(' ')}`);
  }
}

function pair<A, B>(one: A, other: B | undefined): readonly (readonly [A, B])[] {
  return other === undefined ? [] : [[one, other]];
}
