import type { RateLimits } from '../../tasks/ports/rateLimits';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Creates the rate limits over a database: leaky buckets, each stored as the time at which it is empty. */
export function createRateLimits(database: SqlDatabase): RateLimits {
  const spent = database.query<{ readonly spent_until: number }>(
    'SELECT spent_until FROM rate_limits WHERE key = :key',
  );
  const spend = database.command(
    `INSERT INTO rate_limits (key, spent_until) VALUES (:key, :until)
    ON CONFLICT (key) DO UPDATE SET spent_until = excluded.spent_until`,
  );
  return {
    reserve: (key, { burst, intervalMs }, now) =>
      database.transact(() => {
        const until = spent.get({ key })?.spent_until ?? 0;
        // A time later than that of a full bucket was written before the clock moved back.
        const spentUntil = until > now + burst * intervalMs ? now : Math.max(until, now);
        const allowedAt = spentUntil - (burst - 1) * intervalMs;
        if (allowedAt > now) {
          return allowedAt;
        }
        spend({ key, until: spentUntil + intervalMs });
        return now;
      }),
  };
}
