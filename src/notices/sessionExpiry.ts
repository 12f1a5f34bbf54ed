import { expiryAfter } from '../auth/koodrive/session';
import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { isEnded } from '../tasks/task';
import type { Store } from '../tasks/ports/store';

/** A sign-in that ends soon, because the user paused polling while one of its tasks still runs. */
export interface ExpiringSession {
  readonly connection: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** How often sign-ins are looked at, ms; a fraction of the notice that is given. */
const checkInterval = 60_000;

/** Watches over sign-ins that only their use keeps alive. */
export class SessionExpiryMonitor implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly expiring = this.owned.add(new Emitter<ExpiringSession>());

  /** Fires in one window, once for each time that a sign-in is about to end. */
  readonly onWillExpire: Event<ExpiringSession> = this.expiring.event;

  constructor(
    private readonly store: Store,
    private readonly connections: ConnectionDirectory,
    private readonly clock: Clock,
    log: Logger,
  ) {
    const timer = new IntervalTimer(clock, (error) => {
      log.error(`Looking after sign-ins failed: ${toError(error).message}`);
    });
    this.owned.add(timer).cancelAndSet(() => {
      this.check();
    }, checkInterval);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private check(): void {
    const { store, connections, clock } = this;
    const now = clock.now();
    const running = new Set(
      store.tasks.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection])),
    );
    for (const { id, credentials } of connections.all()) {
      const { credentialsRejected, pollingPausedSince, credentialVersion } = store.connections.state(id);
      if (
        credentials !== 'koodrive-token' ||
        !running.has(id) ||
        credentialsRejected ||
        pollingPausedSince === undefined
      ) {
        continue;
      }
      // The version is the time at which these credentials came.
      const lastUsedAt = Math.max(store.connections.lastResponseAt(id) ?? 0, credentialVersion);
      const { warnAt, endsAt } = expiryAfter(lastUsedAt);
      if (warnAt <= now && now < endsAt && store.connections.claimExpiryWarning(id, lastUsedAt)) {
        this.expiring.fire({ connection: id, endsAt });
      }
    }
  }
}
