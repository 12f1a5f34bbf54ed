import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import { longestRetry } from '../http/retryAfter';
import type { ReadableConnection } from '../connections/connectionDirectory';
import type { TaskRef } from '../tasks/task';
import { isStopped, isThrottled, type ClaimableConnection, type ConnectionStanding } from '../tasks/taskRepository';
import { longestBackoff } from './backoff';
import { endHoldsAt } from './hosts';
import { ListMemory } from './listMemory';
import { claimExpiry, Turn, type Refusal, type TurnSurroundings } from './turn';

/** Connections that one window asks at the same time. */
const turnsAtOnce = 8;
/** Tasks that are claimed for one turn. */
const turnLength = 100;
/** And where lists answer for many: claimed are all that a list may hold, or each turn would read the same pages anew. */
const listedTurnLength = 1_000;
/** Where one list answers for all, it is used for what is due within this time too; ms. */
const listAhead = 600_000;
/** A clock that goes back by less was only adjusted; ms. */
const clockTolerance = 2_000;
/** A window looks for due tasks at least this often, should another have changed them or the machine have slept; ms. */
const longestSleep = 15_000;

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
  /** Each connection as it was when it was last looked at. */
  private readonly entries = new Map<string, string>();
  private started = false;
  /** When the timer ends, ms since the epoch. */
  private nextLook = 0;
  /** The latest time that was seen, ms since the epoch. */
  private latest = Infinity;

  /** Fires in the window that met the refusal first. */
  readonly onDidRefuse: Event<Refusal> = this.refused.event;

  private readonly around: TurnSurroundings;

  constructor(around: Omit<TurnSurroundings, 'lists'>) {
    this.around = { ...around, lists: new ListMemory() };
  }

  /** Begins to ask; {@link dispose} ends it and gives back what is under way. */
  start(): void {
    const { store, connections, providers } = this.around;
    this.started = true;
    const look = (): void => {
      try {
        this.announce();
      } catch (error) {
        this.around.log.error(`Telling of credentials failed: ${toError(error).message}`);
      }
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
   * @returns after each of `refs` was asked for, in whichever window, or cannot be: its connection is paused or out of reach;
   * without `refs` at once
   */
  async refresh(refs?: readonly TaskRef[]): Promise<void> {
    const { store, clock, connections } = this.around;
    for (const connection of new Set(refs?.map((ref) => ref.connection) ?? connections.all().map(({ id }) => id))) {
      this.endHold(connection);
    }
    const asked = refs && this.nextReplies(refs);
    store.makeDue(refs, clock.now());
    this.lookAt(clock.now());
    await asked;
  }

  /**
   * Asks these connections by itself again, after {@link TaskRepository.stopPolling}, and at once.
   */
  resumePolling(connections: readonly string[]): void {
    const { store, clock } = this.around;
    for (const connection of connections) {
      this.endHold(connection);
    }
    store.resumePolling(connections, clock.now());
  }

  /** Whoever asks now wants to know whether the service is back; only what the service itself said goes first. */
  private endHold(connection: string): void {
    const { store, clock } = this.around;
    const standing = store.standing(connection);
    const { held } = standing;
    if (held?.failure && !isThrottled(standing, this.around.clock.now())) {
      store.endHold(connection, clock.now());
      endHoldsAt(held.failure, this.around, clock.now());
    }
  }

  /** Whether a question of this connection, or about this task of it, can be asked from this window now. */
  canAsk({ connection }: Pick<TaskRef, 'connection'>): boolean {
    const standing = this.around.store.standing(connection);
    const readable = this.around.connections.readable().find(({ id }) => id === connection);
    return (
      readable !== undefined &&
      this.claimable(readable, standing) !== undefined &&
      !isStopped(standing) &&
      !isThrottled(standing, this.around.clock.now())
    );
  }

  /** Waits until each task was answered for or failed once more, is gone, or cannot be asked from this window; or until the end. */
  private nextReplies(refs: readonly TaskRef[]): Promise<void> {
    const { store } = this.around;
    const told = (ref: TaskRef): string | undefined => {
      const task = store.get(ref);
      return task && `${task.answeredAt ?? ''} ${task.failures}`;
    };
    const heldUntil = ({ connection }: TaskRef): number => store.standing(connection).held?.until ?? 0;
    let waiting = refs.map((ref) => ({ ref, before: told(ref), held: heldUntil(ref) }));
    return new Promise((resolve) => {
      const end = (): void => {
        listening.dispose();
        this.stopping.signal.removeEventListener('abort', end);
        resolve();
      };
      const look = (): void => {
        waiting = waiting.filter(({ ref, before, held }) => {
          const now = told(ref);
          // A hold that begins now may leave the task itself unasked.
          return now !== undefined && now === before && heldUntil(ref) <= held && this.canAsk(ref);
        });
        if (waiting.length === 0) {
          end();
        }
      };
      const listening = store.onDidChange(look);
      this.stopping.signal.addEventListener('abort', end);
      look();
    });
  }

  dispose(): void {
    this.started = false;
    this.stopping.abort();
    for (const turn of this.turns) {
      turn.giveBack();
    }
    this.owned.dispose();
  }

  /** Tells the other windows which credentials this one holds. */
  private announce(): void {
    const now = this.around.clock.now();
    const { store, connections } = this.around;
    for (const { id, credentialVersion } of connections.readable()) {
      if (credentialVersion > store.standing(id).credentialVersion) {
        store.announceCredentials(id, credentialVersion, now);
      }
      this.noteChange(id, now);
    }
  }

  /** A connection that was mended in the settings is asked at once, whatever kept it from being asked. */
  private noteChange(id: string, now: number): void {
    const entry = JSON.stringify(this.around.connections.get(id));
    const before = this.entries.get(id);
    this.entries.set(id, entry);
    const { paused, held } = this.around.store.standing(id);
    if (before !== undefined && before !== entry && (paused ?? held?.failure)) {
      this.around.store.resume(id, now);
    }
  }

  /** Looks for due tasks at `at`, ms since the epoch. Through a timer even when that is now, so that many calls are one look. */
  private lookAt(at: number): void {
    const { clock } = this.around;
    // A look that comes before then is not put off, or a busy window would never get to it.
    if (!this.started || (this.timer.current && this.nextLook <= at)) {
      return;
    }
    this.nextLook = at;
    this.timer.current = clock.schedule(at - clock.now(), () => {
      this.around.slices.soon(() => {
        this.timer.current = undefined;
        this.look();
      });
    });
  }

  private look(): void {
    const { store, clock, log } = this.around;
    const now = clock.now();
    if (!this.started) {
      return;
    }
    try {
      this.mendTimes(now);
      const connections = this.answerable();
      if (this.turns.size >= turnsAtOnce) {
        // Whoever ends a turn looks again.
        return;
      }
      const [first, ...others] = store.claim({ connections, now, until: claimExpiry(now), limit: turnLength });
      if (first) {
        void this.take(new Turn(this.around, [first, ...others], this.stopping.signal, this.tellRefusal));
        // One after the other, since a claim takes its time: at the start of a window everything may be due.
        this.lookAt(now);
      } else {
        const next = store.nextDueAt(connections.map(({ id }) => id)) ?? Infinity;
        this.lookAt(Math.min(next, now + longestSleep));
      }
    } catch (error) {
      log.error(`Looking for due tasks failed: ${toError(error).message}`);
      this.lookAt(now + longestSleep);
    }
  }

  /** A clock that was set back, here or while no window was open, must not make anybody wait until it is where it was. */
  private mendTimes(now: number): void {
    if (now < this.latest - clockTolerance) {
      const heldUntil = now + longestBackoff;
      this.around.store.mendTimes({ now, claimedUntil: claimExpiry(now), heldUntil, askedUntil: now + longestRetry });
    }
    this.latest = now;
  }

  private readonly tellRefusal = (refusal: Refusal): void => {
    this.refused.fire(refusal);
  };

  private async take(turn: Turn): Promise<void> {
    const { log, clock } = this.around;
    this.turns.add(turn);
    try {
      await turn.run();
    } catch (error) {
      if (!this.stopping.signal.aborted) {
        log.error(`Asking for tasks failed: ${toError(error).message}`);
        this.postpone(turn);
      }
    } finally {
      this.turns.delete(turn);
      this.lookAt(clock.now());
    }
  }

  private postpone(turn: Turn): void {
    try {
      turn.postpone();
    } catch (error) {
      // The store fails too; what was claimed lapses.
      this.around.log.error(`Giving tasks back failed: ${toError(error).message}`);
    }
  }

  /** The connections that this window may ask: it has their newest credentials and knows their provider. */
  private answerable(): readonly ClaimableConnection[] {
    const { connections, store } = this.around;
    return connections.readable().flatMap((readable) => this.claimable(readable, store.standing(readable.id)) ?? []);
  }

  private claimable(
    readable: ReadableConnection,
    { credentialVersion }: ConnectionStanding,
  ): ClaimableConnection | undefined {
    const { connections, providers } = this.around;
    const provider = providers.get(connections.get(readable.id)?.provider ?? '');
    return provider && credentialVersion <= readable.credentialVersion
      ? { ...readable, ...(provider.list ? { ahead: listAhead, limit: listedTurnLength } : {}) }
      : undefined;
  }

  /** Looks for due tasks, after somebody made something due without a word. */
  lookNow(): void {
    this.lookAt(this.around.clock.now());
  }
}
