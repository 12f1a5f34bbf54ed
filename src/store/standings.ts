import type { RequestFailure } from '../http/failure';
import type { ConnectionStanding } from '../tasks/taskRepository';
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
}

interface StandingRow {
  readonly credential_version: number;
  readonly paused_since: number | null;
  readonly paused_failure: string | null;
}

/** Creates the standings over a database. */
export function createStandings(database: SqlDatabase): Standings {
  const one = database.query<StandingRow>(
    'SELECT credential_version, paused_since, paused_failure FROM connections WHERE connection = :connection',
  );
  const announce = database.command(
    `INSERT INTO connections (connection, credential_version, revision)
    SELECT :connection, :version, :revision WHERE :version > 0
    ON CONFLICT (connection) DO UPDATE
    SET credential_version = excluded.credential_version, paused_since = NULL, paused_failure = NULL,
      revision = excluded.revision
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
    `UPDATE connections SET paused_since = NULL, paused_failure = NULL, revision = :revision
    WHERE connection = :connection AND paused_since IS NOT NULL`,
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
    };
  };

  return {
    of,
    allows(connection, credentialVersion) {
      const standing = of(connection);
      return standing.paused === undefined && credentialVersion >= standing.credentialVersion;
    },
    announce: (connection, version, revision) => announce({ connection, version, revision }) > 0,
    pause: (connection, { version, failure, since }, revision) =>
      pause({ connection, version, failure: JSON.stringify(failure), since, revision }) > 0,
    resume(connection, revision) {
      resume({ connection, revision });
    },
  };
}
