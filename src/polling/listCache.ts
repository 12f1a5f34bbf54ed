import { taskKey, type TaskRef } from '../tasks/task';

/** Nothing is remembered for longer than this; ms. */
const longest = 3_600_000;

/** What this window has found out about services' lists, so that none is asked for in vain again and again. */
export class ListCache {
  private readonly unusableUntil = new Map<string, number>();
  private readonly missingUntil = new Map<string, number>();

  /** Whether a connection's list is not worth asking for now. @param now ms since the epoch */
  isUnusable(connection: string, now: number): boolean {
    return isAhead(this.unusableUntil.get(connection), now);
  }

  /** A connection's list is of no use until then. @param until ms since the epoch */
  markUnusable(connection: string, until: number): void {
    this.unusableUntil.set(connection, until);
  }

  /** Whether a task was looked for on the pages lately and was on none. @param now ms since the epoch */
  isMissing(ref: TaskRef, now: number): boolean {
    return isAhead(this.missingUntil.get(taskKey(ref)), now);
  }

  /** These tasks were on none of the pages. @param now ms since the epoch */
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

/** Later than any pause can be is what a clock said that was set back since. */
function isAhead(until: number | undefined, now: number): boolean {
  return until !== undefined && until > now && until <= now + longest;
}
