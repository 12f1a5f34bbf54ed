import type { Clock } from '../base/clock';
import { CancelledError, toError } from '../base/errors';
import { MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { Slices } from '../base/slices';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import type { ProviderRegistry } from '../providers/registry';
import type { TaskLister } from '../providers/provider';
import { takeAnswer, takeFailure, type Advance } from '../tasks/advance';
import type { Snapshot } from '../tasks/task';
import {
  isStopped,
  type Claim,
  type RequestBudget,
  type Settlement,
  type TaskRepository,
} from '../tasks/taskRepository';
import type { Asker, Question } from './ask';
import { backoff } from './backoff';
import { connectionsAt, endHoldsAt } from './hosts';
import { nextPoll, type Attention, type PollingLimits } from './schedule';

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

/** A claim outlives the longest question, so that only a killed window's claims lapse; ms. */
const claimMs = 150_000;
/** No service is believed that wants to be left alone for longer; ms. */
const longestRetry = 3_600_000;
/** Tasks that are asked for one by one in a turn; the others wait for the next, so that no connection waits for long. */
const singles = 20;
/** Answers that are written in one transaction. */
const writtenAtOnce = 5;
/** From this many due tasks on a list is asked for first. */
const worthAList = 2;

/** The pace where a service states none, so that what is overdue after a long absence does not come as a burst. */
const usualBudget: RequestBudget = { burst: 10, interval: 100 };

/** An unreachable host is tried with one connection; the others at it wait this much longer for what came of that; ms. */
const siblingsWait = 60_000;

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
    if (list && this.due().length >= worthAList) {
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

  /**
   * Waits until the service's pace allows another request.
   * @returns whether it may still be made: another window may have stopped the connection meanwhile
   * @throws CancelledError when called off
   */
  private async pace({ question: { provider } }: Asked): Promise<boolean> {
    const { store, clock } = this.around;
    for (;;) {
      if (this.signal.aborted) {
        throw new CancelledError();
      }
      if (isStopped(store.standing(this.connection))) {
        return false;
      }
      const now = clock.now();
      const at = store.reserve(this.connection, provider.budget ?? usualBudget, now);
      if (at <= now) {
        return true;
      }
      await new Promise<void>((resolve) => {
        clock.schedule(at - now, resolve);
      });
    }
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

  /** Asks for pages while they answer for several tasks each; who is on none of them is asked for alone. */
  private async askForPages(asked: Asked, list: TaskLister): Promise<void> {
    let page: string | undefined;
    let found: number;
    do {
      if (!(await this.pace(asked))) {
        return;
      }
      const reading = await this.around.slices.run(() => this.around.asker.page(asked.question, list, page));
      if (!reading.ok) {
        this.log(reading.failure, 'list');
        // Who may not list may still ask for each task.
        if (concernsConnection(reading.failure)) {
          this.fail(asked, this.due(), reading.failure);
        }
        return;
      }
      // A list that shifts between two pages may name a task twice; the later answer is the newer one.
      const listed = new Map(reading.tasks.map((task) => [task.id, task]));
      const answered = this.left.filter(({ task }) => listed.has(task.id));
      await this.answerAll(answered.flatMap((claim) => pair(claim, listed.get(claim.task.id))));
      found = answered.length;
      page = reading.next;
    } while (page !== undefined && found > 0 && this.due().length >= worthAList);
  }

  /** Writes what was answered, a few tasks at a time. @throws CancelledError when called off */
  private async answerAll(answers: readonly Answered[]): Promise<void> {
    for (let start = 0; start < answers.length; start += writtenAtOnce) {
      await this.around.slices.run(() => {
        if (this.signal.aborted) {
          throw new CancelledError();
        }
        this.answer(answers.slice(start, start + writtenAtOnce));
      });
    }
  }

  private async askForOne(asked: Asked, claim: Claim): Promise<void> {
    const reading = await this.around.slices.run(() => this.around.asker.task(asked.question, claim.task.id));
    if (reading.ok) {
      await this.answerAll([[claim, reading]]);
    } else {
      this.log(reading.failure, claim.task.id);
      this.fail(asked, concernsConnection(reading.failure) ? this.due() : [claim], reading.failure);
    }
  }

  private answer(answers: readonly Answered[]): void {
    const { store, clock } = this.around;
    const now = clock.now();
    const { held } = store.standing(this.connection);
    // Before what was heard is written: the tasks that an outage kept waiting are due, those that are answered for are not.
    if (held) {
      store.endHold(this.connection, now);
      // Whoever waits for the same host need not find out for itself.
      endHoldsAt(held.failure, this.around, now);
    }
    this.settle(
      answers.map(([claim, answer]) => {
        const { task } = claim;
        return this.settlement(claim, takeAnswer(task, store.snapshot(task), answer, now), now);
      }),
    );
  }

  private fail({ credentialVersion }: Asked, failed: readonly Claim[], failure: RequestFailure): void {
    const { store, clock, random } = this.around;
    const now = clock.now();
    if (failure.kind === 'unauthorised') {
      if (store.pause(this.connection, credentialVersion, failure, now)) {
        this.onRefused({ connection: this.connection, failure });
      } else if (store.standing(this.connection).credentialVersion > credentialVersion) {
        // The answer is about credentials that were replaced meanwhile; the new ones are asked with at once.
        this.giveBack();
        return;
      }
    }
    const settlements = failed.map((claim) => this.settlement(claim, takeFailure(claim.task, failure, now), now));
    if (!concernsConnection(failure)) {
      this.settle(settlements);
      return;
    }
    const failures = (store.standing(this.connection).held?.failures ?? 0) + 1;
    const until = Math.max(now + backoff(failures, random()), Math.min(failure.retryAt ?? 0, now + longestRetry));
    // Refused credentials wait for new ones, not for a time.
    if (failure.kind !== 'unauthorised') {
      store.hold(this.connection, { until, failure });
      if (failure.kind === 'offline') {
        const others = connectionsAt(failure.host, this.around).filter((id) => id !== this.connection);
        store.holdToo(others, { until: until + siblingsWait, failure });
      }
    }
    this.settle(settlements.map((each) => ({ ...each, task: { ...each.task, nextPollAt: until } })));
    this.giveBack();
  }

  private settle(settlements: readonly Settlement[]): void {
    const settled = new Set(settlements.map(({ claim }) => claim));
    this.left = this.left.filter((claim) => !settled.has(claim));
    this.around.store.settle(settlements);
  }

  private settlement(claim: Claim, advance: Advance, now: number): Settlement {
    const { store, limits, attention, random, log } = this.around;
    const { task } = advance;
    const earlierSamples = store.samples(task);
    const samples = advance.sample ? [...earlierSamples, advance.sample] : earlierSamples;
    const earlier = samples.length === 0 ? store.durations(this.connection) : [];
    const pace = { limits: limits(), attention: attention(), random: random() };
    const next = nextPoll({ task, samples, earlier, now, ...pace });
    log.debug(`${task.connection}/${task.id}: ${task.state} ${task.progress?.percent ?? ''}`);
    return { ...advance, claim, task: { ...task, ...(next === undefined ? {} : { nextPollAt: next }) } };
  }

  private log({ kind, status, code }: RequestFailure, what: string): void {
    this.around.log.warn(`${this.connection}/${what}: ${[kind, status, code].join(' ')}`);
  }
}

function pair<A, B>(one: A, other: B | undefined): readonly (readonly [A, B])[] {
  return other === undefined ? [] : [[one, other]];
}

/** Whether a failure would meet every task of the connection alike. */
function concernsConnection({ kind, status = 0 }: RequestFailure): boolean {
  switch (kind) {
    case 'offline':
    case 'timeout':
    case 'tls':
    case 'address':
    case 'redirected':
    case 'credentials-missing':
    case 'unauthorised':
    case 'throttled':
      return true;
    case 'server-error':
      return status >= 500;
    case 'too-large':
    case 'forbidden':
    case 'not-found':
    case 'rejected':
    case 'not-json':
    case 'unexpected-shape':
      return false;
  }
}
