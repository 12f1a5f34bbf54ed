import { isJsonObject } from '../../../base/json';
import { isSuccessCode } from '../../../http/errorCodes';
import type { TaskError } from '../../../tasks/task';
import { follow, type Expression, type Placed } from '../expressions/expression';
import { isListedWord, meaningOf } from '../words/wordTable';
import { readError, toError } from './errors';
import { comparableName, isError, membersOf, toLine } from './values';

/** A member of a response that says why a task failed, where the definition names none. */
export interface Reason extends Placed {
  /** Undefined while it says nothing. */
  readonly error: TaskError | undefined;
  /** Whether it is about something else, by what stands beside it, so that it is not read. */
  readonly isOther: boolean;
}

/** Members that hold an error, the best first. Counts such as `failed: 3` are none. */
const errorNames: readonly RegExp[] = [
  /^err(or)?$/,
  /^err(or)?s$/,
  /^err(or)?(message|msg|info|detail|details|result|description)/,
  /^(exception|failure|fail)/,
  /^error/,
  /reason$/,
  /^(state|status)message$/,
  /^cause$/,
];
/** Members that say something about errors without being one. */
const otherThings = /(codes?|ids?|urls?|uri|counts?|files?|paths?|at|time|date|rate|total)$/;
const plainMessage = /^(message|msg)$/;
const codeNames = ['errorcode', 'errcode'];
/** Members that say how the task is going: beside the state of one that failed they say why. The best first. */
const remarkNames: readonly RegExp[] = [
  plainMessage,
  /^(state|status)(msg|description|desc|details?|info)$/,
  /^(task|job|run|result|execution|operation)(message|msg)$/,
  /^details?$/,
];
/** A message beside these is that of a commit, as Buildkite and AppVeyor have it. */
const commitNames = /^(commit.*|(head|source|git)?(branch|sha|ref|revision))$/;
/** Objects of a task that may hold its error. */
const inner = ['status', 'state', 'output'];
/** Objects that hold the state and little else: what stands beside them stands beside the state. */
const holders: readonly unknown[] = ['status', 'state', 'phase'];

/** Whether a member of this name, in the form in which names are compared, is an error. */
export function isErrorName(name: string): boolean {
  return errorNames.some((form) => form.test(name)) && !otherThings.test(name);
}

/** Whether a member of this name may say why a task failed, if it stands beside its state. */
export function isRemarkName(name: string): boolean {
  return remarkNames.some((form) => form.test(name));
}

/**
 * Why a task failed, if it failed: the members that are looked through, the best first.
 * @param state where the definition finds the state; undefined where it is no expression
 */
export function* reasonsOf(root: unknown, state: Expression | undefined): Generator<Reason> {
  const beside = placesBeside(root, state);
  const places = [{ path: [], value: root }, ...beside].flatMap((place) => [
    place,
    ...inner.flatMap((name) => membersAt(place).filter((member) => member.name === name)),
  ]);
  for (const place of once(places)) {
    yield* reasonsIn(place);
  }
  for (const place of once(beside)) {
    yield* remarksIn(place);
  }
  for (const place of once(places)) {
    yield* codesIn(place);
  }
}

/** The objects that the state stands in. */
function placesBeside(root: unknown, state: Expression | undefined): readonly Placed[] {
  const beside = state?.besides(root) ?? [{ path: [], value: root }];
  return beside.flatMap((place) => {
    const outer = place.path.slice(0, -1);
    return holders.includes(place.path.at(-1)) ? [place, { path: outer, value: follow(outer, root) }] : [place];
  });
}

/** Each object once. */
function once(places: readonly Placed[]): readonly Placed[] {
  return [...new Map(places.map((place) => [JSON.stringify(place.path), place])).values()];
}

interface Member extends Placed {
  readonly name: string;
}

function membersAt({ path, value }: Placed): readonly Member[] {
  return isJsonObject(value)
    ? Object.entries(value).map(([key, member]) => ({
        path: [...path, key],
        name: comparableName(key),
        value: member,
      }))
    : [];
}

function* reasonsIn(place: Placed): Generator<Reason> {
  const members = membersOf(place.value);
  const code = toLine(members.find(...codeNames, 'code'));
  const named = membersAt(place).filter(
    ({ name, value }) => !otherThings.test(name) && typeof value !== 'number' && typeof value !== 'boolean',
  );
  const seen = new Set<Member>();
  for (const form of errorNames) {
    for (const member of named.filter((each) => form.test(each.name) && !seen.has(each))) {
      seen.add(member);
      const found = isError(member.value) ? readError(member.value) : {};
      const error = toError({ words: found.words, code: found.code ?? (found.words === undefined ? undefined : code) });
      yield { path: member.path, value: member.value, error, isOther: false };
    }
  }
  // Elsewhere a message is one of a request, or of a commit.
  const messages = named.filter(({ name }) => code !== undefined && !isSuccessCode(code) && plainMessage.test(name));
  for (const { path, value } of messages) {
    const words = toLine(value);
    const error = words === undefined ? undefined : toError({ words, code: errorCode(place) ?? code });
    yield { path, value, error, isOther: false };
  }
}

/** A code is all that some services say. */
function* codesIn(place: Placed): Generator<Reason> {
  const member = membersAt(place).find(({ name }) => codeNames.includes(name));
  if (member) {
    yield { path: member.path, value: member.value, error: toError({ code: errorCode(place) }), isOther: false };
  }
}

function errorCode({ value }: Placed): string | undefined {
  return toLine(membersOf(value).find(...codeNames, 'error'));
}

/** What is said beside the state. Of a commit, or of a request that succeeded, it is no reason. */
function* remarksIn(place: Placed): Generator<Reason> {
  const all = membersAt(place);
  const members = membersOf(place.value);
  const code = toLine(members.find('code', ...codeNames, 'statuscode', 'resultcode', 'retcode'));
  const isEnvelope =
    (code !== undefined && isSuccessCode(code)) || members.find('success') === true || members.find('ok') === true;
  const isOther = isEnvelope || all.some(({ name }) => commitNames.test(name));
  for (const form of remarkNames) {
    for (const { path, value } of all.filter(({ name }) => form.test(name))) {
      if (typeof value === 'string' || value === null) {
        const words = toLine(value);
        const isSaid = words !== undefined && !isGoodWord(words);
        const error = isSaid ? toError({ words, code: errorCode(place) }) : undefined;
        yield { path, value, error, isOther };
      }
    }
  }
}

/** A word such as `OK` or `Accepted`, which says nothing of a failure. */
function isGoodWord(words: string): boolean {
  const meaning = isListedWord(words) ? meaningOf(words) : undefined;
  return meaning !== undefined && ['queued', 'running', 'succeeded', 'over', 'unknown'].includes(meaning);
}
