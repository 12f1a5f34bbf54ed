import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { statusOf } from '../connections/connectionStatus';
import type { ProviderRegistry } from '../providers/registry';
import { isEnded } from '../tasks/task';
import type { Store } from '../tasks/ports/store';

/** A session that expires soon, because the user paused polling while one of its tasks still runs. */
export interface ExpiringSession {
  readonly connection: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/** Injected dependencies of the monitor. */
export interface SessionExpiryDeps {
  readonly store: Pick<Store, 'tasks' | 'connections'>;
  readonly connections: ConnectionDirectory;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly log: Logger;
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

  constructor(private readonly deps: SessionExpiryDeps) {
    const timer = new IntervalTimer(deps.clock, (error) => {
      deps.log.error(`Checking sessions failed: ${toError(error).message}`);
    });
    this.owned.add(timer).cancelAndSet(() => {
      this.check();
    }, checkInterval);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private check(): void {
    const { store, connections, providers, clock } = this.deps;
    const now = clock.now();
    const running = new Set(
      store.tasks.counts().flatMap(({ state, connection }) => (isEnded(state) ? [] : [connection])),
    );
    for (const { id, provider, credentials } of connections.all()) {
      const lifetimeMs = providers.get(provider)?.sessionLifetimeMs?.[credentials];
      if (lifetimeMs === undefined || !running.has(id) || statusOf(id, this.deps).kind !== 'polling-paused') {
        continue;
      }
      // The version of credentials is the time at which they were stored.
      const { credentialVersion } = store.connections.state(id);
      const lastUsedAt = Math.max(store.connections.lastResponseAt(id) ?? 0, credentialVersion);
      const endsAt = lastUsedAt + lifetimeMs;
      if (endsAt - warningMs <= now && now < endsAt && store.connections.claimExpiryWarning(id, lastUsedAt)) {
        this.expiring.fire({ connection: id, endsAt });
      }
    }
  }
}
