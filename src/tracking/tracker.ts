import type { Clock } from '../base/clock';
import { CancelledError, toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { ConnectionDirectory, ReadableConnection } from '../connections/connectionDirectory';
import type { RequestFailure } from '../http/failure';
import type { ProviderRegistry } from '../providers/registry';
import { takeAnswer, takeFailure, type Advance } from '../tasks/advance';
import type { TaskRef } from '../tasks/task';
import type { Claim, Settlement, TaskRepository } from '../tasks/taskRepository';
import type { Asker, Question } from './ask';
import { nextPoll, type PollingLimits } from './schedule';

/** What the tracker needs to know of the world around it. */
export interface TrackerSurroundings {
  readonly store: TaskRepository;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly asker: Asker;
  readonly clock: Clock;
  readonly log: Logger;
  /** Read anew for each decision. */
  readonly limits: () => PollingLimits;
  /** Whether the user is in this window. */
  readonly focused: () => boolean;
  /** From 0 (included) to 1. */
  readonly random: () => number;
}

/** The first refusal of a connection's credentials, after which nobody asks until they change. */
export interface Refusal {
  readonly connection: string;
  readonly failure: RequestFailure;
}

/** A claim outlives the longest question, so that only a killed window's claims lapse; ms. */
const claimMs = 150_000;
/** Connections that one window asks at the same time. */
const turnsAtOnce = 8;
/** Tasks that are asked for in one turn. */
const turnLength = 20;
/** A window looks for due tasks at least this often, should another have changed them; ms. */
const longestSleep = 60_000;

/**
 * Asks for what is due and writes what it hears. Any number of windows may run one: what one has claimed the others
 * leave alone.
 */
export class Tracker implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly refused = this.owned.add(new Emitter<Refusal>());
  private readonly timer = this.owned.add(new MutableDisposable());
  private readonly turns = new Set<Turn>();
  private readonly stopping = new AbortController();
  private started = false;

  /** Fires in the window that met the refusal first. */
  readonly onDidRefuse: Event<Refusal> = this.refused.event;

  constructor(private readonly around: TrackerSurroundings) {}

  /** Begins to ask; {@link dispose} ends it and gives back what is under way. */
  start(): void {
    const { store, connections, providers } = this.around;
    this.started = true;
    const look = (): void => {
      this.announce();
      this.lookAt(this.around.clock.now());
    };
    this.owned.add(connections.onDidChange(look));
    this.owned.add(providers.onDidChange(look));
    this.owned.add(
      // Whatever changed, in whichever window, may have made something due or given a turn back.
      store.onDidChange(() => {
        this.lookAt(this.around.clock.now());
      }),
    );
    look();
  }

  /**
   * Asks now for these tasks, or for all that have not ended.
   * @returns after each of them was asked for, in whichever window, or cannot be: its connection is paused or out of reach
   */
  async refresh(refs?: readonly TaskRef[]): Promise<void> {
    const { store, clock } = this.around;
    const asked = refs && Promise.all(refs.map((ref) => this.nextReply(ref)));
    store.makeDue(refs, clock.now());
    this.lookAt(clock.now());
    await asked;
  }

  /** Whether a question about this task can be asked from this window now. */
  canAsk({ connection }: TaskRef): boolean {
    return this.answerable().some(({ id }) => id === connection) && !this.around.store.standing(connection).paused;
  }

  private nextReply(ref: TaskRef): Promise<void> {
    const { store } = this.around;
    const before = store.get(ref);
    return new Promise((resolve) => {
      const done = (): void => {
        const now = store.get(ref);
        const replied = now?.answeredAt !== before?.answeredAt || now?.failures !== before?.failures;
        if (!now || replied || !this.canAsk(ref)) {
          listening.dispose();
          resolve();
        }
      };
      const listening = store.onDidChange(done);
      done();
    });
  }

  dispose(): void {
    this.started = false;
    this.stopping.abort();
    for (const turn of this.turns) {
      this.around.store.release(turn.left);
    }
    this.owned.dispose();
  }

  /** Tells the other windows which credentials this one holds. */
  private announce(): void {
    const now = this.around.clock.now();
    for (const { id, credentialVersion } of this.around.connections.readable()) {
      this.around.store.announceCredentials(id, credentialVersion, now);
    }
  }

  /** Looks for due tasks at `at`, ms since the epoch. Through a timer even when that is now, so that many calls are one look. */
  private lookAt(at: number): void {
    const { clock } = this.around;
    if (this.started) {
      this.timer.current = clock.schedule(at - clock.now(), () => {
        this.look();
      });
    }
  }

  private look(): void {
    const { store, clock, log } = this.around;
    const now = clock.now();
    const connections = this.answerable();
    try {
      while (this.turns.size < turnsAtOnce) {
        const claims = store.claim({ connections, now, until: now + claimMs, limit: turnLength });
        if (claims.length === 0) {
          break;
        }
        void this.takeTurn({ left: [...claims] });
      }
      // With no room left, whoever ends a turn looks again.
      if (this.turns.size < turnsAtOnce) {
        const next = store.nextDueAt(connections.map(({ id }) => id)) ?? Infinity;
        this.lookAt(Math.min(next, now + longestSleep));
      }
    } catch (error) {
      log.error(`Looking for due tasks failed: ${toError(error).message}`);
      this.lookAt(now + longestSleep);
    }
  }

  /** The connections that this window may ask: it has their newest credentials and knows their provider. */
  private answerable(): readonly ReadableConnection[] {
    const { connections, providers, store } = this.around;
    return connections
      .readable()
      .filter(({ id }) => providers.get(connections.get(id)?.provider ?? '') !== undefined)
      .filter(({ id, credentialVersion }) => store.standing(id).credentialVersion <= credentialVersion);
  }

  private async takeTurn(turn: Turn): Promise<void> {
    const { store, log, clock } = this.around;
    this.turns.add(turn);
    try {
      while (turn.left.length > 0 && this.started) {
        await this.ask(turn);
      }
    } catch (error) {
      if (!(error instanceof CancelledError)) {
        log.error(`Asking for tasks failed: ${toError(error).message}`);
      }
    } finally {
      this.turns.delete(turn);
      // After the end the claims are given back already, and the store may be closed.
      if (this.started) {
        store.release(turn.left);
        this.lookAt(clock.now());
      }
    }
  }

  /** Asks for the turn's next task and writes what it heard. */
  private async ask(turn: Turn): Promise<void> {
    const { asker, store, clock, log } = this.around;
    const claim = turn.left[0];
    const asked = claim && (await this.questionAbout(claim.task));
    if (!asked) {
      store.release(turn.left.splice(0));
      return;
    }
    store.extend(turn.left, clock.now() + claimMs);
    const { task } = claim;
    const reading = await asker.task(asked.question, task.id);
    const now = clock.now();
    if (reading.ok) {
      log.debug(`${task.connection}/${task.id}: ${reading.snapshot.state} ${reading.snapshot.percent ?? ''}`);
      turn.left.shift();
      store.settle([this.settlement(claim, takeAnswer(task, store.snapshot(task), reading, now), now)]);
      return;
    }
    const { failure } = reading;
    log.warn(`${task.connection}/${task.id}: ${[failure.kind, failure.status, failure.code].join(' ')}`);
    if (failure.kind === 'unauthorised') {
      if (store.pause(task.connection, asked.credentialVersion, failure, now)) {
        this.refused.fire({ connection: task.connection, failure });
      } else if (store.standing(task.connection).credentialVersion > asked.credentialVersion) {
        // The answer is about credentials that were replaced meanwhile; the new ones are asked with at once.
        store.release(turn.left.splice(0));
        return;
      }
    }
    // What keeps one task of a connection from being answered keeps all of them: the others are not asked for.
    const failed = concernsConnection(failure) ? turn.left.splice(0) : turn.left.splice(0, 1);
    store.settle(failed.map((each) => this.settlement(each, takeFailure(each.task, failure, now), now)));
  }

  private async questionAbout({ connection: id }: TaskRef): Promise<Asked | undefined> {
    const { connections, providers } = this.around;
    const connection = connections.get(id);
    const provider = connection && providers.get(connection.provider);
    const stored = connection && (await connections.credentials(connection));
    return provider && stored
      ? {
          question: { provider, connection, credentials: stored.credentials, signal: this.stopping.signal },
          credentialVersion: stored.version,
        }
      : undefined;
  }

  private settlement(claim: Claim, advance: Advance, now: number): Settlement {
    const samples = advance.sample ? [...claim.samples, advance.sample] : claim.samples;
    const { limits, focused, random } = this.around;
    const next = nextPoll({
      task: advance.task,
      samples,
      now,
      limits: limits(),
      focused: focused(),
      random: random(),
    });
    return { ...advance, claim, task: { ...advance.task, ...(next === undefined ? {} : { nextPollAt: next }) } };
  }
}

/** One window's turn at one connection. */
interface Turn {
  /** The claims that are still to be answered. */
  readonly left: Claim[];
}

/** A question, and the version of the credentials that it is asked with. */
interface Asked {
  readonly question: Question;
  readonly credentialVersion: number;
}

/** Whether a failure would meet every task of the connection alike. */
function concernsConnection({ kind }: RequestFailure): boolean {
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
    case 'too-large':
    case 'forbidden':
    case 'not-found':
    case 'rejected':
    case 'server-error':
    case 'not-json':
    case 'unexpected-shape':
      return false;
  }
}
