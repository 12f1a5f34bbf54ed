import { message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { sanitizeText } from '../../http/sanitizeText';
import { isEnded, type Fact, type Snapshot, type TaskError } from '../../tasks/task';
import { toFact } from '../parsing/fact';
import { readText, readWord } from '../parsing/fields';
import { readTaskError, toTaskError } from '../parsing/taskError';
import { readTime } from '../parsing/time';
import { hasFailureCode } from './response';
import { toKooDriveState } from './state';

/**
 * Parses KooDrive's "Obtaining Task Details" or one task of "Listing Tasks". There is no progress, and times are in the
 * list only.
 * @param now when the response was sent, ms since the epoch
 */
export function toKooDriveSnapshot(task: Readonly<Record<string, unknown>>, now: number): Snapshot {
  const state = toKooDriveState(task);
  return {
    ...omitUndefined({
      state,
      rawState: readWord(task, 'status') ?? '',
      createdAt: readTime(task, 'createTime', now) ?? readTime(task, 'startTime', now),
      endedAt: isEnded(state) ? readTime(task, 'endTime', now) : undefined,
      error: state === 'failed' ? toError(task) : undefined,
      facts: toFacts(task),
    }),
    items: [],
    raw: task,
  };
}

/** The result code, which has no words; else the code and the words of the response. */
function toError(task: Readonly<Record<string, unknown>>): TaskError | undefined {
  const resultCode = readWord(task, 'resultCode');
  if (resultCode !== undefined) {
    return toTaskError(message('Result code {0}.', resultCode), resultCode);
  }
  const words = hasFailureCode(task) ? sanitizeText(readText(task, 'msg') ?? '') : '';
  return words === '' ? readTaskError(task) : { ...omitUndefined({ code: readWord(task, 'code') }), message: words };
}

function toFacts(task: Readonly<Record<string, unknown>>): readonly Fact[] | undefined {
  const type = readWord(task, 'taskType');
  const label = message('Task type');
  switch (type) {
    case undefined:
      return undefined;
    case '0':
      return [toFact(label, message('transfer and deletion'))];
    case '1':
      return [toFact(label, message('batch import of users'))];
    default:
      return [toFact(label, type)];
  }
}
