import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { CancelledError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import { isTransient, toSqlFailureKind, toStoreError } from './sqlFailure';

/** Values for the named parameters (`:name`) of a statement. */
export type SqlParameters = Readonly<Record<string, SQLInputValue>>;

/** A statement that reads rows. Prepared on first use and cached. */
export interface SqlQuery<Row> {
  get(parameters?: SqlParameters): Row | undefined;
  all(parameters?: SqlParameters): Row[];
}

/** A statement that writes. Returns how many rows it changed. Prepared on first use and cached. */
export type SqlCommand = (parameters?: SqlParameters) => number;

/** An open database of the newest version, in a file or in memory. */
export interface SqlDatabase extends Disposable {
  /** The path of the file, even when the database has moved to memory; or `:memory:`. */
  readonly file: string;
  /** The caller states the row type; nothing checks it. */
  query<Row>(sql: string): SqlQuery<Row>;
  command(sql: string): SqlCommand;
  /**
   * Runs `work` as one reading transaction.
   * @throws UserError when the file fails; CancelledError once disposed
   */
  read<T>(work: () => T): T;
  /**
   * Runs `work` as one writing transaction. Rolls back if `work` throws.
   * @throws UserError when the file fails; CancelledError once disposed
   */
  transact<T>(work: () => T): T;
  /**
   * Moves the write-ahead log into the file and empties it. Waits for no other window.
   * @returns whether nothing is left in the log
   */
  checkpoint(): boolean;
}

/**
 * Opens another database after a transaction failed and was rolled back. Returns undefined if the next transaction may
 * succeed. Never throws.
 */
export type OpenFallback = (failed: DatabaseSync, error: unknown) => DatabaseSync | undefined;

/**
 * How long SQLite waits for another window's transaction (ms). It blocks this window, so that it waits for none that has
 * not ended in this time already: the callers try again without blocking.
 */
const busyTimeoutMs = 100;
/** How long to wait before the retry after a transient error. It blocks the window. */
const retryDelayMs = 50;

/** Wraps a handle and takes ownership of it. Statements stay valid when `openFallback` replaces the handle. */
export function createSqlDatabase(first: DatabaseSync, file: string, openFallback?: OpenFallback): SqlDatabase {
  let handle = first;
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? handle.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  addFunctions(handle);
  let waitsForOthers = true;
  const setWaiting = (waits: boolean): void => {
    if (waits !== waitsForOthers) {
      waitsForOthers = waits;
      handle.exec(`PRAGMA busy_timeout = ${waits ? busyTimeoutMs : 0}`);
    }
  };
  handle.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);

  const attempt = <T>(begin: string, work: () => T): T => {
    try {
      handle.exec(begin);
      const result = work();
      handle.exec('COMMIT');
      if (begin === 'BEGIN IMMEDIATE') {
        setWaiting(true);
      }
      return result;
    } catch (error) {
      rollBack(handle);
      if (toSqlFailureKind(error) === 'busy') {
        setWaiting(false);
      }
      throw error;
    }
  };
  const attemptTwice = <T>(begin: string, work: () => T): T => {
    try {
      return attempt(begin, work);
    } catch (error) {
      if (!isTransient(toSqlFailureKind(error))) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryDelayMs);
      return attempt(begin, work);
    }
  };
  const moveTo = (fallback: DatabaseSync): void => {
    statements.clear();
    close(handle);
    handle = fallback;
    addFunctions(handle);
  };
  const inTransaction = <T>(begin: string, work: () => T): T => {
    if (!handle.isOpen) {
      throw new CancelledError();
    }
    try {
      return attemptTwice(begin, work);
    } catch (error) {
      const fallback = openFallback?.(handle, error);
      if (fallback === undefined) {
        throw toStoreError(error, file);
      }
      moveTo(fallback);
      return attempt(begin, work);
    }
  };

  return {
    file,
    query: <Row>(sql: string) => ({
      get: (parameters = {}) => prepared(sql).get(parameters) as Row | undefined,
      all: (parameters = {}) => prepared(sql).all(parameters) as Row[],
    }),
    command:
      (sql) =>
      (parameters = {}) =>
        Number(prepared(sql).run(parameters).changes),
    read: (work) => inTransaction('BEGIN', work),
    transact: (work) => inTransaction('BEGIN IMMEDIATE', work),
    checkpoint: () => handle.isOpen && emptyLog(handle),
    dispose() {
      if (handle.isOpen) {
        statements.clear();
        handle.close();
      }
    },
  };
}

function emptyLog(handle: DatabaseSync): boolean {
  const { timeout } = handle.prepare('PRAGMA busy_timeout').get() ?? {};
  handle.exec('PRAGMA busy_timeout = 0');
  try {
    return handle.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy === 0;
  } catch {
    // Another window writes.
    return false;
  } finally {
    handle.exec(`PRAGMA busy_timeout = ${Number(timeout)}`);
  }
}

// SQLite's own functions ignore case in ASCII only.
function addFunctions(handle: DatabaseSync): void {
  handle.function('folded', { deterministic: true }, (text) => (text === null ? null : String(text).toLowerCase()));
}

// A file that cannot be written may fail to close. SQLite recovers it when it is next opened.
function close(handle: DatabaseSync): void {
  try {
    handle.close();
  } catch {
    // The handle is closed when the window ends.
  }
}

// SQLite rolls back after some errors by itself. The caller reports the first error.
function rollBack(handle: DatabaseSync): void {
  try {
    if (handle.isTransaction) {
      handle.exec('ROLLBACK');
    }
  } catch {
    // SQLite rolls the file back when it is next opened.
  }
}
