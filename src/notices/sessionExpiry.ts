import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import type { ProviderRegistry } from '../providers/registry';
import { isEnded } from '../tasks/task';
import type { Store } from '../tasks/ports/store';

/** A session that expires soon, because the user paused polling while one of its tasks still runs. */
export interface ExpiringSession {
  readonly connection: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** How long (ms) before the end to warn. */
const warningMs = 5 * 60_000;

/** How often (ms) to check; a fraction of {@link warningMs}. */
const checkInterval = 60_000;

/** Monitors sessions that expire when unused. */
export class SessionExpiryMonitor implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly expiring = this.owned.add(new Emitter<ExpiringSession>());

  /** Fires in one window, once for each session that is about to expire. */
  readonly onWillExpire: Event<ExpiringSession> = this.expiring.event;

  constructor(
    private readonly store: Store,
    private readonly connections: ConnectionDirectory,
    private readonly providers: ProviderRegistry,
    private readonly clock: Clock,
    log: Logger,
  ) {
    const timer = new IntervalTimer(clock, (error) => {
      log.error(`Checking sessions failed: ${toError(error).message}`);
    });
    this.owned.add(timer).cancelAndSet(() => {
      this.check();
    }, checkInterval);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private check(): void {
    const { store, connections, providers, clock } = this;
    const now = clock.now();
    const running = new Set(
      store.tasks.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection])),
    );
    for (const { id, provider, credentials } of connections.all()) {
      const lifetimeMs = providers.get(provider)?.sessionLifetimeMs?.[credentials];
      const { credentialsRejected, pollingPausedSince, credentialVersion } = store.connections.state(id);
      if (lifetimeMs === undefined || !running.has(id) || credentialsRejected || pollingPausedSince === undefined) {
        continue;
      }
      // The version is the time at which these credentials were stored.
      const lastUsedAt = Math.max(store.connections.lastResponseAt(id) ?? 0, credentialVersion);
      const endsAt = lastUsedAt + lifetimeMs;
      if (endsAt - warningMs <= now && now < endsAt && store.connections.claimExpiryWarning(id, lastUsedAt)) {
        this.expiring.fire({ connection: id, endsAt });
      }
    }
  }
}
