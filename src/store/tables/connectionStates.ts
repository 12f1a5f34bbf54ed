import type { RequestFailure } from '../../http/failure';
import { isPollingBlocked, type ConnectionState, type TaskRepository } from '../../tasks/taskRepository';
import { toFailure } from './taskRow';
import type { SqlDatabase } from '../sqlite/sqlDatabase';

/** What the windows know together of the connections' credentials. Runs inside the caller's transaction. */
export interface ConnectionStates {
  of(connection: string): ConnectionState;
  /** Whether someone with credentials of this version may ask. */
  allowsPolling(connection: string, credentialVersion: number): boolean;
  /** Notes a newer version and ends the pause. @returns whether it was newer */
  publish(connection: string, version: number, revision: number): boolean;
  /** @returns whether this call paused it */
  rejectCredentials(
    connection: string,
    pause: { readonly version: number; readonly failure: RequestFailure; readonly since: number },
    revision: number,
  ): boolean;
  clearBlocks(connection: string, revision: number): void;
  startBackoff(connection: string, hold: Parameters<TaskRepository['startBackoff']>[1], revision: number): void;
  extendBackoff(connection: string, hold: Parameters<TaskRepository['extendBackoff']>[1], revision: number): void;
  clearBackoff(connection: string, revision: number): void;
  /** Lets no hold last longer than until `until`, and none that the service asked for longer than until `asked`. */
  shortenBackoffs(until: number, asked: number, revision: number): void;
  pausePolling(connection: string, since: number, revision: number): void;
  resumePolling(connection: string, revision: number): void;
  lastResponseAt(connection: string): number | undefined;
  claimExpiryWarning(connection: string, lastResponseAt: number): boolean;
  project(connection: string, account: string): string | undefined;
  rememberProject(connection: string, account: string, project: string): void;
}

interface ConnectionStateRow {
  readonly credential_version: number;
  readonly rejected_since: number | null;
  readonly rejection: string | null;
  readonly backoff_until: number | null;
  readonly backoff_failure: string | null;
  readonly backoff_failures: number;
  readonly polling_paused_since: number | null;
}

