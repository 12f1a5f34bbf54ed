import type { TimeBounds } from '../../tasks/ports/pollQueue';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** Tolerance for another window's write that waited for the file and so appears to be in the future. */
const clockToleranceMs = 60_000;

/** Columns with a time that has passed when it is written. A later one becomes `now`. */
const pastTimes: Readonly<Record<string, readonly string[]>> = {
  tasks: ['tracked_at', 'changed_at', 'listed_at', 'last_response_at', 'stale_since', 'scheduled_at'],
  removed_tasks: [
    ...['tracked_at', 'changed_at', 'listed_at', 'last_response_at', 'stale_since', 'scheduled_at', 'removed_at'],
    // A restored task is due at once.
    ...['next_poll_at', 'retry_at', 'due_at', 'claim_expires_at'],
  ],
  notices: ['at'],
  connections: ['rejected_since', 'polling_paused_since', 'expiry_warned_at'],
};

const serviceRequested =
  "(json_extract(backoff_failure, '$.kind') = 'throttled' OR json_extract(backoff_failure, '$.retryAt') IS NOT NULL)";

/**
 * Every time in the file, by its table: the statement repairs those that are too far in the future. Credential versions are
 * no times, though they are made of them: a version must never become smaller.
 */
const repairs: readonly string[] = [
  // Before the times of its last response and failure are repaired: they prove that the next poll is wrong, too.
  `UPDATE tasks SET next_poll_at = :now, due_at = CASE WHEN claim_expires_at IS NULL THEN :now ELSE due_at END,
    retry_at = :now + retry_at - scheduled_at, scheduled_at = :now
  WHERE next_poll_at IS NOT NULL
    AND max(tracked_at, changed_at, coalesce(last_response_at, 0), coalesce(stale_since, 0), coalesce(scheduled_at, 0)) > :later`,
  'UPDATE tasks SET retry_at = NULL WHERE retry_at > :rateLimitedUntil',
  'UPDATE tasks SET claim_expires_at = :claimedUntil, due_at = :claimedUntil WHERE claim_expires_at > :claimedUntil',
  'UPDATE first_requests SET claim_expires_at = :claimedUntil WHERE claim_expires_at > :claimedUntil',
  'UPDATE notices SET claim_expires_at = :claimedUntil WHERE claim_expires_at > :claimedUntil',
  // The time that is left is as long as it was meant to be.
  `UPDATE connections SET backoff_until = :now + backoff_until - backoff_since, backoff_since = :now, revision = :revision
  WHERE backoff_since > :later`,
  `UPDATE connections
  SET backoff_until = iif(${serviceRequested}, :rateLimitedUntil, :backoffUntil), revision = :revision
  WHERE backoff_until > iif(${serviceRequested}, :rateLimitedUntil, :backoffUntil)`,
  ...Object.entries(pastTimes).map(([table, columns]) => {
    const repaired = columns.map((column) => `${column} = iif(${column} > :later, :now, ${column})`);
    const isAhead = columns.map((column) => `${column} > :later`);
    return `UPDATE ${table} SET ${repaired.join()}, revision = :revision WHERE ${isAhead.join(' OR ')}`;
  }),
  'DELETE FROM samples WHERE at > :later',
  'DELETE FROM transitions WHERE at > :later',
  'DELETE FROM rate_limits WHERE spent_until > :rateLimitedUntil',
  'DELETE FROM presence WHERE until > :later + 60000',
];

/**
 * Creates the repair of stored times that are too far in the future because the system clock moved back. Runs inside
 * the caller's transaction.
 */
export function createFutureTimeRepair(database: SqlDatabase): (bounds: TimeBounds, revision: number) => void {
  const statements = repairs.map((sql) => {
    const names = [...new Set(sql.match(/(?<=:)\w+/g))];
    return { run: database.command(sql), names };
  });
  return (bounds, revision) => {
    const values: Readonly<Record<string, number>> = { ...bounds, later: bounds.now + clockToleranceMs, revision };
    for (const { run, names } of statements) {
      run(Object.fromEntries(names.map((name) => [name, values[name] ?? null])));
    }
  };
}
