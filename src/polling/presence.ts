import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { bestPresence, isBetter, type PresenceLevel } from '../tasks/presence';
import type { Store } from '../tasks/ports/store';

/** How long (ms) a noted level is valid, so that a killed window's expires. */
const validForMs = 75_000;
/** How often (ms) a window notes its level again, so that one write may fail. */
const renewalMs = 30_000;

/**
 * Where the user looks, in any window: the window that polls a task uses the interval for the window that the user looks
 * at. Starts with `background`. Never throws; while the store fails, only this window counts.
 */
export class SharedPresence implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly risen = this.owned.add(new Emitter<PresenceLevel>());
  private readonly renewal: IntervalTimer;
  private own: PresenceLevel = 'background';

  /** Fires with the best level of all windows when this window raised it. */
  readonly onDidRise: Event<PresenceLevel> = this.risen.event;

  constructor(
    private readonly store: Pick<Store, 'presence'>,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.renewal = this.owned.add(new IntervalTimer(clock));
  }

  /** The best level of all windows. */
  best(): PresenceLevel {
    return this.own === 'visible' ? this.own : bestPresence([this.own, this.ofAll()]);
  }

  /** Notes where the user looks in this window; call it whenever that may have changed. */
  set(level: PresenceLevel): void {
    if (level === this.own) {
      return;
    }
    const before = this.best();
    this.own = level;
    this.note();
    if (level === 'background') {
      this.renewal.cancel();
    } else {
      this.renewal.cancelAndSet(() => {
        this.note();
      }, renewalMs);
    }
    const best = this.best();
    if (isBetter(best, before)) {
      this.risen.fire(best);
    }
  }

  dispose(): void {
    this.owned.dispose();
    if (this.own !== 'background') {
      this.own = 'background';
      this.note();
    }
  }

  private note(): void {
    const { store, clock, log, own } = this;
    try {
      store.presence.note(own, clock.now(), clock.now() + validForMs);
    } catch (error) {
      log.warn(`The presence of the user could not be noted: ${toError(error).message}`);
    }
  }

  private ofAll(): PresenceLevel {
    try {
      return this.store.presence.best(this.clock.now());
    } catch (error) {
      this.log.warn(`The presence of the user could not be read: ${toError(error).message}`);
      return 'background';
    }
  }
}
