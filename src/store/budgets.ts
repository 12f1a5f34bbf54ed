import type { RequestBudget } from '../tasks/taskRepository';
import type { SqlDatabase } from './sqlDatabase';

/** How much of what services allow was used, by all windows together. Runs inside the caller's transaction. */
export interface Budgets {
  /**
   * Takes one request from a bucket.
   * @param bucket names whose requests count together
   * @returns when the request may leave, ms since the epoch: `now`, or a later time, and then nothing was taken
   */
  reserve(bucket: string, budget: RequestBudget, now: number): number;
}

/** Creates the budgets over a database. */
export function createBudgets(database: SqlDatabase): Budgets {
  const spent = database.query<{ readonly spent_until: number }>(
    'SELECT spent_until FROM budgets WHERE bucket = :bucket',
  );
  const spend = database.command(
    `INSERT INTO budgets (bucket, spent_until) VALUES (:bucket, :until)
    ON CONFLICT (bucket) DO UPDATE SET spent_until = excluded.spent_until`,
  );
  return {
    // A bucket that leaks: what is spent is remembered as the time until which it has leaked away.
    reserve(bucket, { burst, interval }, now) {
      const until = spent.get({ bucket })?.spent_until ?? 0;
      // Later than a full bucket can say: the clock was set back since.
      const spentUntil = until > now + burst * interval ? now : Math.max(until, now);
      const free = spentUntil - (burst - 1) * interval;
      if (free > now) {
        return free;
      }
      spend({ bucket, until: spentUntil + interval });
      return now;
    },
  };
}
