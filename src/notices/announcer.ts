import { RunOnceScheduler } from '../base/async/runOnceScheduler';
import { BusyError, toError } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { endedWhileAway } from '../tasks/awayPeriod';
import type { Notice } from '../tasks/ports/outbox';
import type { Store } from '../tasks/ports/store';
import { StartupCatchUp, type StartupCatchUpDeps } from './startupCatchUp';

/** Ended tasks for one message; at least one. */
export interface Announcement {
  readonly notices: readonly [Notice, ...Notice[]];
  /** Whether they ended while no window was open. */
  readonly whileAway: boolean;
}

/** Injected dependencies of the announcer. */
interface AnnouncerDeps extends StartupCatchUpDeps {
  readonly store: StartupCatchUpDeps['store'] & Pick<Store, 'outbox'>;
  /** Whether this window has the focus. */
  readonly isFocused: () => boolean;
  /** Whether the user wants this notice of a task that is not muted; called just before it is shown. */
  readonly isWanted: (notice: Notice) => boolean;
  /** Shows a message. Must not throw. */
  readonly show: (announcement: Announcement) => void;
}

/** Notices within this time (ms) become one message. */
const gatherMs = 700;
/** An unfocused window waits this long (ms), so that the focused one notifies first. */
const unfocusedDelayMs = 3_000;
/** Lease time (ms) of notices, longer than showing them takes. */
const claimMs = 30_000;
/** How often (ms) to check for notices whose lease expired in another window. */
const checkIntervalMs = claimMs + 1_000;
/** If settling a shown notice failed, retry after this (ms), before its lease expires: otherwise it would be shown twice. */
const settleInterval = 5_000;
/** Notices claimed at a time. */
const claimSize = 500;

/**
 * Reads the store's outbox: decides which window notifies, when, and which ends share a message. Ends from before this
 * window's start wait until the catch-up knows all of them.
 */
export class Announcer implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly nextCheck: RunOnceScheduler;
  private readonly start: StartupCatchUp;
  /** Whether enough is known about the time before the start. */
  private mayNotify: boolean;
  private claimed: readonly Notice[] = [];
  /** Sequences of shown notices that are yet to be settled. */
  private shown: readonly number[] = [];

  constructor(private readonly deps: AnnouncerDeps) {
    const { store, clock } = deps;
    this.start = this.owned.add(new StartupCatchUp(deps));
    this.mayNotify = this.start.isSettled;
    this.nextCheck = this.owned.add(
      new RunOnceScheduler({ clock }, () => {
        this.take();
      }),
    );
    this.owned.add(
      this.start.onDidProgress(() => {
        this.mayNotify = true;
        this.check();
      }),
    );
    this.owned.add(
      store.onDidChange(({ notices }) => {
        if (notices) {
          this.check();
        }
      }),
    );
    this.check();
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Schedules a check for notices, sooner in the focused window. */
  check(): void {
    this.nextCheck.schedule(this.deps.isFocused() ? gatherMs : unfocusedDelayMs);
  }

  private take(): void {
    const { store, clock, log } = this.deps;
    let isBusy = false;
    try {
      this.settleShown();
      if (!this.mayNotify) {
        return;
      }
      const now = clock.now();
      const notices = store.outbox.claim(now, now + claimMs, claimSize);
      this.claimed = [...this.claimed, ...notices];
      if (notices.length === claimSize) {
        // However many there are, they become one message. They are read in parts, since that takes a while.
        this.nextCheck.schedule(0);
        return;
      }
      this.announce();
      this.mayNotify = this.start.isSettled;
      this.settleShown();
    } catch (error) {
      // The notices read so far are read again once their leases have expired.
      this.claimed = [];
      isBusy = error instanceof BusyError;
      log.error(`Notices could not be read or settled: ${toError(error).message}`);
    }
    this.nextCheck.schedule(this.shown.length > 0 || isBusy ? settleInterval : checkIntervalMs);
  }

  private announce(): void {
    const { isWanted, show } = this.deps;
    const notices = this.claimed;
    if (notices.length === 0) {
      return;
    }
    this.claimed = [];
    const wanted = notices.filter((notice) => !notice.task.isMuted && isWanted(notice));
    const groups = Object.entries(
      Object.groupBy(wanted, (notice) => (endedWhileAway(notice, this.start.awayPeriod) ? 'away' : 'present')),
    );
    for (const [when, [first, ...others]] of groups) {
      if (first) {
        show({ notices: [first, ...others], whileAway: when === 'away' });
      }
    }
    this.shown = notices.map(({ sequence }) => sequence);
  }

  private settleShown(): void {
    if (this.shown.length > 0) {
      this.deps.store.outbox.settle(this.shown);
      this.shown = [];
    }
  }
}
