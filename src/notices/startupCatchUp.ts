import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { AwayPeriod } from '../tasks/awayPeriod';
import type { Store, StoreChange } from '../tasks/ports/store';
import { isEnded, statesUnderWay, taskKey, type TaskRef } from '../tasks/task';
import { wasPolledSince, type TrackedTask } from '../tasks/trackedTask';

/** What the catch-up needs to know. */
export interface StartupCatchUpDeps {
  readonly store: Pick<Store, 'onDidChange' | 'tasks' | 'queue'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether overdue tasks of a connection are worth waiting for, as its status says. */
  readonly isWorthWaiting: (connection: string) => boolean;
  /** Calls `listener` when the status of connections may have changed, see `connections/statusChanges.ts`. */
  readonly onDidChangeStatus: (listener: (changed: readonly string[] | 'all') => void) => Disposable;
}

/** A task overdue by more than this (ms) was due while no window was running. */
const overdueAfterMs = 5_000;
/** Longest wait (ms) for another response before what is known is shown. */
const maxWaitMs = 20_000;
/** Most tasks to wait for. */
const maxAwaited = 2_000;
/** Tasks read at a time. */
const pageLength = 100;

/**
 * Finds out at startup whether another window was running, and waits until overdue tasks have been polled: only then is
 * it known what ended while no window was open.
 */
export class StartupCatchUp implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly progressed = this.owned.add(new Emitter<void>());
  private readonly listening = this.owned.add(new DisposableStore());
  private readonly timer = this.listening.add(new MutableDisposable());
  private readonly waiting = new Map<string, TrackedTask>();
  private readonly endedAtFirstPoll = new Set<string>();
  private readonly startedAt: number;
  /** Connections with overdue tasks that nobody polled. */
  private readonly overdue: Set<string>;
  private isReading = false;

  /** Fires when there is something to notify about: after all overdue tasks were polled, and every 20 s until then. */
  readonly onDidProgress: Event<void> = this.progressed.event;

  constructor(private readonly deps: StartupCatchUpDeps) {
    this.startedAt = deps.clock.now();
    this.overdue = this.overdueConnections();
    if (this.overdue.size > 0) {
      this.isReading = true;
      this.listening.add(
        deps.store.onDidChange((change) => {
          this.follow(change);
        }),
      );
      this.listening.add(
        deps.onDidChangeStatus((changed) => {
          this.stopWaitingInVain(changed === 'all' ? [...this.overdue] : changed);
        }),
      );
      this.readOverdue(0);
    }
  }

  /** What is known of the time before this window; complete once this {@link isSettled}. */
  get awayPeriod(): AwayPeriod {
    const { startedAt, overdue, endedAtFirstPoll } = this;
    return { until: startedAt, noWindowWasOpen: overdue.size > 0, endedAtFirstPoll };
  }

  /** Whether nothing more is awaited. */
  get isSettled(): boolean {
    return !this.isReading && this.waiting.size === 0;
  }

  dispose(): void {
    this.owned.dispose();
  }

  /**
   * Not by the tasks' times alone: a leased task is about to be polled by another window, and a connection that cannot be
   * polled may be overdue for ever.
   */
  private overdueConnections(): Set<string> {
    const { store, log, isWorthWaiting } = this.deps;
    try {
      const ids = store.tasks.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection]));
      return new Set(
        [...new Set(ids)]
          .filter((id) => (store.queue.nextDueAt([id]) ?? Infinity) <= this.startedAt - overdueAfterMs)
          .filter(isWorthWaiting),
      );
    } catch (error) {
      log.warn(`Overdue tasks could not be read: ${toError(error).message}`);
      return new Set();
    }
  }

  /** Reads the overdue tasks a page at a time, because the editor starts at the same time. */
  private readOverdue(offset: number): void {
    const { store, clock, log, isWorthWaiting } = this.deps;
    this.timer.current = clock.schedule(0, () => {
      const awaited = new Set([...this.overdue].filter(isWorthWaiting));
      let page: readonly TrackedTask[] = [];
      try {
        page = store.tasks.page({ states: statesUnderWay, order: 'activity', offset, limit: pageLength });
      } catch (error) {
        log.warn(`Overdue tasks could not be read: ${toError(error).message}`);
      }
      for (const task of page) {
        if ((task.nextPollAt ?? Infinity) <= this.startedAt && awaited.has(task.connection)) {
          this.waiting.set(taskKey(task), task);
        }
      }
      if (page.length === pageLength && offset + pageLength < maxAwaited) {
        this.readOverdue(offset + pageLength);
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

  private follow({ tasks }: StoreChange): void {
    for (const ref of tasks) {
      this.followTask(ref);
    }
    this.finishIfSettled();
  }

  private followTask(ref: TaskRef): void {
    const key = taskKey(ref);
    const before = this.waiting.get(key);
    if (!before) {
      return;
    }
    const task = this.deps.store.tasks.get(ref);
    if (!task || wasPolledSince(before, task)) {
      this.waiting.delete(key);
      if (task && isEnded(task.state)) {
        this.endedAtFirstPoll.add(key);
      }
    }
  }

  /** Gives up tasks whose connections cannot be polled now. */
  private stopWaitingInVain(connections: readonly string[]): void {
    const inVain = connections.filter((id) => this.overdue.has(id) && !this.deps.isWorthWaiting(id));
    for (const [key, { connection }] of this.waiting) {
      if (inVain.includes(connection)) {
        this.waiting.delete(key);
      }
    }
    this.finishIfSettled();
  }

  private finishIfSettled(): void {
    if (this.isSettled) {
      this.finish();
    }
  }

  private waitLonger(): void {
    const before = this.waiting.size;
    this.timer.current = this.deps.clock.schedule(maxWaitMs, () => {
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
