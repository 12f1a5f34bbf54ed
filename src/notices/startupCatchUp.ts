import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { AwayPeriod } from '../tasks/awayPeriod';
import { isEnded, statesUnderWay, taskKey, type TaskRef } from '../tasks/task';
import { mayPoll } from '../tasks/ports/connectionStates';
import type { StoreChange, Store } from '../tasks/ports/store';
import type { TrackedTask } from '../tasks/trackedTask';

/** A window that is awake asks for what is due within this time; ms. */
const overdueAfterMs = 5_000;
/** Nobody waits longer than this to be told of what was heard, or for an answer that does not come; ms. */
const maxWaitMs = 20_000;
/** More tasks than this are not waited for. */
const maxAwaited = 2_000;
/** Tasks that are read in one go. */
const pageLength = 100;

/**
 * Finds out at a window's start whether any window was awake before, and waits until what was overdue has been asked
 * for: only then is it known what ended meanwhile.
 */
export class StartupCatchUp implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly progressed = this.owned.add(new Emitter<void>());
  private readonly listening = this.owned.add(new DisposableStore());
  private readonly timer = this.listening.add(new MutableDisposable());
  private readonly waiting = new Map<string, TrackedTask>();
  private isReading = false;
  private readonly endedAtFirstPoll = new Set<string>();
  private readonly startedAt: number;

  /** What is known of the time before; complete once this {@link isSettled}. */
  readonly awayPeriod: AwayPeriod;
  /** Fires when there is enough to tell of: once all was asked for, and every 20 s until then. */
  readonly onDidProgress: Event<void> = this.progressed.event;

  /**
   * @param canPoll whether this window can ask for a task now. What it cannot ask for may be overdue for ever, and says
   * nothing of who was awake.
   */
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly log: Logger,
    private readonly canPoll: (of: Pick<TaskRef, 'connection'>) => boolean,
  ) {
    this.startedAt = clock.now();
    const neglected = this.overdueConnections();
    this.awayPeriod = {
      until: this.startedAt,
      noWindowWasOpen: neglected.size > 0,
      endedAtFirstPoll: this.endedAtFirstPoll,
    };
    if (neglected.size > 0) {
      this.isReading = true;
      this.listening.add(
        store.onDidChange((change) => {
          this.follow(change);
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
  private overdueConnections(): ReadonlySet<string> {
    const { store, startedAt } = this;
    try {
      const ids = store.tasks.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection]));
      return new Set(
        [...new Set(ids)]
          .filter((connection) => (store.queue.nextDueAt([connection]) ?? Infinity) <= startedAt - overdueAfterMs)
          .filter((connection) => this.canPoll({ connection })),
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
        page = this.store.tasks.page({ states: statesUnderWay, order: 'activity', offset, limit: pageLength });
      } catch (error) {
        this.log.warn(`What was overdue could not be read: ${toError(error).message}`);
      }
      for (const task of page) {
        if ((task.nextPollAt ?? Infinity) <= this.startedAt && awaited.has(task.connection)) {
          this.waiting.set(taskKey(task), task);
        }
      }
      if (page.length === pageLength && offset + pageLength < maxAwaited) {
        this.readOverdue(neglected, offset + pageLength);
        return;
      }
      this.isReading = false;
      if (this.isSettled) {
        this.finish();
      } else {
        this.waitLonger();
      }
    });
  }

  private follow({ tasks, connections }: StoreChange): void {
    for (const ref of tasks) {
      this.followTask(ref);
    }
    // What cannot be asked for now is not waited for.
    const blocked = connections.filter((id) => this.isBlocked(id));
    for (const [key, { connection }] of this.waiting) {
      if (blocked.includes(connection)) {
        this.waiting.delete(key);
      }
    }
    if (this.isSettled) {
      this.finish();
    }
  }

  private followTask(ref: TaskRef): void {
    const key = taskKey(ref);
    const before = this.waiting.get(key);
    if (!before) {
      return;
    }
    const task = this.store.tasks.get(ref);
    if (!task || task.lastResponseAt !== before.lastResponseAt || task.failures !== before.failures) {
      this.waiting.delete(key);
      if (task && isEnded(task.state)) {
        this.endedAtFirstPoll.add(key);
      }
    }
  }

  private isBlocked(connection: string): boolean {
    const state = this.store.connections.state(connection);
    return !mayPoll(state) || state.backoff?.failure !== undefined;
  }

  private waitLonger(): void {
    const before = this.waiting.size;
    this.timer.current = this.clock.schedule(maxWaitMs, () => {
      if (this.waiting.size === before) {
        this.finish();
      } else {
        this.waitLonger();
        this.progressed.fire();
      }
    });
  }

  private finish(): void {
    this.waiting.clear();
    this.listening.dispose();
    this.progressed.fire();
  }
}
