import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../base/clock';
import { toError } from '../../base/errors';
import type { Logger } from '../../base/log';
import { message, type Message } from '../../base/message';
import { checkFile, DamagedFileError, setAside, whileLocked } from './damagedFile';
import { applyJournal, chooseJournal, type Journal } from './journal';
import { fileVersion, migrate, migrations } from './migrations';
import { loadMemoryCopy } from './loadMemoryCopy';
import { openFallback } from './memoryFallback';
import { createFolder, keepPrivate } from './privateFiles';
import { createSqlDatabase, type SqlDatabase } from './sqlDatabase';
import { isSchemaMismatch, toSqlFailureKind, toSqlMessage } from './sqlFailure';

/** The result of opening the file. There is a usable database in either case. */
export type OpenedDatabase =
  | {
      readonly kind: 'opened';
      readonly database: SqlDatabase;
      /** A damaged file that was found, for a message to the user. */
      readonly damaged?: {
        /** Its new path. */
        readonly path: string;
        /** How many of its tasks could be read and are in the new file. */
        readonly savedTasks: number;
      };
    }
  | {
      readonly kind: 'in-memory';
      /** The readable content of the file. Changes are lost when the window closes. */
      readonly database: SqlDatabase;
      /** Why the file is not used and what to do, for a message to the user. */
      readonly problem: Message;
    };

/** What opening a database needs. */
interface DatabaseDeps {
  /** Path of the file. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether the file has just been found intact, so that it is not checked again. */
  readonly isIntact?: boolean;
  /**
   * Called once if the file fails for good while it is in use, with the reason and what to do. The list then continues
   * in memory with the readable content of the file.
   */
  readonly onDidLeaveFile?: (problem: Message) => void;
}

type Attempt =
  | Extract<OpenedDatabase, { kind: 'opened' }>
  | {
      readonly kind: 'unusable';
      readonly problem: Message;
      /** Whether a newer version wrote the file, so that it cannot be read either. */
      readonly isNewer?: boolean;
    }
  | { readonly kind: 'damaged'; readonly reason: string };

/** How long SQLite waits for another window that creates, migrates or replaces the file. */
const busyTimeoutMs = 5_000;

/**
 * Opens the task list that all windows share. Creates its folder and migrates the file. Renames a damaged file and
 * copies what can be read of it into a new one; never changes a newer version's file. If the file cannot be written, the list continues in memory
 * and the file stays as it is. Never throws.
 */
export function openDatabase(deps: DatabaseDeps): OpenedDatabase {
  const { file } = deps;
  const opened = openFile(deps);
  if (opened.kind === 'opened') {
    return opened;
  }
  const { createMemoryHandle, readIntoMemory } = loadMemoryCopy();
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
    return whileLocked(file, busyTimeoutMs, () => replaceDamaged(deps));
  } catch (error) {
    return { kind: 'unusable', problem: toSqlMessage('no-access', file, toError(error).message) };
  }
}

function replaceDamaged(deps: DatabaseDeps): Exclude<Attempt, { kind: 'damaged' }> {
  const { file, clock } = deps;
  // Another window may have replaced the file while this one waited for the lock.
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
  const savedTasks = loadMemoryCopy().copyReadable(path, file);
  const fresh = tryOpen(deps);
  switch (fresh.kind) {
    case 'opened':
      return { ...fresh, damaged: { path, savedTasks } };
    case 'damaged':
      return { kind: 'unusable', problem: toSqlMessage('damaged', file, fresh.reason) };
    case 'unusable':
      return fresh;
  }
}

function tryOpen(deps: DatabaseDeps): Attempt {
  const { file, isIntact = false } = deps;
  let handle: DatabaseSync | undefined;
  try {
    keepPrivate(file);
    const journal = chooseJournal(file);
    handle = new DatabaseSync(file);
    handle.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    const version = fileVersion(handle);
    if (version > migrations.length) {
      handle.close();
      return { kind: 'unusable', problem: toSqlMessage('newer', file, ''), isNewer: true };
    }
    prepare(handle, file, { isChecked: isIntact || version === 0, journal });
    return { kind: 'opened', database: createSqlDatabase(handle, file, openFallback(deps)) };
  } catch (error) {
    handle?.close();
    return toAttempt(error, file, handle !== undefined);
  }
}

function prepare(
  handle: DatabaseSync,
  file: string,
  { isChecked, journal }: { readonly isChecked: boolean; readonly journal: Journal },
): void {
  try {
    if (!isChecked) {
      checkFile(handle, file);
    }
    applyJournal(handle, journal, busyTimeoutMs);
    handle.exec('PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = 4194304');
    // What is deleted is overwritten, in the file and, once a checkpoint is complete, in the WAL.
    handle.exec('PRAGMA secure_delete = ON');
    migrate(handle);
    // A read-only file fails at the first write only, so write now.
    handle.exec('PRAGMA busy_timeout = 0');
    unlessBusy(() => {
      handle.exec('UPDATE counter SET revision = revision');
    });
  } catch (error) {
    // The statements fit any task list of ours, so this file is none.
    throw isSchemaMismatch(error) ? new DamagedFileError(toError(error).message) : error;
  }
}

/** A file that another process is writing can be written, later. */
function unlessBusy(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (toSqlFailureKind(error) !== 'busy') {
      throw error;
    }
  }
}

function toAttempt(error: unknown, file: string, isOpen: boolean): Attempt {
  const failure = toSqlFailureKind(error);
  // In a read-only folder SQLite cannot open the WAL and reports the wrong reason.
  const kind = failure === 'no-access' && isReadOnly(file) ? 'read-only' : failure;
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

function isReadOnly(file: string): boolean {
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
