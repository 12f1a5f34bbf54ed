import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { fileVersion, migrate, migrations } from './migrations';
import { isSchemaMismatch, toSqlFailureKind } from './sqlFailure';

/** Larger than any revision that a window may have seen, for a file whose own revision is unreadable. */
const unusedRevision = 2 ** 40;

/** Creates an empty task list of the newest version in memory. */
export function createMemoryHandle(): DatabaseSync {
  const handle = createEmptyHandle();
  migrate(handle);
  return handle;
}

/**
 * Copies a task list into memory and migrates the copy. Skips damaged tables and rows.
 * @param source a file of this version or an older one; not changed
 * @throws SQLite's error when the file cannot be read at all
 */
export function copyToMemory(source: DatabaseSync): DatabaseSync {
  const copy = createEmptyHandle();
  try {
    const version = unlessDamaged(() => fileVersion(source)) ?? 0;
    migrate(copy, migrations.slice(0, version));
    copy.exec('BEGIN');
    inReadTransaction(source, () => {
      for (const table of tablesOf(copy)) {
        copyTable(source, copy, table);
      }
    });
    copy.exec('COMMIT');
    migrate(copy);
    copy.exec(`INSERT INTO counter SELECT ${unusedRevision} WHERE NOT EXISTS (SELECT 1 FROM counter)`);
    copy.exec('PRAGMA foreign_keys = ON');
    return copy;
  } catch (error) {
    copy.close();
    throw error;
  }
}

/**
 * Copies a file that cannot be opened for writing into memory. The copy is empty if the file is missing, unreadable or
 * written by a newer version. Never throws, and never changes the file.
 */
export function readIntoMemory(file: string): DatabaseSync {
  // In a read-only folder, SQLite reads a file only if it is declared immutable.
  const immutable = pathToFileURL(file);
  immutable.searchParams.set('immutable', '1');
  for (const path of [file, immutable]) {
    let source: DatabaseSync | undefined;
    try {
      source = new DatabaseSync(path, { readOnly: true });
      return fileVersion(source) > migrations.length ? createMemoryHandle() : copyToMemory(source);
    } catch {
      // Tries the next path, then returns an empty list.
    } finally {
      source?.close();
    }
  }
  return createMemoryHandle();
}

function createEmptyHandle(): DatabaseSync {
  const handle = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  // Sorting must not write to the disk, which may be full.
  handle.exec('PRAGMA temp_store = MEMORY');
  return handle;
}

function inReadTransaction(source: DatabaseSync, work: () => void): void {
  unlessDamaged(() => {
    source.exec('BEGIN');
  });
  try {
    work();
  } finally {
    if (source.isTransaction) {
      source.exec('ROLLBACK');
    }
  }
}

// Includes sqlite_sequence, so that no key is used twice.
function tablesOf(handle: DatabaseSync): readonly string[] {
  return handle
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
}

function copyTable(source: DatabaseSync, copy: DatabaseSync, table: string): void {
  // Computed columns cannot be written.
  const columns = copy
    .prepare(`SELECT name FROM pragma_table_xinfo('${table}') WHERE hidden = 0`)
    .all()
    .map(({ name }) => String(name));
  copy.exec(`DELETE FROM ${table}`);
  const insert = copy.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`,
  );
  unlessDamaged(() => {
    const select = source.prepare(`SELECT ${columns.join()} FROM ${table}`);
    select.setReadBigInts(true);
    for (const row of select.iterate()) {
      unlessDamaged(() => insert.run(...Object.values(row)));
    }
  });
}

/** Returns undefined instead of throwing when SQLite finds the data malformed or the schema foreign. */
function unlessDamaged<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (toSqlFailureKind(error) === 'damaged' || isSchemaMismatch(error)) {
      return undefined;
    }
    throw error;
  }
}
