import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { fileVersion, migrate, migrations } from './migrations';
import { isMisfit, toSqlFailureKind } from './sqlFailure';

/** Larger than any revision that a window may have seen, for a file that can no longer tell its own. */
const laterThanAll = 2 ** 40;

/** An empty task list of the newest version, which ends with its handle. */
export function createMemoryHandle(): DatabaseSync {
  const handle = createEmptyHandle();
  migrate(handle);
  return handle;
}

/**
 * Copies what can be read of a task list into memory and brings it to the newest version. What is damaged is left out.
 * @param source a file of this version or an older one; it is not changed
 * @throws SQLite's error when the file cannot be read at all
 */
export function copyToMemory(source: DatabaseSync): DatabaseSync {
  const copy = createEmptyHandle();
  try {
    const version = unlessDamaged(() => fileVersion(source)) ?? 0;
    migrate(copy, migrations.slice(0, version));
    copy.exec('BEGIN');
    atOneMoment(source, () => {
      for (const table of tablesOf(copy)) {
        copyTable(source, copy, table);
      }
    });
    copy.exec('COMMIT');
    migrate(copy);
    copy.exec(`INSERT INTO counter SELECT ${laterThanAll} WHERE NOT EXISTS (SELECT 1 FROM counter)`);
    copy.exec('PRAGMA foreign_keys = ON');
    return copy;
  } catch (error) {
    copy.close();
    throw error;
  }
}

/**
 * Reads a file that cannot be opened for writing into memory. The list is empty where there is no file, where a newer
 * version wrote it, and where it cannot be read either. Never throws, and never changes the file.
 */
export function readIntoMemory(file: string): DatabaseSync {
  // Where nothing can be written beside the file, SQLite reads it only if told that nobody else changes it.
  const fixed = pathToFileURL(file);
  fixed.searchParams.set('immutable', '1');
  for (const path of [file, fixed]) {
    let source: DatabaseSync | undefined;
    try {
      source = new DatabaseSync(path, { readOnly: true });
      return fileVersion(source) > migrations.length ? createMemoryHandle() : copyToMemory(source);
    } catch {
      // The other way, or else an empty list.
    } finally {
      source?.close();
    }
  }
  return createMemoryHandle();
}

function createEmptyHandle(): DatabaseSync {
  const handle = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  // Sorting must not need the disk that may be full.
  handle.exec('PRAGMA temp_store = MEMORY');
  return handle;
}

function atOneMoment(source: DatabaseSync, work: () => void): void {
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

// With the table that remembers the largest keys there were: none may be given out again.
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

/** Passes over what SQLite finds malformed, or no list of ours. */
function unlessDamaged<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (toSqlFailureKind(error) === 'damaged' || isMisfit(error)) {
      return undefined;
    }
    throw error;
  }
}
