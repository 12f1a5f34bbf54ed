import type { RequestFailure } from '../http/failure';
import { isStopped, type ConnectionStanding, type TaskRepository } from '../tasks/taskRepository';
import { toFailure } from './rows';
import type { SqlDatabase } from './sqlDatabase';

/** What the windows know together of the connections' credentials. Runs inside the caller's transaction. */
export interface Standings {
  of(connection: string): ConnectionStanding;
  /** Whether someone with credentials of this version may ask. */
  allows(connection: string, credentialVersion: number): boolean;
  /** Notes a newer version and ends the pause. @returns whether it was newer */
  announce(connection: string, version: number, revision: number): boolean;
  /** @returns whether this call paused it */
  pause(
    connection: string,
    pause: { readonly version: number; readonly failure: RequestFailure; readonly since: number },
    revision: number,
  ): boolean;
  resume(connection: string, revision: number): void;
  hold(connection: string, hold: Parameters<TaskRepository['hold']>[1], revision: number): void;
  holdToo(connection: string, hold: Parameters<TaskRepository['holdToo']>[1], revision: number): void;
  endHold(connection: string, revision: number): void;
  /** Lets no hold last longer than until `until`, and none that the service asked for longer than until `asked`. */
  shortenHolds(until: number, asked: number, revision: number): void;
  stop(connection: string, since: number, revision: number): void;
  go(connection: string, revision: number): void;
  lastAnswerAt(connection: string): number | undefined;
  claimLapseWarning(connection: string, lastAnswerAt: number): boolean;
  project(connection: string, account: string): string | undefined;
  rememberProject(connection: string, account: string, project: string): void;
}

interface StandingRow {
  readonly credential_version: number;
  readonly paused_since: number | null;
  readonly paused_failure: string | null;
  readonly held_until: number | null;
  readonly held_failure: string | null;
  readonly held_failures: number;
  readonly stopped_since: number | null;
}

