import type { Clock } from '../../base/clock';
import { omitUndefined } from '../../base/omitUndefined';
import { isServiceRequested, type ConnectionState, type ConnectionStates } from '../../tasks/ports/connectionStates';
import type { ChangeFeed } from '../changeFeed';
import type { SqlDatabase } from '../sqlite/sqlDatabase';
import type { DueTimes } from './dueTimes';
import { toFailure } from './taskRow';

interface ConnectionStateRow {
  readonly credential_version: number;
  readonly rejected_since: number | null;
  readonly rejection: string | null;
  readonly backoff_until: number | null;
  readonly backoff_failure: string | null;
  readonly backoff_failures: number;
  readonly polling_paused_since: number | null;
}

/** Reads a connection's state inside the caller's transaction. */
export type ReadState = (connection: string) => ConnectionState;

/** Creates the reader of states over a database. */
export function createStateReader(database: SqlDatabase): ReadState {
  const one = database.query<ConnectionStateRow>(
    `SELECT credential_version, rejected_since, rejection, backoff_until, backoff_failure, backoff_failures,
      polling_paused_since
    FROM connections WHERE connection = :connection`,
  );
  return (connection) => {
    const row = one.get({ connection });
    return row ? toState(connection, row) : { connection, credentialVersion: 0 };
  };
}

function toState(connection: string, row: ConnectionStateRow): ConnectionState {
  const { rejected_since: since, rejection, backoff_until: until, backoff_failure: failure } = row;
  return omitUndefined({
    connection,
    credentialVersion: row.credential_version,
    credentialsRejected: since !== null && rejection !== null ? { since, failure: toFailure(rejection) } : undefined,
    pollingPausedSince: row.polling_paused_since ?? undefined,
    backoff:
      until === null
        ? undefined
        : omitUndefined({
            until,
            failures: row.backoff_failures,
            failure: failure === null ? undefined : toFailure(failure),
          }),
  });
}

/** What the states need of the other tables. */
interface ConnectionStatesDeps {
  readonly clock: Clock;
  /** Names this window in its claims. */
  readonly windowId: string;
  readonly feed: ChangeFeed;
  readonly stateOf: ReadState;
  readonly dueTimes: DueTimes;
}

