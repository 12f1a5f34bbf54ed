import type { SqlDatabase, SqlParameters } from './sqlDatabase';

/** The row of a connection in `connections`, whatever its columns. */
export type StandingBackup = SqlParameters;

/**
 * Takes what the windows know of a removed connection out of the file, so that a new one with the same id begins anew,
 * and puts it back when the removal is undone. Runs inside the caller's transaction.
 */
export interface StandingBackups {
  /** @returns nothing where nothing was known */
  take(connection: string): StandingBackup | undefined;
  /** Leaves a connection alone that has newer credentials by now. */
  putBack(standing: StandingBackup, revision: number): void;
}

/** Creates the backups over a database. */
export function createStandingBackups(database: SqlDatabase): StandingBackups {
  const one = database.query<StandingBackup>('SELECT * FROM connections WHERE connection = :connection');
  const forget = database.command('DELETE FROM connections WHERE connection = :connection');
  return {
    take(connection) {
      const standing = one.get({ connection });
      forget({ connection });
      return standing;
    },
    putBack(standing, revision) {
      const columns = Object.keys(standing);
      // Its credentials are back before it is, and were announced again.
      const putBack = database.command(
        `INSERT INTO connections (${columns.join()}) VALUES (${columns.map((column) => `:${column}`).join()})
        ON CONFLICT (connection) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join()}
        WHERE excluded.credential_version >= credential_version`,
      );
      putBack({ ...standing, revision });
    },
  };
}
