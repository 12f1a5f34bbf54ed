import { UserError, toError } from '../../base/errors';
import { message, type Message } from '../../base/message';

/** What a failing SQLite call means for whoever waits for it. `other` is a fault of this program. */
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
const shortRead = 522;
// A full disk has no room for the index of the write-ahead log either.
const noRoomForIndex = 4874;
// Error in the statement (no such table, too), constraint, mismatch of types.
const misfits: ReadonlySet<number> = new Set([1, 19, 20]);

/** Says what a thrown value means, by the number that SQLite gives its errors. */
export function toSqlFailureKind(thrown: unknown): SqlFailureKind {
  const code = resultCode(thrown);
  switch (code) {
    case shortRead:
      return 'damaged';
    case noRoomForIndex:
      return 'full';
    default:
      return kinds[code & 0xff] ?? 'other';
  }
}

/**
 * Whether the next transaction would fail in the same way, so that the file is better left alone until a new start.
 * What {@link isPassing} is lasting when it has not passed.
 */
export function isLasting(kind: SqlFailureKind): boolean {
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

/** Whether the same transaction may succeed a moment later: a virus scanner or a network drive was in the way. */
export function isPassing(kind: SqlFailureKind): boolean {
  return kind === 'no-access';
}

/** Whether SQLite found that a statement does not fit the tables there are, or their content. */
export function isMisfit(thrown: unknown): boolean {
  return misfits.has(resultCode(thrown) & 0xff);
}

function resultCode(thrown: unknown): number {
  return thrown instanceof Error && 'errcode' in thrown ? Number(thrown.errcode) : 0;
}

/** The sentence for a failure of `file`. @param detail the system's own words, where no sentence of ours says enough */
export function toSqlMessage(kind: SqlFailureKind, file: string, detail: string): Message {
  switch (kind) {
    case 'busy':
      return message('Another window is busy with the task list. Try again in a moment.');
    case 'damaged':
      return message(
        'The task list {0} is damaged. Reload the window: the file is set aside and a new one is begun.',
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

/** The error to throw for what SQLite threw: readable where a person can do something about it, else unchanged. */
export function toStoreError(thrown: unknown, file: string): Error {
  const error = toError(thrown);
  const kind = toSqlFailureKind(thrown);
  return kind === 'other' ? error : new UserError(toSqlMessage(kind, file, error.message), { cause: thrown });
}