/** Creates the standings over a database. */
export function createStandings(database: SqlDatabase): Standings {
  const one = database.query<StandingRow>(
    `SELECT credential_version, paused_since, paused_failure, held_until, held_failure, held_failures,
      stopped_since
    FROM connections WHERE connection = :connection`,
  );
  const announce = database.command(
    `INSERT INTO connections (connection, credential_version, revision)
    SELECT :connection, :version, :revision WHERE :version > 0
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, paused_since = NULL, paused_failure = NULL,
      held_until = NULL, held_failure = NULL, held_failures = 0, revision = excluded.revision
    WHERE excluded.credential_version > credential_version`,
  );
  // The version is noted too: announcing it later must not look like a change of the credentials that were refused.
  const pause = database.command(
    `INSERT INTO connections (connection, credential_version, paused_since, paused_failure, revision)
    VALUES (:connection, :version, :since, :failure, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, paused_since = excluded.paused_since,
      paused_failure = excluded.paused_failure, revision = excluded.revision
    WHERE paused_since IS NULL AND excluded.credential_version >= credential_version`,
  );
  const resume = database.command(
    `UPDATE connections SET paused_since = NULL, paused_failure = NULL, held_until = NULL,
      held_failure = NULL, held_failures = 0, revision = :revision
    WHERE connection = :connection AND (paused_since IS NOT NULL OR held_failure IS NOT NULL)`,
  );

  const hold = database.command(
    `INSERT INTO connections (connection, held_until, held_failure, held_failures, revision)
    VALUES (:connection, :until, :failure, :failed, :revision)
    ON CONFLICT (connection) DO UPDATE
    SET held_until = excluded.held_until, held_failure = excluded.held_failure,
      held_failures = held_failures + excluded.held_failures, revision = excluded.revision`,
  );
  const endHold = database.command(
    `UPDATE connections SET held_until = NULL, held_failure = NULL, held_failures = 0, revision = :revision
    WHERE connection = :connection AND held_until IS NOT NULL`,
  );
  const latest = "iif(json_extract(held_failure, '$.kind') = 'throttled', :asked, :until)";
  const shortenHolds = database.command(
    `UPDATE connections SET held_until = ${latest}, revision = :revision WHERE held_until > ${latest}`,
  );

  const stop = database.command(
    `INSERT INTO connections (connection, stopped_since, revision) VALUES (:connection, :since, :revision)
    ON CONFLICT (connection) DO UPDATE SET stopped_since = excluded.stopped_since, revision = excluded.revision
    WHERE stopped_since IS NULL`,
  );
  const go = database.command(
    `UPDATE connections SET stopped_since = NULL, revision = :revision
    WHERE connection = :connection AND stopped_since IS NOT NULL`,
  );
  const lastAnswer = database.query<{ readonly at: number | null }>(
    'SELECT max(answered_at) AS at FROM tasks WHERE connection = :connection',
  );
  const claimLapse = database.command(
    `INSERT INTO connections (connection, lapse_told, revision) VALUES (:connection, :at, 0)
    ON CONFLICT (connection) DO UPDATE SET lapse_told = excluded.lapse_told
    WHERE lapse_told IS NULL OR lapse_told < excluded.lapse_told`,
  );
  const project = database.query<{ readonly project: string }>(
    'SELECT project FROM connections WHERE connection = :connection AND project_account = :account',
  );
  const rememberProject = database.command(
    `INSERT INTO connections (connection, project_account, project, revision) VALUES (:connection, :account, :project, 0)
    ON CONFLICT (connection) DO UPDATE SET project_account = excluded.project_account, project = excluded.project`,
  );

  const of = (connection: string): ConnectionStanding => {
    const row = one.get({ connection });
    return {
      connection,
      credentialVersion: row?.credential_version ?? 0,
      ...(row &&
        row.paused_since !== null &&
        row.paused_failure !== null && {
          paused: { since: row.paused_since, failure: toFailure(row.paused_failure) },
        }),
      ...(row && row.stopped_since !== null && { stoppedSince: row.stopped_since }),
      ...(row &&
        row.held_until !== null && {
          held: {
            until: row.held_until,
            failures: row.held_failures,
            ...(row.held_failure !== null && { failure: toFailure(row.held_failure) }),
          },
        }),
    };
  };

  return {
    of,
    allows(connection, credentialVersion) {
      const standing = of(connection);
      return !isStopped(standing) && credentialVersion >= standing.credentialVersion;
    },
    announce: (connection, version, revision) => announce({ connection, version, revision }) > 0,
    pause: (connection, { version, failure, since }, revision) =>
      pause({ connection, version, failure: JSON.stringify(failure), since, revision }) > 0,
    resume(connection, revision) {
      const { held } = of(connection);
      resume({ connection, revision });
      // What the service asked for goes before what the user wants.
      if (held?.failure?.kind === 'throttled') {
        hold({ connection, until: held.until, failure: JSON.stringify(held.failure), failed: held.failures, revision });
      }
    },
    hold(connection, { until, failure }, revision) {
      const { held } = of(connection);
      if (held?.failure?.kind === 'throttled' && held.until > until) {
        return;
      }
      const failed = failure === undefined ? 0 : 1;
      hold({ connection, until, failure: failure === undefined ? null : JSON.stringify(failure), failed, revision });
    },
    holdToo(connection, { until, failure }, revision) {
      const { held } = of(connection);
      if ((held?.until ?? 0) < until && held?.failure?.kind !== 'throttled') {
        hold({ connection, until, failure: JSON.stringify(failure), failed: 0, revision });
      }
    },
    endHold(connection, revision) {
      endHold({ connection, revision });
    },
    shortenHolds(until, asked, revision) {
      shortenHolds({ until, asked, revision });
    },
    stop(connection, since, revision) {
      stop({ connection, since, revision });
    },
    go(connection, revision) {
      go({ connection, revision });
    },
    lastAnswerAt: (connection) => lastAnswer.get({ connection })?.at ?? undefined,
    claimLapseWarning: (connection, at) => claimLapse({ connection, at }) > 0,
    project: (connection, account) => project.get({ connection, account })?.project,
    rememberProject(connection, account, found) {
      rememberProject({ connection, account, project: found });
    },
  };
}
