import { message, type Message } from '../../base/message';
import { toWord } from '../../base/word';
import { comparableId } from '../../tasks/task';

/** Resource names of cloud services are longer than most ids. */
const longestId = 512;

/** The id that a pasted text means: {@link toWord}. */
export function normalizeTaskId(id: string): string {
  return toWord(id);
}

/**
 * The ID in an argument of another extension, a keybinding, a language model or a `tasks.json`. People who do not quote it write a
 * number; a large one has lost its last digits by now, and would be another task's.
 * @returns undefined when it is none
 */
export function readTaskId(value: unknown): string | undefined {
  const id = typeof value === 'string' || Number.isSafeInteger(value) ? normalizeTaskId(String(value)) : '';
  return id === '' ? undefined : id;
}

/**
 * Validates the IDs of a service whose documents have no rule but examples: letters, digits, hyphens and underscores, and a digit
 * among them, which words do not have. Lengths differ within a service (DSC: 32 and 64).
 * @param service the provider's label
 * @param example an ID from its documents
 */
export function taskIdLike(service: string, example: string): (id: string) => Message | undefined {
  return (id) => {
    const problem = validateTaskId(id);
    return (
      problem ??
      (/^(?=.*\d)[\w-]+$/.test(normalizeTaskId(id))
        ? undefined
        : message('{0} is not a task ID of {1}. An example is {2}.', id, service, example))
    );
  };
}

/** The fault of a task id that no service can have. */
export function validateTaskId(id: string): Message | undefined {
  const visible = id.replace(/\p{Cf}/gu, '');
  if (visible === '') {
    return message('Enter a task ID.');
  }
  if (/[\s\p{Cc}]/u.test(visible)) {
    return message("Task IDs can't contain spaces or line breaks.");
  }
  if (visible.length > longestId) {
    return message('A task ID has at most {0} characters.', longestId);
  }
  if (visible.includes('://')) {
    return message('This address contains no task ID.');
  }
  return visible === '.' || visible === '..' ? message('"{0}" is not a task ID.', visible) : undefined;
}

/** Whether the id in a response is the requested one. A response without an id is about the requested task. */
export function isRequestedId(found: string | undefined, requested: string): boolean {
  return found === undefined || comparableId(found) === comparableId(requested);
}
