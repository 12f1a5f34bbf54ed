import type { RateLimit } from '../../tasks/taskRepository';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** How much of what services allow was used, by all windows together. Runs inside the caller's transaction. */
export interface RateLimits {
  /**
   * Takes one request from a bucket.
   * @param bucket names whose requests count together
   * @returns when the request may leave, ms since the epoch: `now`, or a later time, and then nothing was taken
   */
  reserve(key: string, limit: RateLimit, now: number): number;
}

/** Creates the budgets over a database. */
export function createRateLimitTable(database: SqlDatabase): RateLimits {
  const spent = database.query<{ readonly spent_until: number }>(
    'SELECT spent_until FROM rate_limits WHERE key = :key',
  );
  const spend = database.command(
    `INSERT INTO rate_limits (key, spent_until) VALUES (:key, :until)
    ON CONFLICT (key) DO UPDATE SET spent_until = excluded.spent_until`,
  );
  return {
    // A bucket that leaks: what is spent is remembered as the time until which it has leaked away.
    reserve(key, { burst, intervalMs }, now) {
      const until = spent.get({ key })?.spent_until ?? 0;
      // Later than a full bucket can say: the clock was set back since.
      const spentUntil = until > now + burst * intervalMs ? now : Math.max(until, now);
      const free = spentUntil - (burst - 1) * intervalMs;
      if (free > now) {
        return free;
      }
      spend({ key, until: spentUntil + intervalMs });
      return now;
    },
  };
}
