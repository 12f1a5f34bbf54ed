import type { SqlDatabase, SqlParameters } from '../sqlite/sqlDatabase';

/** The row of a connection in `connections`, whatever its columns. */
export type ConnectionStateBackup = SqlParameters;

/**
 * Takes the state of a removed connection out of the file, so that a new one with the same id starts afresh, and puts it
 * back when the removal is undone. Runs inside the caller's transaction.
 */
export interface ConnectionStateBackups {
  /** @returns undefined when nothing was stored */
  take(connection: string): ConnectionStateBackup | undefined;
  /** Skips a connection that has newer credentials by now. */
  putBack(state: ConnectionStateBackup, revision: number): void;
}

/** Creates the backups over a database. */
export function createConnectionStateBackups(database: SqlDatabase): ConnectionStateBackups {
  const one = database.query<ConnectionStateBackup>('SELECT * FROM connections WHERE connection = :connection');
  const forget = database.command('DELETE FROM connections WHERE connection = :connection');
  return {
    take(connection) {
      const state = one.get({ connection });
      forget({ connection });
      return state;
    },
    putBack(state, revision) {
      const columns = Object.keys(state);
      // The credentials are restored before the state, and were published again.
      const putBack = database.command(
        `INSERT INTO connections (${columns.join()}) VALUES (${columns.map((column) => `:${column}`).join()})
        ON CONFLICT (connection) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join()}
        WHERE excluded.credential_version >= credential_version`,
      );
      putBack({ ...state, revision });
    },
  };
}
