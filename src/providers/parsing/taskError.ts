import { omitUndefined } from '../../base/omitUndefined';
import type { Progress } from '../../tasks/task';
import { readText } from './fields';

/** The error that stands in a task's own fields, `error_code` and `error_msg`; nothing without words. */
export function readTaskError(task: Readonly<Record<string, unknown>>): Progress['error'] {
  const message = readText(task, 'error_msg') ?? readText(task, 'error_message');
  return message === undefined ? undefined : omitUndefined({ code: readText(task, 'error_code'), message });
}
