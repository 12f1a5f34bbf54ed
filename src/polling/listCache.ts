import { taskKey, type TaskRef } from '../tasks/task';

/** Longest time (ms) that an entry is kept. */
const longest = 3_600_000;

/** A negative cache of this window: which lists are useless, and which tasks no list holds. */
export class ListCache {
  private readonly unusableUntil = new Map<string, number>();
  private readonly missingUntil = new Map<string, number>();

  /** Whether a connection's list is not worth a request now. @param now ms since the epoch */
  isUnusable(connection: string, now: number): boolean {
    return isAhead(this.unusableUntil.get(connection), now);
  }

  /** Marks a connection's list as useless. @param until ms since the epoch */
  markUnusable(connection: string, until: number): void {
    this.unusableUntil.set(connection, until);
  }

  /** Whether the list was read recently without finding the task. @param now ms since the epoch */
  isMissing(ref: TaskRef, now: number): boolean {
    return isAhead(this.missingUntil.get(taskKey(ref)), now);
  }

  /** Notes that these tasks are on no page. @param now ms since the epoch */
  markMissing(refs: readonly TaskRef[], now: number): void {
    for (const [key, until] of this.missingUntil) {
      if (until <= now) {
        this.missingUntil.delete(key);
      }
    }
    for (const ref of refs) {
      this.missingUntil.set(taskKey(ref), now + longest);
    }
  }
}

/** A time further ahead than the longest delay was written before the clock went back: ignore it. */
function isAhead(until: number | undefined, now: number): boolean {
  return until !== undefined && until > now && until <= now + longest;
}
