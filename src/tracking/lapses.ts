import { lapseAfter } from '../auth/koodriveSession';
import type { Clock } from '../base/clock';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { isEnded } from '../tasks/task';
import type { TaskRepository } from '../tasks/taskRepository';

/** A sign-in that ends soon, because nobody uses it while one of its tasks still runs. */
export interface LapsingConnection {
  readonly connection: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** How often sign-ins are looked at, ms; a fraction of the notice that is given. */
const checkInterval = 60_000;

/** Watches over sign-ins that only their use keeps alive. */
export class Lapses implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly lapsing = this.owned.add(new Emitter<LapsingConnection>());
  private readonly timer = this.owned.add(new MutableDisposable());

  /** Fires in one window, once for each time that a sign-in is about to end. */
  readonly onWillLapse: Event<LapsingConnection> = this.lapsing.event;

  constructor(
    private readonly store: TaskRepository,
    private readonly connections: ConnectionDirectory,
    private readonly clock: Clock,
  ) {
    this.wait();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private wait(): void {
    this.timer.current = this.clock.schedule(checkInterval, () => {
      this.check();
      this.wait();
    });
  }

  private check(): void {
    const { store, connections, clock } = this;
    const now = clock.now();
    const running = new Set(store.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection])));
    for (const { id, credentials } of connections.all()) {
      if (credentials !== 'koodrive-token' || !running.has(id) || store.standing(id).paused) {
        continue;
      }
      const lastAnswerAt = store.lastAnswerAt(id) ?? -Infinity;
      const { warnAt, endsAt } = lapseAfter(lastAnswerAt);
      if (warnAt <= now && now < endsAt && store.claimLapseWarning(id, lastAnswerAt)) {
        this.lapsing.fire({ connection: id, endsAt });
      }
    }
  }
}
