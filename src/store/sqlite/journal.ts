import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { toSqlFailureKind, type SqlFailureKind } from './sqlFailure';

/**
 * How a file is written: with a write-ahead log, or, where the file system shares no memory between processes (WSL's 9p,
 * SMB), with a rollback journal.
 */
export type Journal = 'write-ahead-log' | 'rollback';

/** How often (ms) to retry where SQLite does not wait for another window. */
const retryIntervalMs = 20;

/**
 * Decides how `file` can be written. Gives a file that was moved to a place without shared memory a rollback journal.
 *
 * A file in use is never switched to a log to see whether that works: its other windows would meet the log and fail.
 * Another file, beside it and only for this, is tried.
 * @throws SQLite's error
 */
export function chooseJournal(file: string): Journal {
  const hasLog = hasWriteAheadLog(file);
  if (hasLog && canUseLog(file)) {
    return 'write-ahead-log';
  }
  const probe = `${file}.probe-${process.pid}`;
  const isLogUsable = canUseLog(probe);
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    rmSync(probe + suffix, { force: true, recursive: true });
  }
  if (isLogUsable) {
    return 'write-ahead-log';
  }
  if (hasLog) {
    replaceLog(file);
  }
  return 'rollback';
}

/**
 * Sets the journal of an open file.
 * @param busyTimeoutMs how long to wait for another window
 * @throws SQLite's error
 */
export function applyJournal(handle: DatabaseSync, journal: Journal, busyTimeoutMs: number): void {
  switch (journal) {
    case 'write-ahead-log':
      useWriteAheadLog(handle, busyTimeoutMs);
      handle.exec('PRAGMA synchronous = NORMAL');
      break;
    case 'rollback':
      // With a rollback journal, NORMAL may damage the file when the power fails.
      handle.exec('PRAGMA synchronous = FULL');
      break;
  }
}

// SQLite does not always wait when two windows change the journal mode of a new file at the same time: retry.
function useWriteAheadLog(handle: DatabaseSync, busyTimeoutMs: number): void {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  handle.exec('PRAGMA busy_timeout = 0');
  for (let waitedMs = 0; ; waitedMs += retryIntervalMs) {
    try {
      handle.exec('PRAGMA journal_mode = WAL');
      break;
    } catch (error) {
      if (toSqlFailureKind(error) !== 'busy' || waitedMs >= busyTimeoutMs) {
        throw error;
      }
      Atomics.wait(signal, 0, 0, retryIntervalMs);
    }
  }
  handle.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
}

/** Whether the header of a file says that it is written with a log (https://www.sqlite.org/fileformat2.html, 1.3.3). */
function hasWriteAheadLog(file: string): boolean {
  const header = Buffer.alloc(20);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, header, 0, header.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // A missing file has no log. One that cannot be read fails when it is opened.
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && header[18] === 2;
}

/** How SQLite reports that it cannot share memory; other failures have nothing to do with the journal. */
const noSharedMemory: ReadonlySet<SqlFailureKind> = new Set(['no-access', 'read-only']);

/** Whether a file, which may be new, can be written with a log. Reports a failure of another kind as usable. */
function canUseLog(file: string): boolean {
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file);
    handle.exec('PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; ROLLBACK');
    return true;
  } catch (error) {
    return !noSharedMemory.has(toSqlFailureKind(error));
  } finally {
    handle?.close();
  }
}

// A process that has the file to itself needs no shared memory (https://www.sqlite.org/wal.html, 8).
function replaceLog(file: string): void {
  const handle = new DatabaseSync(file);
  try {
    handle.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE');
  } finally {
    handle.close();
  }
}
