import { IntervalTimer } from '../base/async/intervalTimer';
import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { Emitter, type Event } from '../base/event';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { bestPresence, isBetter, type PresenceLevel } from '../tasks/presence';
import type { Store } from '../tasks/ports/store';

/** The others believe what a window said for this long, so that a killed one's word ends; ms. */
const validForMs = 75_000;
/** A window repeats itself this often, so that one word may be lost; ms. */
const renewalMs = 30_000;

/**
 * Where the user's eyes are, whichever window they are in: a window that asks for a task keeps the pace that the one
 * before the user wants. Begins with `away`. Nothing of it throws; while the store fails only this window counts.
 */
export class SharedPresence implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly risen = this.owned.add(new Emitter<PresenceLevel>());
  private readonly renewal: IntervalTimer;
  private own: PresenceLevel = 'background';

  /** Fires with the best level of all windows when this window has made it better. */
  readonly onDidRise: Event<PresenceLevel> = this.risen.event;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {
    this.renewal = this.owned.add(new IntervalTimer(clock));
  }

  /** The best level of all windows. */
  best(): PresenceLevel {
    return this.own === 'visible' ? this.own : bestPresence([this.own, this.ofAll()]);
  }

  /** Says where the user's eyes are in this window; for whenever that may have changed. */
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
      log.warn(`Other windows could not be told where the user is: ${toError(error).message}`);
    }
  }

  private ofAll(): PresenceLevel {
    try {
      return this.store.presence.best(this.clock.now());
    } catch (error) {
      this.log.warn(`Where the user is could not be read: ${toError(error).message}`);
      return 'background';
    }
  }
}
