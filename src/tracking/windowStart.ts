import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { Absence } from '../tasks/absence';
import { isEnded, statesUnderWay, taskKey, type TaskRef } from '../tasks/task';
import type { StoreChange, TaskRepository } from '../tasks/taskRepository';
import type { TrackedTask } from '../tasks/trackedTask';

/** A window that is awake asks for what is due within this time; ms. */
const promptness = 5_000;
/** Nobody waits longer than this to be told of what was heard, or for an answer that does not come; ms. */
const longestWait = 20_000;
/** More tasks than this are not waited for. */
const watched = 2_000;

/**
 * Finds out at a window's start whether any window was awake before, and waits until what was overdue has been asked
 * for: only then is it known what ended meanwhile.
 */
export class WindowStart implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly heard = this.owned.add(new Emitter<void>());
  private readonly listening = this.owned.add(new DisposableStore());
  private readonly timer = this.listening.add(new MutableDisposable());
  private readonly waiting: Map<string, TrackedTask>;
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
    log: Logger,
    private readonly canAsk: (task: TaskRef) => boolean,
  ) {
    this.startedAt = clock.now();
    this.waiting = new Map(this.overdue(log).map((task) => [taskKey(task), task]));
    this.absence = { until: this.startedAt, wasAlone: this.waiting.size > 0, firstHeard: this.firstHeard };
    if (!this.isSettled) {
      this.listening.add(
        store.onDidChange((change) => {
          this.hear(change);
        }),
      );
      this.waitLonger();
    }
  }

  /** Whether nothing more is to be waited for. */
  get isSettled(): boolean {
    return this.waiting.size === 0;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private overdue(log: Logger): readonly TrackedTask[] {
    const { store, startedAt } = this;
    try {
      const tasks = store.page({ states: statesUnderWay, order: 'activity', limit: watched });
      // Not by the tasks' times alone: what another window is about to ask for is in its hands, or is held back.
      const neglected = [...new Map(tasks.map((task) => [task.connection, task])).values()]
        .filter(({ connection }) => (store.nextDueAt([connection]) ?? Infinity) <= startedAt - promptness)
        .filter((task) => this.canAsk(task))
        .map(({ connection }) => connection);
      return tasks.filter(
        ({ connection, nextPollAt = Infinity }) => nextPollAt <= startedAt && neglected.includes(connection),
      );
    } catch (error) {
      log.warn(`What was overdue could not be read: ${toError(error).message}`);
      return [];
    }
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
    const { paused, stoppedSince, held } = this.store.standing(connection);
    return paused !== undefined || stoppedSince !== undefined || held?.failure !== undefined;
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
