import { membersOf, type Members } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import { message } from '../../../base/message';
import { omitUndefined } from '../../../base/omitUndefined';
import type { ErrorBody } from '../../../http/errorBody';
import { isSuccessCode } from '../../../http/errorCodes';
import { sanitizeText } from '../../../http/sanitizeText';
import type { TaskError } from '../../../tasks/task';
import { toTaskError } from '../../parsing/taskError';
import type { Expression } from '../expressions/expression';
import { toLine } from './values';

const codeNames = ['code', 'errorcode', 'errcode', 'type', 'reason', 'status'];
const wordNames = [
  'message',
  'errormessage',
  'errormsg',
  'msg',
  'detail',
  'description',
  'errordescription',
  'title',
  'text',
  'reason',
];
/** As in `default_message` and `errorReasonText`. */
const otherWords = /(message|msg|text|description)$/;
const longestCode = 64;

/** Code and words of an error in any shape: a text, an object with either, or a list of these, joined by semicolons. */
export function readError(value: unknown, depth = 0): ErrorBody {
  if (Array.isArray(value)) {
    const entries = value.slice(0, 20).map((each) => readError(each, depth + 1));
    const words = entries.flatMap((entry) => entry.words ?? []);
    const code = entries.find((entry) => entry.code !== undefined)?.code;
    return omitUndefined({ code, words: words.length > 0 ? words.join('; ') : undefined });
  }
  if (!isJsonObject(value)) {
    return typeof value === 'number' || typeof value === 'string' ? omitUndefined({ words: toLine(value) }) : {};
  }
  const members = membersOf(value);
  const words = [...wordNames.map((name) => members.find(name)), ...members.matching(otherWords)]
    .map(toLine)
    .find((line) => line !== undefined);
  const code = firstCode(members) ?? firstCode(membersOf(members.find('extensions')));
  if (words !== undefined || depth > 4) {
    return omitUndefined({ code: code === words ? undefined : code, words });
  }
  const inner = Object.values(value)
    .filter((each) => typeof each === 'object')
    .map((each) => readError(each, depth + 1))
    .find((found) => found.words !== undefined || found.code !== undefined);
  const line = Object.values(value)
    .map(toLine)
    .find((each) => each !== undefined && each !== code);
  return omitUndefined({ code: code ?? inner?.code, words: inner?.words ?? line });
}

function firstCode(members: Members): string | undefined {
  const code = codeNames
    .map((name) => toLine(members.find(name)))
    .find((each) => each !== undefined && /^[\w.:/-]+$/.test(each));
  return code === undefined || code.length > longestCode ? undefined : code;
}

/** Where a task's error is. */
export interface ErrorReading {
  readonly message: Expression;
  readonly code?: Expression;
}

/** The error of a task that ended badly, where the definition says where it is. */
export function readDefinedError(reading: ErrorReading, root: unknown): TaskError | undefined {
  const { code, words } = readError(reading.message.find(root));
  return toError({ words, code: toLine(reading.code?.find(root)) ?? code });
}

/** An error as a task has it; undefined when there is neither code nor words. */
export function toError({
  code,
  words,
}: {
  readonly code?: string | undefined;
  readonly words?: string | undefined;
}): TaskError | undefined {
  const told = code !== undefined && isSuccessCode(code) ? undefined : code?.slice(0, longestCode);
  const said = sanitizeText(words ?? '');
  if (said !== '') {
    return omitUndefined({ code: told, message: said });
  }
  return told === undefined ? undefined : toTaskError(message('Error code {0}.', told), told);
}
