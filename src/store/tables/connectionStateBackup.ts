import type { SqlDatabase, SqlParameters } from '../sqlite/sqlDatabase';

/** The row of a connection in `connections`, with all columns. */
export type ConnectionStateBackup = SqlParameters;

/**
 * Deletes the state of a removed connection, so that a new one with the same id starts without it, and restores it when
 * the removal is undone. Runs inside the caller's transaction.
 */
export interface ConnectionStateBackups {
  /** @returns undefined when nothing was stored */
  take(connection: string): ConnectionStateBackup | undefined;
  /** Does nothing if the connection has newer credentials meanwhile. */
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
      // The restored credentials have already been published again.
      const putBack = database.command(
        `INSERT INTO connections (${columns.join()}) VALUES (${columns.map((column) => `:${column}`).join()})
        ON CONFLICT (connection) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join()}
        WHERE excluded.credential_version >= credential_version`,
      );
      putBack({ ...state, revision });
    },
  };
}
