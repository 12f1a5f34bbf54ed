import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { CancelledError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import { isPassing, toSqlFailureKind, toStoreError } from './sqlFailure';

/** Values for the named places (`:name`) of a statement. */
export type SqlParameters = Readonly<Record<string, SQLInputValue>>;

/** A statement that reads rows. Prepared on first use and kept. */
export interface SqlQuery<Row> {
  get(parameters?: SqlParameters): Row | undefined;
  all(parameters?: SqlParameters): Row[];
}

/** A statement that writes; returns how many rows it touched. Prepared on first use and kept. */
export type SqlCommand = (parameters?: SqlParameters) => number;

/** An open file of the newest version, or its like in memory. */
export interface SqlDatabase extends Disposable {
  /** The path of the file, also after it was left; or `:memory:`. */
  readonly file: string;
  /** The row type is the caller's word; nothing checks it. */
  query<Row>(sql: string): SqlQuery<Row>;
  command(sql: string): SqlCommand;
  /**
   * Runs `work` so that all it reads is of one moment.
   * @throws UserError when the file fails; CancelledError after the end
   */
  read<T>(work: () => T): T;
  /**
   * Runs `work` as one writing transaction, after those of other windows; nothing stays of it when it throws.
   * @throws UserError when the file fails; CancelledError after the end
   */
  transact<T>(work: () => T): T;
}

/**
 * Finds another handle to go on with after a transaction failed and was rolled back; nothing where the next one may
 * succeed. Never throws.
 */
export type OpenFallback = (failed: DatabaseSync, error: unknown) => DatabaseSync | undefined;

/** Whatever was in the way of the file gets this long to pass. The window stands still meanwhile; ms. */
const retryDelay = 50;

/** Wraps a handle and takes ownership of it. Statements outlive a change of the handle. */
export function createSqlDatabase(first: DatabaseSync, file: string, openFallback?: OpenFallback): SqlDatabase {
  let handle = first;
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const statement = statements.get(sql) ?? handle.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  addFunctions(handle);

  const attempt = <T>(begin: string, work: () => T): T => {
    try {
      handle.exec(begin);
      const result = work();
      handle.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(handle);
      throw error;
    }
  };
  const attemptTwice = <T>(begin: string, work: () => T): T => {
    try {
      return attempt(begin, work);
    } catch (error) {
      if (!isPassing(toSqlFailureKind(error))) {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryDelay);
      return attempt(begin, work);
    }
  };
  const moveTo = (refuge: DatabaseSync): void => {
    statements.clear();
    close(handle);
    handle = refuge;
    addFunctions(handle);
  };
  const inTransaction = <T>(begin: string, work: () => T): T => {
    if (!handle.isOpen) {
      throw new CancelledError();
    }
    try {
      return attemptTwice(begin, work);
    } catch (error) {
      const refuge = openFallback?.(handle, error);
      if (refuge === undefined) {
        throw toStoreError(error, file);
      }
      moveTo(refuge);
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
    dispose() {
      if (handle.isOpen) {
        statements.clear();
        handle.close();
      }
    },
  };
}

// SQLite's own LIKE knows upper and lower case in ASCII only.
function addFunctions(handle: DatabaseSync): void {
  handle.function('folded', { deterministic: true }, (text) => String(text).toLowerCase());
}

// What cannot be written may not close properly either, and whoever opens it next sees to that.
function close(handle: DatabaseSync): void {
  try {
    handle.close();
  } catch {
    // The handle ends with the window.
  }
}

// SQLite rolls some failures back by itself, and the first error is the one to tell of.
function rollBack(handle: DatabaseSync): void {
  try {
    if (handle.isTransaction) {
      handle.exec('ROLLBACK');
    }
  } catch {
    // A file that cannot even roll back is rolled back by whoever opens it next.
  }
}
