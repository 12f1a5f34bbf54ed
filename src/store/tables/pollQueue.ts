import { randomUUID } from 'node:crypto';
import type { ClaimableConnection, PollQueue } from '../../tasks/ports/pollQueue';
import { mayPoll } from '../../tasks/ports/connectionStates';
import type { ChangeFeed } from '../changeFeed';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import type { ReadState } from './connectionStates';
import type { DueTimes } from './dueTimes';
import { createFutureTimeRepair } from './futureTimes';
import type { Settle } from './pollResults';
import { taskRowColumns, toTask, type TaskRow } from './taskRow';

/** What the queue needs of the other tables. */
interface PollQueueDeps {
  /** Names this window in its leases. */
  readonly windowId: string;
  readonly feed: ChangeFeed;
  readonly stateOf: ReadState;
  readonly dueTimes: DueTimes;
  readonly settle: Settle;
}

interface DueRow extends TaskRow {
  readonly due_at: number;
}

/** Creates the queue of one window over a database. */
export function createPollQueue(database: SqlDatabase, deps: PollQueueDeps): PollQueue {
  const { windowId, feed, stateOf, dueTimes, settle } = deps;
  const repairFutureTimes = createFutureTimeRepair(database);
  const firstDue = database.query<{ at: number | null }>(
    'SELECT min(due_at) AS at FROM tasks WHERE connection = :connection AND due_at IS NOT NULL',
  );
  const lastExpiry = database.query<{ at: number | null }>(
    `SELECT max(claim_expires_at) AS at FROM tasks
    WHERE connection = :connection AND claim_expires_at IS NOT NULL`,
  );
  const forgetExpired = database.command(
    `UPDATE tasks SET claim_token = NULL, claim_expires_at = NULL
    WHERE connection = :connection AND claim_expires_at IS NOT NULL`,
  );
  const dueOf = database.query<DueRow>(
    `SELECT due_at, ${taskRowColumns} FROM tasks WHERE connection = :connection AND due_at <= :until
    ORDER BY due_at LIMIT :limit`,
  );
  const lease = database.command(
    `UPDATE tasks SET claim_token = :token, claim_expires_at = :until, due_at = :until
    WHERE key IN (SELECT value FROM json_each(:keys))`,
  );
  // All leases of a batch have one token; a settled or released one has none.
  const extend = database.command(
    `UPDATE tasks SET claim_expires_at = :until, due_at = :until
    WHERE connection = :connection AND claim_expires_at IS NOT NULL AND claim_token = :token`,
  );
  const release = database.command(
    `UPDATE tasks SET claim_token = NULL, claim_expires_at = NULL, due_at = next_poll_at, revision = :revision
    WHERE connection = :connection AND id = :id AND claim_token = :token`,
  );
  // Skips a task that got a response since it was read. A leased task uses the new time if it is released without a poll.
  const moveEarlier = database.command(
    `UPDATE tasks SET next_poll_at = :at, due_at = CASE WHEN claim_expires_at IS NULL THEN :at ELSE due_at END
    WHERE connection = :connection AND id = :id AND ended = 0 AND next_poll_at > :at
      AND stale_since IS NULL AND last_response_at = :respondedAt`,
  );

  /** When a connection can be polled: a task is due, the last lease has expired, and the backoff is over. */
  const pollableAt = (connection: string): number => {
    const due = firstDue.get({ connection })?.at ?? Infinity;
    const backoff = stateOf(connection).backoff?.until ?? -Infinity;
    return Math.max(due, backoff, lastExpiry.get({ connection })?.at ?? -Infinity);
  };

  const firstPollable = (connections: readonly ClaimableConnection[], now: number): ClaimableConnection | undefined => {
    const [first] = connections
      .filter(({ id, credentialVersion }) => {
        const state = stateOf(id);
        return mayPoll(state) && credentialVersion >= state.credentialVersion && pollableAt(id) <= now;
      })
      .map((connection) => ({ connection, due: firstDue.get({ connection: connection.id })?.at ?? now }))
      .sort((a, b) => a.due - b.due);
    return first?.connection;
  };

  return {
    claim: ({ connections, now, until, limit: defaultLimit }) =>
      database.transact(() => {
        const found = firstPollable(connections, now);
        if (!found) {
          return [];
        }
        const { id: connection, lookAheadMs = 0, limit = defaultLimit } = found;
        // A window whose lease has expired must not write any more: two windows would poll the same service.
        forgetExpired({ connection });
        // The window's id helps with debugging; the UUID makes the token unique.
        const token = `${windowId} ${randomUUID()}`;
        const rows = dueOf.all({ connection, until: now + lookAheadMs, limit });
        lease({ keys: JSON.stringify(rows.map(({ key }) => key)), token, until });
        // Tasks whose last request failed come last, so that they do not delay the others.
        const failedLast = (row: DueRow): number => (row.stale_since === null ? 0 : 1);
        return rows
          .toSorted((one, other) => failedLast(one) - failedLast(other))
          .map((row) => ({ task: toTask(row), token }));
      }),
    extend(claims, until) {
      database.transact(() => {
        const batches = new Map(claims.map(({ task: { connection }, token }) => [token, connection]));
        for (const [token, connection] of batches) {
          extend({ connection, token, until });
        }
      });
    },
    settle(settlements) {
      feed.write((revision) => {
        for (const settlement of settlements) {
          settle(settlement, revision);
        }
      });
    },
    release(claims) {
      feed.write((revision) => {
        for (const { task, token } of claims) {
          release({ connection: task.connection, id: task.id, token, revision });
        }
      });
    },
    nextDueAt: (connections) =>
      database.read(() => {
        const first = Math.min(...connections.filter((id) => mayPoll(stateOf(id))).map(pollableAt));
        return Number.isFinite(first) ? first : undefined;
      }),
    makeDue(refs, now) {
      database.transact(() => {
        if (refs === undefined) {
          dueTimes.makeAll(undefined, now);
        } else {
          dueTimes.make(refs, now);
        }
      });
    },
    moveEarlier: (tasks) =>
      database.transact(() => {
        const moved = tasks.map(({ connection, id, lastResponseAt, nextPollAt }) =>
          moveEarlier({ connection, id, respondedAt: lastResponseAt ?? null, at: nextPollAt ?? null }),
        );
        return moved.some((rows) => rows > 0);
      }),
    repairFutureTimes(bounds) {
      feed.write((revision) => {
        repairFutureTimes(bounds, revision);
      });
    },
  };
}
