import { message, type Message } from '../../base/message';
import { comparableId } from '../../tasks/task';

const longestId = 200;

/** What no service's task id can be; how long or of which characters it is beyond that, the documents do not promise. */
export function validateTaskId(id: string): Message | undefined {
  if (id === '') {
    return message('Enter a task ID.');
  }
  if (/[\s\p{Cc}]/u.test(id)) {
    return message('A task ID has no blanks or line breaks.');
  }
  if (id.length > longestId) {
    return message('A task ID has at most {0} characters.', longestId);
  }
  return id === '.' || id === '..' ? message('"{0}" is not a task ID.', id) : undefined;
}

/** Whether an answer's id is the one that was asked for. An answer without an id does not contradict. */
export function isAskedId(answered: string | undefined, asked: string): boolean {
  return answered === undefined || comparableId(answered) === comparableId(asked);
}
