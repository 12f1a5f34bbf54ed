import { RunOnceScheduler } from '../base/async/runOnceScheduler';
import { toError } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { endedWhileAway } from '../tasks/awayPeriod';
import type { Notice } from '../tasks/ports/outbox';
import { StartupCatchUp, type StartupCatchUpDeps } from './startupCatchUp';

/** Tasks that ended, to be told of in one message; at least one. */
export interface Announcement {
  readonly notices: readonly [Notice, ...Notice[]];
  /** Whether they ended while no window was open. */
  readonly whileAway: boolean;
}

/** Where ends are read, and what decides and shows them. */
interface AnnouncerDeps extends StartupCatchUpDeps {
  /** Whether the user is in this window. */
  readonly isFocused: () => boolean;
  /** Whether the user wants to hear of it; asked when it would be told. */
  readonly isWanted: (notice: Notice) => boolean;
  /** Shows a message. Must not throw. */
  readonly tell: (announcement: Announcement) => void;
}

/** Notices that come within this time become one message; ms. */
const gatherMs = 700;
/** A window that the user is not in leaves a notice to the one that they are in; ms. */
const unfocusedDelayMs = 3_000;
/** A claim on notices outlives the moment it takes to show them; ms. */
const claimMs = 30_000;
/** What another window took upon itself and did not come to show is looked for this often; ms. */
const checkIntervalMs = claimMs + 1_000;
/** What was told and could not be settled is settled before its claim lapses, or it would be told once more; ms. */
const settleInterval = 5_000;
const atOnce = 500;

/**
 * Reads the store's outbox: decides which window tells of tasks that ended, when, and of which in one message. What ended
 * before the window's start waits until it is known what else did.
 */
export class Announcer implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly nextCheck: RunOnceScheduler;
  private readonly start: StartupCatchUp;
  /** Whether enough is known of the time before the start. */
  private mayNotify: boolean;
  private taken: readonly Notice[] = [];
  /** Sequences of notices that were told of, until the store knows. */
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

  /** Looks for notices soon; at once enough, should the user come into this window. */
  check(): void {
    this.nextCheck.schedule(this.deps.isFocused() ? gatherMs : unfocusedDelayMs);
  }

  private take(): void {
    const { store, clock, log } = this.deps;
    try {
      this.settleShown();
      if (!this.mayNotify) {
        return;
      }
      const now = clock.now();
      const notices = store.outbox.claim(now, now + claimMs, atOnce);
      this.taken = [...this.taken, ...notices];
      if (notices.length === atOnce) {
        // However many there are, they become one message; a part at a time, since reading takes a while.
        this.nextCheck.schedule(0);
        return;
      }
      this.announce();
      this.mayNotify = this.start.isSettled;
      this.settleShown();
    } catch (error) {
      // What was read so far is read again once its claims have lapsed.
      this.taken = [];
      log.error(`Notices could not be read or settled: ${toError(error).message}`);
    }
    this.nextCheck.schedule(this.shown.length > 0 ? settleInterval : checkIntervalMs);
  }

  private announce(): void {
    const { isWanted, tell } = this.deps;
    const notices = this.taken;
    if (notices.length === 0) {
      return;
    }
    this.taken = [];
    const groups = Object.entries(
      Object.groupBy(notices.filter(isWanted), (notice) =>
        endedWhileAway(notice, this.start.awayPeriod) ? 'away' : 'present',
      ),
    );
    for (const [when, [first, ...others]] of groups) {
      if (first) {
        tell({ notices: [first, ...others], whileAway: when === 'away' });
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
