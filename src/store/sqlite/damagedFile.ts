import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The file is not a task list, or a damaged one. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** Suffixes of the files of one database. The main file comes last. */
const suffixes = ['-wal', '-shm', '-journal', ''];

/**
 * Checks the file for damage. Checks only the tables that every view reads, unless {@link suspectDamage} was called: then checks
 * the whole file.
 * @throws DamagedFileError, or SQLite's error
 */
export function checkFile(handle: DatabaseSync, file: string): void {
  const suspected = existsSync(suspectFile(file));
  const checks = suspected ? ['quick_check(1)'] : ['counter', 'tasks', 'connections', 'notices'].map(checkOfTable);
  for (const check of checks) {
    const result = handle.prepare(`PRAGMA ${check}`).get();
    if (result?.quick_check !== 'ok') {
      throw new DamagedFileError(String(result?.quick_check));
    }
  }
  if (suspected) {
    rmSync(suspectFile(file), { force: true });
  }
}

/**
 * Whether {@link checkFile} finds nothing. A window that starts calls it before it opens the file, in its own tick: to read
 * 10,000 tasks takes as long as all the rest of its opening. False also where the file cannot be read now.
 */
export function isIntact(file: string): boolean {
  let handle;
  try {
    handle = new DatabaseSync(file, { readOnly: true });
    checkFile(handle, file);
    return true;
  } catch {
    return false;
  } finally {
    handle?.close();
  }
}

/** Makes {@link checkFile} check the whole file when it is next opened. Never throws. */
export function suspectDamage(file: string): void {
  try {
    writeFileSync(suspectFile(file), '');
  } catch {
    // In a read-only folder a damaged file could not be renamed either.
  }
}

/**
 * Renames a damaged file, with its journals.
 * @param now ms since the epoch; becomes part of the new name
 * @returns the new path of the main file
 * @throws the file system's error
 */
export function setAside(file: string, now: number): string {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  let path = `${file}.damaged-${time}`;
  for (let attempt = 2; existsSync(path); attempt += 1) {
    path = `${file}.damaged-${time}-${attempt}`;
  }
  // The main file comes last: if this window is killed here, the next one still finds a damaged file and no old journal.
  for (const suffix of suffixes) {
    if (existsSync(file + suffix)) {
      renameSync(file + suffix, path + suffix);
    }
  }
  rmSync(suspectFile(file), { force: true });
  return path;
}

/**
 * Runs `work` under a lock that all windows share, so that only one of them replaces a damaged file. It is SQLite's
 * lock, which ends with its process.
 * @param timeoutMs how long to wait for the lock
 * @throws SQLite's error when the lock is not free in time
 */
export function whileLocked<T>(file: string, timeoutMs: number, work: () => T): T {
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec(`PRAGMA busy_timeout = ${timeoutMs}`);
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

const checkOfTable = (table: string): string => `quick_check(${table})`;
const suspectFile = (file: string): string => `${file}.suspect`;
