import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../base/clock';
import { toError } from '../../base/errors';
import type { Logger } from '../../base/log';
import { message, type Message } from '../../base/message';
import { checkFile, DamagedFileError, setAside, whileLocked } from './damagedFile';
import { fileVersion, migrate, migrations } from './migrations';
import { createMemoryHandle, readIntoMemory } from './memoryCopy';
import { openFallback } from './memoryFallback';
import { createSqlDatabase, type SqlDatabase } from './sqlDatabase';
import { isMisfit, toSqlFailureKind, toSqlMessage } from './sqlFailure';

/** What came of opening the file; in any case there is a list to work with. */
export type OpenedDatabase =
  | {
      readonly kind: 'opened';
      readonly database: SqlDatabase;
      /** Where the file that was found damaged is now; tell the user. */
      readonly setAside?: string;
    }
  | {
      readonly kind: 'in-memory';
      /** What could be read of the file; what changes from now on ends with the window. */
      readonly database: SqlDatabase;
      /** Why the file is not used, and what to do; tell the user. */
      readonly problem: Message;
    };

/** Where the list is, how to see time, and whom to tell. */
interface DatabaseDeps {
  /** Path of the file. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
  /**
   * Is told, once, why the file was left in the middle of the work, and what to do. The list goes on in memory with what
   * could be read of it.
   */
  readonly onDidLeaveFile?: (problem: Message) => void;
}

type Attempt =
  | Extract<OpenedDatabase, { kind: 'opened' }>
  | {
      readonly kind: 'unusable';
      readonly problem: Message;
      /** Whether a newer version wrote it, so that it is not even read. */
      readonly isNewer?: boolean;
    }
  | { readonly kind: 'damaged'; readonly reason: string };

/** How long a window waits for another one's transaction, ms. */
const busyTimeout = 5_000;
/** How long it waits where SQLite does not wait for it, ms. */
const retryInterval = 20;

/**
 * Opens the task list that all windows share, creating its folder and bringing it to the newest version. A damaged file
 * is set aside under a new name and a fresh one begun; a newer version's file is not touched. Where the file cannot be
 * written, or no longer, the list goes on in memory and the file stays as it is. Never throws.
 */
export function openDatabase(deps: DatabaseDeps): OpenedDatabase {
  const { file } = deps;
  const opened = openFile(deps);
  if (opened.kind === 'opened') {
    return opened;
  }
  const handle = opened.isNewer === true ? createMemoryHandle() : readIntoMemory(file);
  return { kind: 'in-memory', problem: opened.problem, database: createSqlDatabase(handle, file) };
}

function openFile(deps: DatabaseDeps): Exclude<Attempt, { kind: 'damaged' }> {
  const { file, log } = deps;
  try {
    createFolder(dirname(file));
    const first = tryOpen(deps);
    if (first.kind !== 'damaged') {
      return first;
    }
    log.warn(`The task list is damaged: ${first.reason}`);
    return whileLocked(file, busyTimeout, () => replaceDamaged(deps));
  } catch (error) {
    return { kind: 'unusable', problem: toSqlMessage('no-access', file, toError(error).message) };
  }
}

function replaceDamaged(deps: DatabaseDeps): Exclude<Attempt, { kind: 'damaged' }> {
  const { file, clock } = deps;
  // Another window may have set it aside while this one waited for the lock.
  const second = tryOpen(deps);
  if (second.kind !== 'damaged') {
    return second;
  }
  let path;
  try {
    path = setAside(file, clock.now());
  } catch (error) {
    const problem = message(
      'The task list {0} is damaged and could not be set aside: {1}. Close every window and start again.',
      file,
      toError(error).message,
    );
    return { kind: 'unusable', problem };
  }
  const fresh = tryOpen(deps);
  switch (fresh.kind) {
    case 'opened':
      return { ...fresh, setAside: path };
    case 'damaged':
      return { kind: 'unusable', problem: toSqlMessage('damaged', file, fresh.reason) };
    case 'unusable':
      return fresh;
  }
}

// Not `recursive`: there Node asks for ever where the system denies that an existing folder exists, as in /proc.
function createFolder(folder: string): void {
  if (existsSync(folder)) {
    return;
  }
  createFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another window may have been faster.
    if (!existsSync(folder)) {
      throw error;
    }
  }
}

function tryOpen(deps: DatabaseDeps): Attempt {
  const { file } = deps;
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file);
    handle.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    const version = fileVersion(handle);
    if (version > migrations.length) {
      handle.close();
      return { kind: 'unusable', problem: toSqlMessage('newer', file, ''), isNewer: true };
    }
    prepare(handle, file, version);
    return { kind: 'opened', database: createSqlDatabase(handle, file, openFallback(deps)) };
  } catch (error) {
    handle?.close();
    return toAttempt(error, file, handle !== undefined);
  }
}

function prepare(handle: DatabaseSync, file: string, version: number): void {
  try {
    if (version > 0) {
      checkFile(handle, file);
    }
    useWriteAheadLog(handle);
    handle.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 4194304');
    migrate(handle);
    // A file that cannot be written opens without complaint, and says so at the first write only.
    handle.exec('UPDATE counter SET revision = revision');
  } catch (error) {
    // Our own statements do not fail on a list of ours: this is something else.
    throw isMisfit(error) ? new DamagedFileError(toError(error).message) : error;
  }
}

function toAttempt(error: unknown, file: string, isOpen: boolean): Attempt {
  const failure = toSqlFailureKind(error);
  // SQLite cannot open what it keeps beside a file that is locked.
  const kind = failure === 'no-access' && isLocked(file) ? 'read-only' : failure;
  const reason = toError(error).message;
  if (kind === 'busy') {
    const problem = message(
      'Other windows keep the task list {0} busy. Close some of them and reload this window.',
      file,
    );
    return { kind: 'unusable', problem };
  }
  return isOpen && (kind === 'damaged' || error instanceof DamagedFileError)
    ? { kind: 'damaged', reason }
    : { kind: 'unusable', problem: toSqlMessage(kind, file, reason) };
}

function isLocked(file: string): boolean {
  if (!existsSync(file)) {
    return false;
  }
  try {
    [file, dirname(file)].forEach((path) => {
      accessSync(path, constants.W_OK);
    });
    return false;
  } catch {
    return true;
  }
}

// SQLite does not always wait when two windows change the journal of a new file at once, so the loser asks again.
function useWriteAheadLog(handle: DatabaseSync): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  handle.exec('PRAGMA busy_timeout = 0');
  for (let waited = 0; ; waited += retryInterval) {
    try {
      handle.exec('PRAGMA journal_mode = WAL');
      break;
    } catch (error) {
      if (toSqlFailureKind(error) !== 'busy' || waited >= busyTimeout) {
        throw error;
      }
      Atomics.wait(pause, 0, 0, retryInterval);
    }
  }
  handle.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
}
