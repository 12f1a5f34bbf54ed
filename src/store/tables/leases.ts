import { randomUUID } from 'node:crypto';
import type { TaskRef } from '../../tasks/task';
import { isPollingBlocked, type Claim, type TaskRepository } from '../../tasks/taskRepository';
import { taskRowColumns, toTask, type TaskRow } from './taskRow';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import type { ConnectionStates } from './connectionStates';

/** Who asks for which task, and when. Runs inside the caller's transaction. */
export interface Leases {
  take(request: Parameters<TaskRepository['claim']>[0]): readonly Claim[];
  extend(claims: readonly Claim[], until: number): void;
  release(claims: readonly Claim[], revision: number): void;
  nextDueAt(connections: readonly string[]): number | undefined;
  /**
   * Makes tasks due, ended ones too. One that is claimed stays so: its answer serves this wish as well, and should none
   * come, the task is due when it is given back. Nothing that anybody sees has changed then, so nobody is told.
   */
  makeDue(refs: readonly TaskRef[], now: number): void;
  /** The same for every task that has not ended, of one connection or of all. */
  makeAllDue(connection: string | undefined, now: number): void;
  /** Makes due what was tracked, answered or failed later than now, and lets no claim last longer than until `until`. */
  repairFutureTimes(now: number, until: number): void;
}

interface DueRow extends TaskRow {
  readonly due_at: number;
}

/** What another window wrote while this one waited for the file is not of another time; ms. */
const clockToleranceMs = 60_000;

const makeItDue = `UPDATE tasks SET next_poll_at = :now,
    due_at = CASE WHEN claim_expires_at > :now THEN due_at ELSE :now END
  WHERE (next_poll_at IS NULL OR next_poll_at > :now)`;

/** Creates the claims of one window over a database. */
export function createLeases(
  database: SqlDatabase,
  parts: { readonly windowId: string; readonly connectionStates: ConnectionStates },
): Leases {
  const { windowId, connectionStates } = parts;
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
  const take = database.command(
    `UPDATE tasks SET claim_token = :token, claim_expires_at = :until, due_at = :until
    WHERE key IN (SELECT value FROM json_each(:keys))`,
  );
  // A turn's claims have one token, and what was settled or given back has none.
  const extend = database.command(
    `UPDATE tasks SET claim_expires_at = :until, due_at = :until
    WHERE connection = :connection AND claim_expires_at IS NOT NULL AND claim_token = :token`,
  );
  const release = database.command(
    `UPDATE tasks SET claim_token = NULL, claim_expires_at = NULL, due_at = next_poll_at, revision = :revision
    WHERE connection = :connection AND id = :id AND claim_token = :token`,
  );
  const makeOneDue = database.command(`${makeItDue} AND connection = :connection AND id = :id`);
  const makeAllDue = database.command(`${makeItDue} AND ended = 0`);
  const makeDueOf = database.command(`${makeItDue} AND ended = 0 AND connection = :connection`);

  const makeLaterDue = database.command(
    `UPDATE tasks SET next_poll_at = :now, due_at = CASE WHEN claim_expires_at IS NULL THEN :now ELSE due_at END
    WHERE ended = 0 AND max(tracked_at, changed_at, coalesce(last_response_at, 0), coalesce(stale_since, 0)) > :later`,
  );
  const shorten = database.command(
    'UPDATE tasks SET claim_expires_at = :until, due_at = :until WHERE claim_expires_at > :until',
  );

  /** When a connection can be given a turn: something is due, the last claim has lapsed, and nothing holds it. */
  const turnAt = (connection: string): number => {
    const due = firstDue.get({ connection })?.at ?? Infinity;
    const backoff = connectionStates.of(connection).backoff?.until ?? -Infinity;
    return Math.max(due, backoff, lastExpiry.get({ connection })?.at ?? -Infinity);
  };

  return {
    take({ connections, now, until, limit }) {
      const [turn] = connections
        .filter(
          ({ id, credentialVersion }) => turnAt(id) <= now && connectionStates.allowsPolling(id, credentialVersion),
        )
        .map(({ id, lookAheadMs = 0, limit: own = limit }) => ({
          ...{ connection: id, lookAheadMs, limit: own },
          due: firstDue.get({ connection: id })?.at ?? now,
        }))
        .sort((a, b) => a.due - b.due);
      if (turn === undefined) {
        return [];
      }
      // Whoever backoff them before must not write any more, or two windows would be at the same service.
      forgetExpired({ connection: turn.connection });
      // The window's id is there for whoever reads the file; the rest makes the token its own.
      const token = `${windowId} ${randomUUID()}`;
      const rows = dueOf.all({ connection: turn.connection, until: now + turn.lookAheadMs, limit: turn.limit });
      take({ keys: JSON.stringify(rows.map(({ key }) => key)), token, until });
      // What failed the last time comes after all that did not: several bad tasks must not keep the good ones behind them.
      const hasFailed = (row: DueRow): number => (row.stale_since === null ? 0 : 1);
      const inTurn = rows.toSorted((one, other) => hasFailed(one) - hasFailed(other));
      return inTurn.map((row) => ({ task: toTask(row), token }));
    },
    extend(claims, until) {
      const turns = new Map(claims.map(({ task: { connection }, token }) => [token, connection]));
      for (const [token, connection] of turns) {
        extend({ connection, token, until });
      }
    },
    release(claims, revision) {
      for (const { task, token } of claims) {
        release({ connection: task.connection, id: task.id, token, revision });
      }
    },
    nextDueAt(connections) {
      const times = connections.filter((id) => !isPollingBlocked(connectionStates.of(id))).map(turnAt);
      const first = Math.min(...times);
      return Number.isFinite(first) ? first : undefined;
    },
    makeDue(refs, now) {
      for (const { connection, id } of refs) {
        makeOneDue({ connection, id, now });
      }
    },
    repairFutureTimes(now, until) {
      makeLaterDue({ now, later: now + clockToleranceMs });
      shorten({ until });
    },
    makeAllDue(connection, now) {
      if (connection === undefined) {
        makeAllDue({ now });
      } else {
        makeDueOf({ connection, now });
      }
    },
  };
}
