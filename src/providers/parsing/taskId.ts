import { message, type Message } from '../../base/message';
import { toWord } from '../../base/word';
import { comparableId } from '../../tasks/task';

/** Resource names of cloud services are longer than most ids. */
const longestId = 512;

/** The id that a pasted text means: {@link toWord}. */
export function normalizeTaskId(id: string): string {
  return toWord(id);
}

/** The fault of a task id that no service can have. The documents promise nothing else about lengths and characters. */
export function validateTaskId(id: string): Message | undefined {
  const visible = id.replace(/\p{Cf}/gu, '');
  if (visible === '') {
    return message('Enter a task ID.');
  }
  if (/[\s\p{Cc}]/u.test(visible)) {
    return message('A task ID has no blanks or line breaks.');
  }
  if (visible.length > longestId) {
    return message('A task ID has at most {0} characters.', longestId);
  }
  return visible === '.' || visible === '..' ? message('"{0}" is not a task ID.', visible) : undefined;
}

/** Whether the id in a response is the requested one. A response without an id is about the requested task. */
export function isRequestedId(found: string | undefined, requested: string): boolean {
  return found === undefined || comparableId(found) === comparableId(requested);
}
