import type { Clock } from '../base/clock';
import { toError } from '../base/errors';
import { DisposableStore, MutableDisposable, type Disposable } from '../base/lifecycle';
import type { Logger } from '../base/log';
import { isFromAbsence } from '../tasks/absence';
import type { TaskRef } from '../tasks/task';
import type { Notice, TaskRepository } from '../tasks/taskRepository';
import { WindowStart } from './windowStart';

/** Tasks that ended, to be told of in one message; at least one. */
export interface Announcement {
  readonly notices: readonly [Notice, ...Notice[]];
  /** Whether they ended while no window was open. */
  readonly whileAway: boolean;
}

/** Notices that come within this time become one message; ms. */
const gathering = 700;
/** A window that the user is not in leaves a notice to the one that they are in; ms. */
const deference = 3_000;
/** A claim on notices outlives the moment it takes to show them; ms. */
const claimMs = 30_000;
/** What another window took upon itself and did not come to show is looked for this often; ms. */
const lookInterval = claimMs + 1_000;
/** What was told and could not be settled is settled before its claim lapses, or it would be told once more; ms. */
const settleInterval = 5_000;
const atOnce = 500;

/**
 * Reads the store's outbox: decides which window tells of tasks that ended, when, and of which in one message. What ended
 * before the window's start waits until it is known what else did.
 */
export class Announcer implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly timer = this.owned.add(new MutableDisposable());
  private readonly start: WindowStart;
  private nextLookAt = Infinity;
  /** Whether enough is known of the time before the start. */
  private mayTell: boolean;
  private taken: readonly Notice[] = [];
  /** Sequences of notices that were told of, until the store knows. */
  private told: readonly number[] = [];

  constructor(
    private readonly around: {
      readonly store: TaskRepository;
      readonly clock: Clock;
      readonly log: Logger;
      /** Whether the user is in this window. */
      readonly isFocused: () => boolean;
      /** Whether this window can ask for a task now; asked at the start, for what it should wait for. */
      readonly canAsk: (of: Pick<TaskRef, 'connection'>) => boolean;
      /** Whether the user wants to hear of it; asked when it would be told. */
      readonly isWanted: (notice: Notice) => boolean;
      /** Shows a message. Must not throw. */
      readonly tell: (announcement: Announcement) => void;
    },
  ) {
    const { store, clock, log, canAsk } = around;
    this.start = this.owned.add(new WindowStart(store, clock, log, canAsk));
    this.mayTell = this.start.isSettled;
    this.owned.add(
      this.start.onDidHear(() => {
        this.mayTell = true;
        this.look();
      }),
    );
    this.owned.add(
      store.onDidChange(({ notices }) => {
        if (notices) {
          this.look();
        }
      }),
    );
    this.look();
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Looks for notices soon; at once enough, should the user come into this window. */
  look(): void {
    this.lookIn(this.around.isFocused() ? gathering : deference);
  }

  /** The earlier look stays. */
  private lookIn(delay: number): void {
    const { clock } = this.around;
    const at = clock.now() + delay;
    if (at < this.nextLookAt) {
      this.nextLookAt = at;
      this.timer.current = clock.schedule(delay, () => {
        this.nextLookAt = Infinity;
        this.take();
      });
    }
  }

  private take(): void {
    const { store, clock, log } = this.around;
    try {
      this.settleTold();
      if (!this.mayTell) {
        return;
      }
      const now = clock.now();
      const notices = store.claimNotices(now, now + claimMs, atOnce);
      this.taken = [...this.taken, ...notices];
      if (notices.length === atOnce) {
        // However many there are, they become one message; a part at a time, since reading takes a while.
        this.lookIn(0);
        return;
      }
      this.announce();
      this.mayTell = this.start.isSettled;
      this.settleTold();
    } catch (error) {
      // What was read so far is read again once its claims have lapsed.
      this.taken = [];
      log.error(`Notices could not be read or settled: ${toError(error).message}`);
    }
    this.lookIn(this.told.length > 0 ? settleInterval : lookInterval);
  }

  private announce(): void {
    const { isWanted, tell } = this.around;
    const notices = this.taken;
    if (notices.length === 0) {
      return;
    }
    this.taken = [];
    const groups = Object.entries(
      Object.groupBy(notices.filter(isWanted), (notice) =>
        isFromAbsence(notice, this.start.absence) ? 'away' : 'present',
      ),
    );
    for (const [when, [first, ...others]] of groups) {
      if (first) {
        tell({ notices: [first, ...others], whileAway: when === 'away' });
      }
    }
    this.told = notices.map(({ sequence }) => sequence);
  }

  private settleTold(): void {
    if (this.told.length > 0) {
      this.around.store.settleNotices(this.told);
      this.told = [];
    }
  }
}