/** Creates the connectionStates over a database. */
export function createConnectionStates(database: SqlDatabase): ConnectionStates {
  const one = database.query<ConnectionStateRow>(
    `SELECT credential_version, rejected_since, rejection, backoff_until, backoff_failure, backoff_failures,
      polling_paused_since
    FROM connections WHERE connection = :connection`,
  );
  const announce = database.command(
    `INSERT INTO connections (connection, credential_version, revision)
    SELECT :connection, :version, :revision WHERE :version > 0
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, rejected_since = NULL, rejection = NULL,
      backoff_until = NULL, backoff_failure = NULL, backoff_failures = 0, revision = excluded.revision
    WHERE excluded.credential_version > credential_version`,
  );
  // The version is noted too: announcing it later must not look like a change of the credentials that were refused.
  const pause = database.command(
    `INSERT INTO connections (connection, credential_version, rejected_since, rejection, revision)
    VALUES (:connection, :version, :since, :failure, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, rejected_since = excluded.rejected_since,
      rejection = excluded.rejection, revision = excluded.revision
    WHERE rejected_since IS NULL AND excluded.credential_version >= credential_version`,
  );
  const resume = database.command(
    `UPDATE connections SET rejected_since = NULL, rejection = NULL, backoff_until = NULL,
      backoff_failure = NULL, backoff_failures = 0, revision = :revision
    WHERE connection = :connection AND (rejected_since IS NOT NULL OR backoff_failure IS NOT NULL)`,
  );

  const hold = database.command(
    `INSERT INTO connections (connection, backoff_until, backoff_failure, backoff_failures, revision)
    VALUES (:connection, :until, :failure, :failed, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET backoff_until = excluded.backoff_until, backoff_failure = excluded.backoff_failure,
      backoff_failures = backoff_failures + excluded.backoff_failures, revision = excluded.revision`,
  );
  const endHold = database.command(
    `UPDATE connections SET backoff_until = NULL, backoff_failure = NULL, backoff_failures = 0, revision = :revision
    WHERE connection = :connection AND backoff_until IS NOT NULL`,
  );
  const latest = "iif(json_extract(backoff_failure, '$.kind') = 'throttled', :asked, :until)";
  const shortenBackoffs = database.command(
    `UPDATE connections SET backoff_until = ${latest}, revision = :revision WHERE backoff_until > ${latest}`,
  );

  const stop = database.command(
    `INSERT INTO connections (connection, polling_paused_since, revision) VALUES (:connection, :since, :revision)
    ON CONFLICT (connection) DO UPDATE SET polling_paused_since = excluded.polling_paused_since, revision = excluded.revision
    WHERE polling_paused_since IS NULL`,
  );
  const go = database.command(
    `UPDATE connections SET polling_paused_since = NULL, revision = :revision
    WHERE connection = :connection AND polling_paused_since IS NOT NULL`,
  );
  const lastAnswer = database.query<{ readonly at: number | null }>(
    'SELECT max(last_response_at) AS at FROM tasks WHERE connection = :connection',
  );
  const claimLapse = database.command(
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

  const of = (connection: string): ConnectionState => {
    const row = one.get({ connection });
    return {
      connection,
      credentialVersion: row?.credential_version ?? 0,
      ...(row &&
        row.rejected_since !== null &&
        row.rejection !== null && {
          credentialsRejected: { since: row.rejected_since, failure: toFailure(row.rejection) },
        }),
      ...(row && row.polling_paused_since !== null && { pollingPausedSince: row.polling_paused_since }),
      ...(row &&
        row.backoff_until !== null && {
          backoff: {
            until: row.backoff_until,
            failures: row.backoff_failures,
            ...(row.backoff_failure !== null && { failure: toFailure(row.backoff_failure) }),
          },
        }),
    };
  };

  return {
    of,
    allowsPolling(connection, credentialVersion) {
      const state = of(connection);
      return !isPollingBlocked(state) && credentialVersion >= state.credentialVersion;
    },
    publish: (connection, version, revision) => announce({ connection, version, revision }) > 0,
    rejectCredentials: (connection, { version, failure, since }, revision) =>
      pause({ connection, version, failure: JSON.stringify(failure), since, revision }) > 0,
    clearBlocks(connection, revision) {
      const { backoff } = of(connection);
      resume({ connection, revision });
      // What the service asked for goes before what the user wants.
      if (backoff?.failure?.kind === 'throttled') {
        hold({
          connection,
          until: backoff.until,
          failure: JSON.stringify(backoff.failure),
          failed: backoff.failures,
          revision,
        });
      }
    },
    startBackoff(connection, { until, failure }, revision) {
      const { backoff } = of(connection);
      if (backoff?.failure?.kind === 'throttled' && backoff.until > until) {
        return;
      }
      const failed = failure === undefined ? 0 : 1;
      hold({ connection, until, failure: failure === undefined ? null : JSON.stringify(failure), failed, revision });
    },
    extendBackoff(connection, { until, failure }, revision) {
      const { backoff } = of(connection);
      if ((backoff?.until ?? 0) < until && backoff?.failure?.kind !== 'throttled') {
        hold({ connection, until, failure: JSON.stringify(failure), failed: 0, revision });
      }
    },
    clearBackoff(connection, revision) {
      endHold({ connection, revision });
    },
    shortenBackoffs(until, asked, revision) {
      shortenBackoffs({ until, asked, revision });
    },
    pausePolling(connection, since, revision) {
      stop({ connection, since, revision });
    },
    resumePolling(connection, revision) {
      go({ connection, revision });
    },
    lastResponseAt: (connection) => lastAnswer.get({ connection })?.at ?? undefined,
    claimExpiryWarning: (connection, at) => claimLapse({ connection, at }) > 0,
    project: (connection, account) => project.get({ connection, account })?.project,
    rememberProject(connection, account, found) {
      rememberProject({ connection, account, project: found });
    },
  };
}