/** Creates the states over a database. */
export function createConnectionStates(
  database: SqlDatabase,
  { clock, windowId, feed, stateOf, dueTimes }: ConnectionStatesDeps,
): ConnectionStates {
  const publish = database.command(
    `INSERT INTO connections (connection, credential_version, revision)
    SELECT :connection, :version, :revision WHERE :version > 0
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, rejected_since = NULL, rejection = NULL, rejected_fingerprint = NULL,
      backoff_since = NULL, backoff_until = NULL, backoff_failure = NULL, backoff_failures = 0, revision = excluded.revision
    WHERE excluded.credential_version > credential_version`,
  );
  // Stores the version too: publishing it later must not look like a change of the rejected credentials.
  const reject = database.command(
    `INSERT INTO connections (connection, credential_version, rejected_since, rejection, rejected_fingerprint, revision)
    VALUES (:connection, :version, :since, :failure, :fingerprint, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, rejected_since = excluded.rejected_since,
      rejection = excluded.rejection, rejected_fingerprint = excluded.rejected_fingerprint, revision = excluded.revision
    WHERE rejected_since IS NULL AND excluded.credential_version >= credential_version`,
  );
  const clearBlocks = database.command(
    `UPDATE connections SET rejected_since = NULL, rejection = NULL, rejected_fingerprint = NULL, backoff_since = NULL, backoff_until = NULL,
      backoff_failure = NULL, backoff_failures = 0, revision = :revision
    WHERE connection = :connection AND (rejected_since IS NOT NULL OR backoff_failure IS NOT NULL)`,
  );
  const clearRejection = database.command(
    `UPDATE connections SET rejected_since = NULL, rejection = NULL, rejected_fingerprint = NULL, revision = :revision
    WHERE connection = :connection AND rejected_since IS NOT NULL`,
  );
  const rejected = database.query<{ readonly connection: string; readonly rejection: string }>(
    'SELECT connection, rejection FROM connections WHERE rejected_fingerprint = :fingerprint AND rejection IS NOT NULL',
  );
  const claimFirst = database.command(
    `INSERT INTO first_requests (fingerprint, window, claim_expires_at) VALUES (:fingerprint, :windowId, :until)
    ON CONFLICT (fingerprint) DO UPDATE SET window = excluded.window, claim_expires_at = excluded.claim_expires_at
    WHERE claim_expires_at <= :now`,
  );
  const releaseFirst = database.command(
    'DELETE FROM first_requests WHERE fingerprint = :fingerprint AND window = :windowId',
  );
  const writeBackoff = database.command(
    `INSERT INTO connections (connection, backoff_since, backoff_until, backoff_failure, backoff_failures, revision)
    VALUES (:connection, :since, :until, :failure, :failed, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET backoff_since = excluded.backoff_since, backoff_until = excluded.backoff_until, backoff_failure = excluded.backoff_failure,
      backoff_failures = backoff_failures + excluded.backoff_failures, revision = excluded.revision`,
  );
  const clearBackoff = database.command(
    `UPDATE connections SET backoff_since = NULL, backoff_until = NULL, backoff_failure = NULL, backoff_failures = 0, revision = :revision
    WHERE connection = :connection AND backoff_until IS NOT NULL`,
  );
  const pause = database.command(
    `INSERT INTO connections (connection, polling_paused_since, revision) VALUES (:connection, :since, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET polling_paused_since = excluded.polling_paused_since, revision = excluded.revision
    WHERE polling_paused_since IS NULL`,
  );
  const resume = database.command(
    `UPDATE connections SET polling_paused_since = NULL, revision = :revision
    WHERE connection = :connection AND polling_paused_since IS NOT NULL`,
  );
  const lastResponse = database.query<{ readonly at: number | null }>(
    'SELECT max(last_response_at) AS at FROM tasks WHERE connection = :connection',
  );
  const claimWarning = database.command(
    `INSERT INTO connections (connection, expiry_warned_at, revision) VALUES (:connection, :at, 0)
    ON CONFLICT (connection) DO UPDATE SET expiry_warned_at = excluded.expiry_warned_at
    WHERE expiry_warned_at IS NULL OR expiry_warned_at < excluded.expiry_warned_at`,
  );
  const project = database.query<{ readonly project: string }>(
    'SELECT project FROM connections WHERE connection = :connection AND project_account = :account',
  );
  const rememberProject = database.command(
    `INSERT INTO connections (connection, project_account, project, revision) VALUES (:connection, :account, :project, 0)
    ON CONFLICT (connection) DO UPDATE SET project_account = excluded.project_account, project = excluded.project`,
  );

  /** Ends the rejections of the same credentials, at all connections. */
  function clearAlike(fingerprint: string | null, now: number, revision: number): void {
    for (const { connection } of rejected.all({ fingerprint })) {
      clearRejection({ connection, revision });
      dueTimes.makeAll(connection, now);
    }
  }

  return {
    state: (connection) => database.read(() => stateOf(connection)),
    publishCredentials(connection, version, now) {
      feed.write((revision) => {
        if (publish({ connection, version, revision }) > 0) {
          dueTimes.makeAll(connection, now);
        }
      });
    },
    rejectCredentials: (connection, version, failure, now, fingerprint) =>
      feed.write((revision) => {
        releaseFirst({ fingerprint: fingerprint ?? null, windowId });
        const rejection = { failure: JSON.stringify(failure), since: now, fingerprint: fingerprint ?? null };
        return reject({ connection, version, ...rejection, revision }) > 0;
      }),
    rejectionOf: (fingerprint) =>
      database.read(() => {
        const row = rejected.get({ fingerprint });
        return row && toFailure(row.rejection);
      }),
    claimFirstRequest: (fingerprint, now, until) =>
      database.transact(() => claimFirst({ fingerprint, windowId, now, until }) > 0),
    releaseFirstRequest(fingerprint) {
      database.transact(() => {
        releaseFirst({ fingerprint, windowId });
      });
    },
    clearRejections(fingerprint, now) {
      feed.write((revision) => {
        clearAlike(fingerprint, now, revision);
      });
    },
    clearBlocks(connection, now) {
      feed.write((revision) => {
        const { backoff } = stateOf(connection);
        clearBlocks({ connection, revision });
        // A rate limit of the service stays.
        if (backoff && isServiceRequested(backoff)) {
          const { until, failure, failures } = backoff;
          writeBackoff({
            connection,
            since: clock.now(),
            until,
            failure: JSON.stringify(failure),
            failed: failures,
            revision,
          });
        }
        dueTimes.makeAll(connection, now);
      });
    },
    backOff(connection, { until, failure }) {
      feed.write((revision) => {
        const { backoff } = stateOf(connection);
        if (backoff && isServiceRequested(backoff) && backoff.until > until) {
          return;
        }
        const reason = failure === undefined ? null : JSON.stringify(failure);
        writeBackoff({
          connection,
          since: clock.now(),
          until,
          failure: reason,
          failed: failure === undefined ? 0 : 1,
          revision,
        });
      });
    },
    extendBackoff(connections, { until, failure }) {
      feed.write((revision) => {
        for (const connection of connections) {
          const { backoff } = stateOf(connection);
          if ((backoff?.until ?? 0) < until && !(backoff && isServiceRequested(backoff))) {
            writeBackoff({
              connection,
              since: clock.now(),
              until,
              failure: JSON.stringify(failure),
              failed: 0,
              revision,
            });
          }
        }
      });
    },
    clearBackoff(connection, now) {
      feed.write((revision) => {
        const wasOffline = stateOf(connection).backoff?.failure?.kind === 'offline';
        clearBackoff({ connection, revision });
        if (wasOffline) {
          dueTimes.makeAll(connection, now);
        }
      });
    },
    pausePolling(connections, now) {
      feed.write((revision) => {
        for (const connection of connections) {
          pause({ connection, since: now, revision });
        }
      });
    },
    resumePolling(connections, now) {
      feed.write((revision) => {
        for (const connection of connections) {
          resume({ connection, revision });
          dueTimes.makeAll(connection, now);
        }
      });
    },
    lastResponseAt: (connection) => database.read(() => lastResponse.get({ connection })?.at ?? undefined),
    claimExpiryWarning: (connection, at) => database.transact(() => claimWarning({ connection, at }) > 0),
    project: (connection, account) => database.read(() => project.get({ connection, account })?.project),
    rememberProject(connection, account, found) {
      database.transact(() => {
        rememberProject({ connection, account, project: found });
      });
    },
  };
}
