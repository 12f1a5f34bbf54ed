import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** What a file that is no task list, or no longer one, is reported as. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** The files that SQLite keeps beside the main one; the main one is last. */
const suffixes = ['-wal', '-shm', ''];

/**
 * Finds damage that would make the list useless. Only what every view reads is looked at, a few ms for 10,000 tasks;
 * the whole file is read after SQLite met damage in a running window.
 * @throws DamagedFileError, or SQLite's error
 */
export function checkFile(handle: DatabaseSync, file: string): void {
  const suspected = existsSync(suspicion(file));
  const checks = suspected ? ['quick_check(1)'] : ['counter', 'tasks', 'connections', 'notices'].map(checkOfTable);
  for (const check of checks) {
    const result = handle.prepare(`PRAGMA ${check}`).get();
    if (result?.quick_check !== 'ok') {
      throw new DamagedFileError(String(result?.quick_check));
    }
  }
  if (suspected) {
    rmSync(suspicion(file), { force: true });
  }
}

/** Has the whole file checked when it is next opened. Never throws. */
export function suspectDamage(file: string): void {
  try {
    writeFileSync(suspicion(file), '');
  } catch {
    // Where nothing can be written, nothing can be set aside either.
  }
}

/**
 * Renames a file and what SQLite keeps beside it.
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
  // The main file goes last: should this window be killed here, the next one still finds a damaged file and no old WAL.
  for (const suffix of suffixes) {
    if (existsSync(file + suffix)) {
      renameSync(file + suffix, path + suffix);
    }
  }
  rmSync(suspicion(file), { force: true });
  return path;
}

/**
 * Runs `work` while no other window runs its own, so that a file is set aside once and not its successor too. The lock
 * is SQLite's, which a killed window cannot leave behind.
 * @throws SQLite's error when the lock is not to be had
 */
export function whileLocked<T>(file: string, timeout: number, work: () => T): T {
  const lock = new DatabaseSync(`${file}.lock`);
  try {
    lock.exec(`PRAGMA busy_timeout = ${timeout}`);
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

const checkOfTable = (table: string): string => `quick_check(${table})`;
const suspicion = (file: string): string => `${file}.suspect`;
