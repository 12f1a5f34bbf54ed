import { message, type Message } from '../../base/message';
import { omitUndefined } from '../../base/omitUndefined';
import { readErrorBody } from '../../http/errorBody';
import { isSuccessCode } from '../../http/errorCodes';
import { sanitizeText } from '../../http/sanitizeText';
import type { TaskError } from '../../tasks/task';

/** Fields in which a service writes why a task failed. */
const errorKeys = [
  ...['error_code', 'errorCode', 'error_msg', 'error_message', 'errorMsg', 'errorMessage', 'error', 'errors'],
];

/** The error in a task's own fields, in any of the shapes that services use; undefined without one. */
export function readTaskError(task: Readonly<Record<string, unknown>>): TaskError | undefined {
  const fields = errorKeys.filter((key) => Object.hasOwn(task, key)).map((key) => [key, task[key]]);
  const { code, words } = readErrorBody(Object.fromEntries(fields));
  const said = sanitizeText(words ?? '');
  if (code !== undefined && isSuccessCode(code)) {
    return undefined;
  }
  if (said !== '') {
    return omitUndefined({ code, message: said });
  }
  return code === undefined ? undefined : toTaskError(message('Error code {0}.', code), code);
}

/** An error of which this extension makes the sentence. */
export function toTaskError({ text, args }: Message, code?: string): TaskError {
  return { ...omitUndefined({ code }), message: text, args };
}
