import { isJsonObject } from '../base/json';
import { membersOf, type Members } from '../base/members';
import { omitUndefined } from '../base/omitUndefined';
import { isSuccessCode } from './errorCodes';

/** The error that a body reports, in the service's words. */
export interface ErrorBody {
  readonly code?: string;
  readonly words?: string;
  readonly requestId?: string;
}

// Names in the form in which `membersOf` compares them, the best first.
const codeKeys = ['errorcode', 'errcode', 'code'];
const messageKeys = ['errormsg', 'errormessage', 'errmsg', 'message', 'msg'];
/** `detail` is the sentence and `title` the heading of RFC 9457; `faultstring` is SOAP's and Apigee's. */
const wordKeys = [...messageKeys, 'errordescription', 'faultstring', 'detail', 'title'];
const requestIdKeys = ['requestid'];
const deepest = 4;

/**
 * Finds code, words and request id in a parsed body of any of the shapes that services use: `error_code` and
 * `error_msg`, `code` and `message` or `msg`, `title` and `detail` (RFC 9457), `error`, `errors` or one of these as text, list or
 * object, and any of them nested. Names are compared as {@link membersOf} does: `error_code`, `errorCode` and `ErrorCode` are one.
 */
export function readErrorBody(body: unknown): ErrorBody {
  const requestId = firstText(membersOf(body), requestIdKeys);
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
  const members = membersOf(value);
  const code = firstText(members, codeKeys);
  const words = firstText(members, wordKeys);
  const own = omitUndefined({ code, words });
  return words === undefined ? { ...findWithin(value, members, depth), ...own } : own;
}

function findWithin(value: Record<string, unknown>, members: Members, depth: number): ErrorBody {
  const errors = members.find('errors');
  // NestJS has a list in `message`, and FastAPI one in `detail`.
  const lists = wordKeys.map((key) => members.find(key)).filter((member) => Array.isArray(member));
  const named = [members.find('error'), isJsonObject(errors) ? fieldErrors(errors, depth) : errors];
  for (const inner of [...lists, ...named]) {
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

const envelopeKeys = new Set([
  ...[...codeKeys, ...messageKeys, ...requestIdKeys],
  ...['error', 'errors', 'errordescription', 'erroruri'],
]);
/** Members whose `false` says that a request failed, as in Slack's Web API. */
const outcomeKeys = ['ok', 'success'];

/** Whether a body with a 2xx status reports a failed request. A task may contain an error, too, but then it has other fields. */
export function isErrorBody(value: unknown): boolean {
  if (!isJsonObject(value) || isTaskBody(value)) {
    return false;
  }
  const members = membersOf(value);
  const code = firstText(members, codeKeys);
  if (code !== undefined) {
    return !isSuccessCode(code) && messageKeys.some((key) => typeof members.find(key) === 'string');
  }
  if (outcomeKeys.some((key) => members.find(key) === false)) {
    return find(value, 0).words !== undefined;
  }
  const { words } = find([members.find('error'), members.find('errors')], 0);
  return (
    words !== undefined && [...members.entries()].every(([name, member]) => envelopeKeys.has(name) || isEmpty(member))
  );
}

/** Whether a member says nothing, as `data` does beside the errors of GraphQL: `null`, or an object of these. */
function isEmpty(member: unknown): boolean {
  return member === null || (isJsonObject(member) && Object.values(member).every((each) => each === null));
}

/**
 * Whether a JSON object is a task rather than an error: it has a state and an id, or holds `data` with a state. An error
 * code in it is then the task's.
 */
function isTaskBody(value: unknown): boolean {
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
  if (firstText(membersOf(errors), [...wordKeys, ...codeKeys]) !== undefined) {
    return errors;
  }
  return Object.entries(errors).flatMap(([field, said]) => {
    const { words } = find(said, depth + 1);
    return words === undefined ? [] : [`${field} ${words}`];
  });
}

function firstText(members: Members, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = members.find(key);
    if (typeof found === 'number' || (typeof found === 'string' && found.trim() !== '')) {
      return String(found);
    }
  }
  return undefined;
}
