import { pathToFileURL } from 'node:url';
import { DatabaseSync } from 'node:sqlite';
import { fileVersion, migrate, migrations } from './migrations';
import { readRows, unlessDamaged } from './readableRows';

/** Larger than any revision that a window may have seen, for a file whose own revision is unreadable. */
const unusedRevision = 2 ** 40;

/** Creates an empty task list of the newest version in memory. */
export function createMemoryHandle(): DatabaseSync {
  const handle = createEmptyHandle();
  migrate(handle);
  return handle;
}

/**
 * Copies a task list into memory and migrates the copy. Skips damaged rows only, and builds every index anew.
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
    // Their tasks were not readable.
    unlessDamaged(() => {
      copy.exec('DELETE FROM notices WHERE task NOT IN (SELECT key FROM tasks)');
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
  readRows(source, { table, columns }, (row) => {
    unlessDamaged(() => insert.run(...row));
  });
}

/**
 * Writes what can be read of a damaged file into a new file.
 * @param file must not exist
 * @returns how many tasks it holds; 0 when the file was not created
 */
export function copyReadable(damaged: string, file: string): number {
  const copy = readIntoMemory(damaged);
  try {
    const tasks = Number(copy.prepare('SELECT count(*) AS count FROM tasks').get()?.count);
    copy.prepare('VACUUM INTO ?').run(file);
    return tasks;
  } catch {
    // A disk that is full, for example. Nothing is lost, since the damaged file stays.
    return 0;
  } finally {
    copy.close();
  }
}
