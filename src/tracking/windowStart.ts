import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { Absence } from '../tasks/absence';
import { isEnded, statesUnderWay, taskKey, type TaskRef } from '../tasks/task';
import { isStopped, type StoreChange, type TaskRepository } from '../tasks/taskRepository';
import type { TrackedTask } from '../tasks/trackedTask';

/** A window that is awake asks for what is due within this time; ms. */
const promptness = 5_000;
/** Nobody waits longer than this to be told of what was heard, or for an answer that does not come; ms. */
const longestWait = 20_000;
/** More tasks than this are not waited for. */
const watched = 2_000;
/** Tasks that are read in one go. */
const pageLength = 100;

/**
 * Finds out at a window's start whether any window was awake before, and waits until what was overdue has been asked
 * for: only then is it known what ended meanwhile.
 */
export class WindowStart implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly heard = this.owned.add(new Emitter<void>());
  private readonly listening = this.owned.add(new DisposableStore());
  private readonly timer = this.listening.add(new MutableDisposable());
  private readonly waiting = new Map<string, TrackedTask>();
  private isReading = false;
  private readonly firstHeard = new Set<string>();
  private readonly startedAt: number;

  /** What is known of the time before; complete once this {@link isSettled}. */
  readonly absence: Absence;
  /** Fires when there is enough to tell of: once all was asked for, and every 20 s until then. */
  readonly onDidHear: Event<void> = this.heard.event;

  /**
   * @param canAsk whether this window can ask for a task now. What it cannot ask for may be overdue for ever, and says
   * nothing of who was awake.
   */
  constructor(
    private readonly store: TaskRepository,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly canAsk: (of: Pick<TaskRef, 'connection'>) => boolean,
  ) {
    this.startedAt = clock.now();
    const neglected = this.neglected();
    this.absence = { until: this.startedAt, wasAlone: neglected.size > 0, firstHeard: this.firstHeard };
    if (neglected.size > 0) {
      this.isReading = true;
      this.listening.add(
        store.onDidChange((change) => {
          this.hear(change);
        }),
      );
      this.readOverdue(neglected, 0);
    }
  }

  /** Whether nothing more is to be waited for. */
  get isSettled(): boolean {
    return !this.isReading && this.waiting.size === 0;
  }

  dispose(): void {
    this.owned.dispose();
  }

  /**
   * The connections with something overdue that nobody asked for. Not by the tasks' times alone: what another window is
   * about to ask for is in its hands, or is held back.
   */
  private neglected(): ReadonlySet<string> {
    const { store, startedAt } = this;
    try {
      const ids = store.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection]));
      return new Set(
        [...new Set(ids)]
          .filter((connection) => (store.nextDueAt([connection]) ?? Infinity) <= startedAt - promptness)
          .filter((connection) => this.canAsk({ connection })),
      );
    } catch (error) {
      this.log.warn(`What was overdue could not be read: ${toError(error).message}`);
      return new Set();
    }
  }

  /** Reads what to wait for a page at a time, since the editor starts at the same time. */
  private readOverdue(neglected: ReadonlySet<string>, offset: number): void {
    this.timer.current = this.clock.schedule(0, () => {
      let page: readonly TrackedTask[] = [];
      let awaited: ReadonlySet<string> = new Set();
      try {
        awaited = new Set([...neglected].filter((connection) => !this.isBlocked(connection)));
        page = this.store.page({ states: statesUnderWay, order: 'activity', offset, limit: pageLength });
      } catch (error) {
        this.log.warn(`What was overdue could not be read: ${toError(error).message}`);
      }
      for (const task of page) {
        if ((task.nextPollAt ?? Infinity) <= this.startedAt && awaited.has(task.connection)) {
          this.waiting.set(taskKey(task), task);
        }
      }
      if (page.length === pageLength && offset + pageLength < watched) {
        this.readOverdue(neglected, offset + pageLength);
        return;
      }
      this.isReading = false;
      if (this.isSettled) {
        this.settle();
      } else {
        this.waitLonger();
      }
    });
  }

  private hear({ tasks, connections }: StoreChange): void {
    for (const ref of tasks) {
      this.hearOf(ref);
    }
    // What cannot be asked for now is not waited for.
    const blocked = connections.filter((id) => this.isBlocked(id));
    for (const [key, { connection }] of this.waiting) {
      if (blocked.includes(connection)) {
        this.waiting.delete(key);
      }
    }
    if (this.isSettled) {
      this.settle();
    }
  }

  private hearOf(ref: TaskRef): void {
    const key = taskKey(ref);
    const before = this.waiting.get(key);
    if (!before) {
      return;
    }
    const task = this.store.get(ref);
    if (!task || task.answeredAt !== before.answeredAt || task.failures !== before.failures) {
      this.waiting.delete(key);
      if (task && isEnded(task.state)) {
        this.firstHeard.add(key);
      }
    }
  }

  private isBlocked(connection: string): boolean {
    const standing = this.store.standing(connection);
    return isStopped(standing) || standing.held?.failure !== undefined;
  }

  private waitLonger(): void {
    const before = this.waiting.size;
    this.timer.current = this.clock.schedule(longestWait, () => {
      if (this.waiting.size === before) {
        this.settle();
      } else {
        this.waitLonger();
        this.heard.fire();
      }
    });
  }

  private settle(): void {
    this.waiting.clear();
    this.listening.dispose();
    this.heard.fire();
  }
}
