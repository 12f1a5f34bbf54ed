import type { TimeBounds } from '../../tasks/ports/pollQueue';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Tolerance for another window's write that waited for the file and so appears to be in the future. */
const clockToleranceMs = 60_000;

/**
 * Creates the repair of stored times that are too far in the future because the system clock moved back. Runs inside
 * the caller's transaction.
 */
export function createFutureTimeRepair(database: SqlDatabase): (bounds: TimeBounds, revision: number) => void {
  const makeLaterDue = database.command(
    `UPDATE tasks SET next_poll_at = :now, due_at = CASE WHEN claim_expires_at IS NULL THEN :now ELSE due_at END
    WHERE ended = 0 AND max(tracked_at, changed_at, coalesce(last_response_at, 0), coalesce(stale_since, 0)) > :later`,
  );
  const shortenLeases = database.command(
    'UPDATE tasks SET claim_expires_at = :until, due_at = :until WHERE claim_expires_at > :until',
  );
  const serviceRequested =
    "(json_extract(backoff_failure, '$.kind') = 'throttled' OR json_extract(backoff_failure, '$.retryAt') IS NOT NULL)";
  const latest = `iif(${serviceRequested}, :rateLimitedUntil, :backoffUntil)`;
  const shortenBackoffs = database.command(
    `UPDATE connections SET backoff_until = ${latest}, revision = :revision WHERE backoff_until > ${latest}`,
  );
  return ({ now, claimedUntil, backoffUntil, rateLimitedUntil }, revision) => {
    makeLaterDue({ now, later: now + clockToleranceMs });
    shortenLeases({ until: claimedUntil });
    shortenBackoffs({ backoffUntil, rateLimitedUntil, revision });
  };
}
