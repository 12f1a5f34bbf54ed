import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { isSchemaMismatch, toSqlFailureKind } from './sqlFailure';

/** A row's stored columns, in the order of the query. */
export type StoredRow = readonly SQLInputValue[];

/** Attempts to read between damaged places. Each takes some 10 µs. */
const maxAttempts = 20_000;
/** If the last key of a damaged table cannot be read, try this many keys after the last readable one. */
const keysAfterDamage = 100_000n;

/**
 * Reads a table's rows, and those around damaged pages. Reads the table itself and none of its indexes.
 * @param take called for each row, in any order; for some rows twice
 * @throws SQLite's error when the file cannot be read at all
 */
export function readRows(
  source: DatabaseSync,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
  take: (row: StoredRow) => void,
): void {
  const order = unlessDamaged(() => keyOf(source, table));
  if (order === undefined) {
    return;
  }
  if (order !== 'rowid') {
    // Without row ids nothing tells what is between the ends.
    for (const direction of ['ASC', 'DESC']) {
      const keys = order.map((column) => `${column} ${direction}`).join();
      const all = `SELECT ${columns.join()} FROM ${table} ORDER BY ${keys}`;
      if (unlessDamaged(() => (readAll(source, all, [], take), true))) {
        return;
      }
    }
    return;
  }
  readByRowId(source, `SELECT rowid AS row_id, ${columns.join()} FROM ${table} NOT INDEXED`, take);
}

function readByRowId(source: DatabaseSync, select: string, take: (row: StoredRow) => void): void {
  /** @returns the last row id that could be read, and whether that was all */
  const read = (where: string, order: string, values: readonly SQLInputValue[]): { last?: bigint; isDone: boolean } => {
    let last: bigint | undefined;
    const isDone = unlessDamaged(() => {
      readAll(source, `${select} ${where} ORDER BY rowid ${order}`, values, ([rowId, ...row]) => {
        last = rowId as bigint;
        take(row);
      });
      return true;
    });
    return { ...(last === undefined ? {} : { last }), isDone: isDone ?? false };
  };
  const first = read('', 'ASC', []);
  if (first.isDone) {
    return;
  }
  const start = (first.last ?? 0n) + 1n;
  const { last: end = start + keysAfterDamage } = read('WHERE rowid >= ?', 'DESC', [start]);
  const gaps: (readonly [bigint, bigint])[] = [[start, end]];
  for (let attempts = 0; attempts < maxAttempts; attempts += 1) {
    const [low, high] = gaps.pop() ?? [];
    if (low === undefined || high === undefined) {
      return;
    }
    const { last, isDone } = read('WHERE rowid BETWEEN ? AND ?', 'ASC', [low, high]);
    const next = last === undefined ? low : last + 1n;
    if (!isDone && next < high) {
      const middle = (next + high) / 2n;
      gaps.push([middle + 1n, high], [next, middle]);
    }
  }
}

function readAll(
  source: DatabaseSync,
  sql: string,
  values: readonly SQLInputValue[],
  take: (row: StoredRow) => void,
): void {
  const statement = source.prepare(sql);
  statement.setReadBigInts(true);
  for (const row of statement.iterate(...values)) {
    take(Object.values(row));
  }
}

/** What a table's rows are ordered by: the row id, or the columns of the primary key. */
function keyOf(source: DatabaseSync, table: string): 'rowid' | readonly string[] {
  const isWithoutRowId = source.prepare('SELECT wr FROM pragma_table_list(?)').get(table)?.wr === 1;
  return isWithoutRowId
    ? source
        .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
        .all(table)
        .map(({ name }) => String(name))
    : 'rowid';
}

/** Returns undefined instead of throwing when SQLite finds the data malformed or the schema foreign. */
export function unlessDamaged<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (toSqlFailureKind(error) === 'damaged' || isSchemaMismatch(error)) {
      return undefined;
    }
    throw error;
  }
}
