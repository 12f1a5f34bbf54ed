import type { Clock } from '../base/clock';
import { CancelledError, toError } from '../base/errors';
import { MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { Slices } from '../base/slices';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import type { ProviderRegistry } from '../providers/registry';
import type { TaskLister } from '../providers/provider';
import { takeAnswer, takeFailure } from '../tasks/advance';
import type { Attention } from '../tasks/attention';
import type { Snapshot } from '../tasks/task';
import { isStopped, isThrottled, type Claim, type Settlement, type TaskRepository } from '../tasks/taskRepository';
import type { Asker, Question } from './ask';
import { reachOf } from './failureReach';
import { holdAfter, holdEnd } from './holdAfter';
import { endHoldsAt } from './hosts';
import type { ListMemory } from './listMemory';
import { pace } from './pace';
import type { PollingLimits } from './schedule';
import { settlements } from './settlements';

/** What a turn needs to know of the world around it. */
export interface TurnSurroundings {
  readonly store: TaskRepository;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly asker: Asker;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where answers that come at once wait for each other, so that the window stays quick. */
  readonly slices: Slices;
  /** What is known of services' lists. */
  readonly lists: ListMemory;
  /** Read anew for each decision. */
  readonly limits: () => PollingLimits;
  /** Where the user's eyes are. */
  readonly attention: () => Attention;
  /** From 0 (included) to 1. */
  readonly random: () => number;
}

/** The first refusal of a connection's credentials, after which nobody asks until they change. */
export interface Refusal {
  readonly connection: string;
  readonly failure: RequestFailure;
}

/** A question, and the version of the credentials that it is asked with. */
interface Asked {
  readonly question: Question;
  readonly credentialVersion: number;
}

/** A claim and what its task answered. */
type Answered = readonly [Claim, { readonly snapshot: Snapshot; readonly name?: string }];

/** A claim is kept for as long as its turn lasts, and a killed window's lapses after this; ms. */
const claimMs = 45_000;
/** Tasks that are asked for one by one in a turn; the others wait for the next, so that no connection waits for long. */
const singles = 20;
/** Answers that are written in one transaction. */
const writtenAtOnce = 5;
/** Pages that a turn goes through at most. */
const longestSearch = 10;
/** An account that may not list is asked for each task for this long; ms. */
const refusedListPause = 3_600_000;
/** And so is a service whose list fails although it may answer for each task; ms. */
const failedListPause = 600_000;

/** A window that meets a fault of its own, such as a locked keychain, tries again after this; ms. */
const faultPause = 30_000;

/** When claims that are taken now lapse, ms since the epoch. */
export function claimExpiry(now: number): number {
  return now + claimMs;
}

/** One window's turn at one connection: asks for what was claimed and writes what it hears. */
export class Turn {
  private left: readonly Claim[];
  private readonly startedAt: number;
  private readonly connection: string;

  /**
   * @param claims tasks of one connection, at least one
   * @param signal calls the turn off
   * @param onRefused is told when this turn met the first refusal
   */
  constructor(
    private readonly around: TurnSurroundings,
    claims: readonly [Claim, ...Claim[]],
    private readonly signal: AbortSignal,
    private readonly onRefused: (refusal: Refusal) => void,
  ) {
    this.left = claims;
    this.startedAt = around.clock.now();
    this.connection = claims[0].task.connection;
  }

  /** Asks until nothing is left to do, then gives back what was not asked for. @throws CancelledError when called off */
  async run(): Promise<void> {
    const keeping = this.keepClaims();
    try {
      await this.ask();
    } finally {
      keeping.dispose();
    }
  }

  private async ask(): Promise<void> {
    const asked = await this.prepare();
    if (!asked) {
      this.postpone();
      return;
    }
    const { list } = asked.question.provider;
    if (list && this.isWorthAList()) {
      await this.askForPages(asked, list);
    }
    for (let count = 0; count < singles; count++) {
      const [claim] = this.due();
      if (!claim) {
        break;
      }
      if (!(await this.pace(asked))) {
        break;
      }
      await this.askForOne(asked, claim);
    }
    this.giveBack();
  }

  /** Gives everything back for a while, after a fault that is not the service's: it would be met again at once. */
  postpone(): void {
    const { store, clock } = this.around;
    store.hold(this.connection, { until: clock.now() + faultPause });
    this.giveBack();
  }

  /** Gives back what was not asked for; for when the turn was called off, too. */
  giveBack(): void {
    const { left } = this;
    this.left = [];
    this.around.store.release(left);
  }

  /** Tasks that a list may answer for, due or not. */
  private listed(): readonly Claim[] {
    const { lists, clock } = this.around;
    return this.left.filter(({ task }) => !lists.isMissing(task, clock.now()));
  }

  /** One list also answers for what would be due soon: tasks that were asked for together do not stay together. */
  private isWorthAList(): boolean {
    const { lists, clock } = this.around;
    const due = new Set(this.due());
    const listed = this.listed();
    return (
      listed.length > 1 && listed.some((claim) => due.has(claim)) && !lists.isRefused(this.connection, clock.now())
    );
  }

  private due(): readonly Claim[] {
    return this.left.filter(({ task }) => (task.nextPollAt ?? 0) <= this.startedAt);
  }

  private async prepare(): Promise<Asked | undefined> {
    const { connections, providers } = this.around;
    const connection = connections.get(this.connection);
    const provider = connection && providers.get(connection.provider);
    const stored = connection && (await connections.credentials(connection));
    return provider && stored
      ? {
          question: { provider, connection, ...stored, signal: this.signal },
          credentialVersion: stored.version,
        }
      : undefined;
  }

  /** Waits until the service's pace allows another request, unless the connection is stopped or throttled meanwhile. */
  private pace({ question }: Asked): Promise<boolean> {
    const { store, clock } = this.around;
    return pace(this.around, question, () => {
      const standing = store.standing(this.connection);
      return !isStopped(standing) && !isThrottled(standing, clock.now());
    });
  }

  /** Keeps the claims for as long as the turn lasts, however long one question takes. */
  private keepClaims(): Disposable {
    const { store, clock, log } = this.around;
    const timer = new MutableDisposable();
    const keep = (): void => {
      timer.current = clock.schedule(claimMs / 3, () => {
        keep();
        try {
          store.extend(this.left, claimExpiry(clock.now()));
        } catch (error) {
          log.warn(`Claims could not be kept: ${toError(error).message}`);
        }
      });
    };
    keep();
    return timer;
  }

  /** Asks for pages while they may save more questions than they are; who is on none of them is asked for alone. */
  private async askForPages(asked: Asked, list: TaskLister): Promise<void> {
    const { asker, clock, lists, slices } = this.around;
    const sought = new Set(this.listed());
    let page: string | undefined;
    let missing: readonly Claim[] = [...sought];
    for (let pages = 0; pages < longestSearch && missing.length > pages; pages++) {
      if (!(await this.pace(asked))) {
        return;
      }
      const reading = await slices.run(() => asker.page(asked.question, list, page));
      if (!reading.ok) {
        await this.failPage(asked, reading.failure);
        return;
      }
      // A list that shifts between two pages may name a task twice; the later answer is the newer one.
      const listed = new Map(reading.tasks.map((task) => [task.id, task]));
      await this.answerAll(this.left.flatMap((claim) => pair(claim, listed.get(claim.task.id))));
      missing = this.left.filter((claim) => sought.has(claim));
      page = reading.next;
      if (page === undefined) {
        break;
      }
    }
    lists.miss(
      missing.map(({ task }) => task),
      clock.now(),
    );
  }

  private async failPage(asked: Asked, failure: RequestFailure): Promise<void> {
    const { clock, lists, store } = this.around;
    this.log(failure, 'list');
    const now = clock.now();
    switch (reachOf(failure)) {
      case 'task':
        // Who may not list may still ask for each task.
        lists.refuse(this.connection, now + refusedListPause);
        return;
      case 'service':
        // A list may have a limit of its own that it never comes below.
        if (failure.kind !== 'throttled' || store.standing(this.connection).held?.failure?.kind === 'throttled') {
          lists.refuse(this.connection, now + failedListPause);
        }
        break;
      case 'connection':
    }
    await this.fail(asked, undefined, failure);
  }

  private answerAll(answers: readonly Answered[]): Promise<void> {
    return this.inParts(answers, (part) => {
      this.answer(part);
    });
  }

  /** Writes a few tasks at a time. @throws CancelledError when called off */
  private async inParts<T>(all: readonly T[], write: (part: readonly T[]) => void): Promise<void> {
    for (let start = 0; start < all.length; start += writtenAtOnce) {
      await this.around.slices.run(() => {
        this.mustGoOn();
        write(all.slice(start, start + writtenAtOnce));
      });
    }
  }

  private mustGoOn(): void {
    if (this.signal.aborted) {
      throw new CancelledError();
    }
  }

  private async askForOne(asked: Asked, claim: Claim): Promise<void> {
    const reading = await this.around.slices.run(() => this.around.asker.task(asked.question, claim.task.id));
    if (reading.ok) {
      await this.answerAll([[claim, reading]]);
    } else {
      this.log(reading.failure, claim.task.id);
      await this.fail(asked, claim, reading.failure);
    }
  }

  private answer(answers: readonly Answered[]): void {
    const { store, clock } = this.around;
    const now = clock.now();
    const standing = store.standing(this.connection);
    const held = isThrottled(standing, now) ? undefined : standing.held;
    // Before what was heard is written: the tasks that an outage kept waiting are due, those that are answered for are not.
    if (held) {
      store.endHold(this.connection, now);
      // Whoever waits for the same host need not find out for itself.
      endHoldsAt(held.failure, this.around, now);
    }
    const settlement = settlements(this.around, now);
    this.settle(
      answers.map(([claim, answer]) => {
        const { task } = claim;
        return settlement(claim, takeAnswer(task, store.snapshot(task), answer, now));
      }),
    );
  }

  /** @param met the task that was asked for, if it was a question about one. @throws CancelledError when called off */
  private async fail(asked: Asked, met: Claim | undefined, failure: RequestFailure): Promise<void> {
    const reach = reachOf(failure);
    const now = this.around.clock.now();
    // Whatever the others would be told they are asked for first: this one alone may be what the service cannot answer.
    const failed = reach === 'connection' ? this.due() : met ? [met] : [];
    const settle = (part: readonly Claim[], until: number): void => {
      const settlement = settlements(this.around, now);
      this.settle(
        part.map((claim) => {
          const settled = settlement(claim, takeFailure(claim.task, failure, now));
          // Of all that fail alike none comes back before the connection does.
          const nextPollAt = reach === 'connection' ? until : Math.max(settled.task.nextPollAt ?? 0, until);
          return { ...settled, task: { ...settled.task, nextPollAt } };
        }),
      );
    };
    // Together, so that whoever waits for the one finds the other.
    const until = await this.around.slices.run(() => {
      this.mustGoOn();
      const end = reach === 'task' ? 0 : this.hold(asked, failure, now);
      if (end !== undefined) {
        settle(failed.slice(0, writtenAtOnce), end);
      }
      return end;
    });
    if (until !== undefined) {
      await this.inParts(failed.slice(writtenAtOnce), (part) => {
        settle(part, until);
      });
    }
    if (reach !== 'task') {
      this.giveBack();
    }
  }

  /** @returns until when, ms since the epoch; nothing when newer credentials are there to be asked with at once */
  private hold({ credentialVersion }: Asked, failure: RequestFailure, now: number): number | undefined {
    const { connection } = this;
    if (failure.kind === 'unauthorised') {
      const { store } = this.around;
      if (store.pause(connection, credentialVersion, failure, now)) {
        this.onRefused({ connection, failure });
      } else if (store.standing(connection).credentialVersion > credentialVersion) {
        return undefined;
      }
      // Refused credentials wait for new ones, not for a time.
      return holdEnd(this.around, connection, failure, now);
    }
    return holdAfter(this.around, connection, failure, now);
  }

  private settle(settled: readonly Settlement[]): void {
    const claims = new Set(settled.map(({ claim }) => claim));
    this.left = this.left.filter((claim) => !claims.has(claim));
    this.around.store.settle(settled);
  }

  private log({ kind, status, code }: RequestFailure, what: string): void {
    this.around.log.warn(`${this.connection}/${what}: ${[kind, status, code].join(' ')}`);
  }
}

function pair<A, B>(one: A, other: B | undefined): readonly (readonly [A, B])[] {
  return other === undefined ? [] : [[one, other]];
}
