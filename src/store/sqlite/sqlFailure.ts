import { BusyError, UserError, toError } from '../../base/errors';
import { message, type Message } from '../../base/message';

/** Why a SQLite call failed. `other` is an error of this program. */
export type SqlFailureKind = 'busy' | 'damaged' | 'full' | 'read-only' | 'no-access' | 'newer' | 'other';

// Primary result codes of https://www.sqlite.org/rescode.html; the upper bytes of an extended code only refine them.
const kinds: Readonly<Record<number, SqlFailureKind>> = {
  3: 'no-access',
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  10: 'no-access',
  11: 'damaged',
  13: 'full',
  14: 'no-access',
  26: 'damaged',
};
const shortReadCode = 522;
// On a full disk SQLite cannot enlarge the index of the write-ahead log.
const walIndexSizeCode = 4874;
// SQLITE_ERROR (such as a missing table), SQLITE_CONSTRAINT, SQLITE_MISMATCH.
const schemaMismatches: ReadonlySet<number> = new Set([1, 19, 20]);

/** Classifies a thrown value by SQLite's result code. */
export function toSqlFailureKind(thrown: unknown): SqlFailureKind {
  const code = resultCode(thrown);
  switch (code) {
    case shortReadCode:
      return 'damaged';
    case walIndexSizeCode:
      return 'full';
    default:
      return kinds[code & 0xff] ?? 'other';
  }
}

/**
 * Whether the next transaction would fail in the same way, so that the window no longer uses the file. A transient
 * error ({@link isTransient}) that persists after the retry counts as permanent.
 */
export function isPermanent(kind: SqlFailureKind): boolean {
  switch (kind) {
    case 'full':
    case 'read-only':
    case 'no-access':
    case 'damaged':
      return true;
    case 'busy':
    case 'newer':
    case 'other':
      return false;
  }
}

/** Whether the same transaction may succeed a moment later, for example when a virus scanner locked the file. */
export function isTransient(kind: SqlFailureKind): boolean {
  return kind === 'no-access';
}

/** Whether a statement failed because the tables or their content are not as expected. */
export function isSchemaMismatch(thrown: unknown): boolean {
  return schemaMismatches.has(resultCode(thrown) & 0xff);
}

function resultCode(thrown: unknown): number {
  return thrown instanceof Error && 'errcode' in thrown ? Number(thrown.errcode) : 0;
}

/** Creates the message for a failure of `file`. @param detail SQLite's or the system's own message */
export function toSqlMessage(kind: SqlFailureKind, file: string, detail: string): Message {
  switch (kind) {
    case 'busy':
      return message('The task list is in use by another window. Try again in a moment.');
    case 'damaged':
      return message(
        'The task list {0} is damaged. Reload the window: everything readable is copied into a new file.',
        file,
      );
    case 'full':
      return message(
        'The disk is full, so the task list {0} cannot be written. Free some space and reload the window.',
        file,
      );
    case 'read-only':
      return message('The task list {0} is read-only. Allow writing to it and reload the window.', file);
    case 'no-access':
      return message(
        'The task list {0} could not be read or written: {1}. Check the folder and reload the window.',
        file,
        detail,
      );
    case 'newer':
      return message('The task list {0} was written by a newer version of Cloud Task Tracker. Update this one.', file);
    case 'other':
      return message('The task list {0} could not be used: {1}.', file, detail);
  }
}

/** Converts SQLite's error to a UserError; returns it unchanged if the user cannot do anything about it. */
export function toStoreError(thrown: unknown, file: string): Error {
  const error = toError(thrown);
  const kind = toSqlFailureKind(thrown);
  if (kind === 'other') {
    return error;
  }
  const human = toSqlMessage(kind, file, error.message);
  return kind === 'busy' ? new BusyError(human, { cause: thrown }) : new UserError(human, { cause: thrown });
}
