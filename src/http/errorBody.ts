import { isJsonObject } from '../base/json';
import { omitUndefined } from '../base/omitUndefined';

/** The error that a body reports, in the service's words. */
export interface ErrorBody {
  readonly code?: string;
  readonly words?: string;
  readonly requestId?: string;
}

const codeKeys = ['error_code', 'errorCode', 'code'];
const wordKeys = [
  'error_msg',
  'error_message',
  'errorMsg',
  'errorMessage',
  'message',
  'msg',
  'error_description',
  'title',
];
const requestIdKeys = ['request_id', 'requestId', 'RequestId'];
const deepest = 4;

/**
 * Finds code, words and request id in a parsed body of any of the shapes that services use: `error_code` and
 * `error_msg`, `code` and `message` or `msg`, `error` or `errors` as text, list or object, and any of these nested.
 */
export function readErrorBody(body: unknown): ErrorBody {
  const requestId = isJsonObject(body) ? firstText(body, requestIdKeys) : undefined;
  return { ...find(body, 0), ...omitUndefined({ requestId }) };
}

function find(value: unknown, depth: number): ErrorBody {
  if (typeof value === 'string') {
    return value.trim() === '' ? {} : { words: value };
  }
  if (Array.isArray(value)) {
    const entries = value.map((entry) => find(entry, depth + 1));
    const words = entries.flatMap((entry) => entry.words ?? []);
    const code = entries.find((entry) => entry.code !== undefined)?.code;
    return omitUndefined({ code, words: words.length > 0 ? words.join('; ') : undefined });
  }
  if (!isJsonObject(value) || depth > deepest) {
    return {};
  }
  const code = firstText(value, codeKeys);
  const words = firstText(value, wordKeys);
  const own = omitUndefined({ code, words });
  return words === undefined ? { ...findWithin(value, depth), ...own } : own;
}

function findWithin(value: Record<string, unknown>, depth: number): ErrorBody {
  const { error, errors } = value;
  for (const inner of [error, isJsonObject(errors) ? fieldErrors(errors, depth) : errors]) {
    const found = find(inner, depth + 1);
    if (found.words !== undefined || found.code !== undefined) {
      return found;
    }
  }
  // The envelope's name is not known, but an error inside is an object.
  return (
    Object.values(value)
      .filter(isJsonObject)
      .map((inner) => find(inner, depth + 1))
      .find(({ words }) => words !== undefined) ?? {}
  );
}

/**
 * Whether a JSON object is a task rather than an error: it has a state and an id, or holds `data` with a state. An error
 * code in it is then the task's.
 */
export function isTaskBody(value: unknown): boolean {
  return isJsonObject(value) && ((hasScalar(value, stateKey) && hasScalar(value, idKey)) || isTaskData(value['data']));
}

const stateKey = /^(task|job|run)?_?(status|state)$/i;
const idKey = /^(task|job|run)?_?id$/i;

function isTaskData(data: unknown): boolean {
  return isJsonObject(data) && hasScalar(data, stateKey);
}

function hasScalar(value: Record<string, unknown>, key: RegExp): boolean {
  return Object.entries(value).some(
    ([name, member]) => key.test(name) && (typeof member === 'number' || (typeof member === 'string' && member !== '')),
  );
}

/** `{ "task_id": ["is missing"] }` as `task_id is missing`; an object that is an error itself as it is. */
function fieldErrors(errors: Record<string, unknown>, depth: number): unknown {
  if (firstText(errors, [...wordKeys, ...codeKeys]) !== undefined) {
    return errors;
  }
  return Object.entries(errors).flatMap(([field, said]) => {
    const { words } = find(said, depth + 1);
    return words === undefined ? [] : [`${field} ${words}`];
  });
}

function firstText(value: Record<string, unknown>, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = value[key];
    if (typeof found === 'number' || (typeof found === 'string' && found.trim() !== '')) {
      return String(found);
    }
  }
  return undefined;
}
