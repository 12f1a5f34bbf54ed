import { comparableName, membersOf, type Members } from '../../../base/members';
import { isJsonObject } from '../../../base/json';
import type { ErrorBody } from '../../../http/errorBody';
import { isSuccessCode } from '../../../http/errorCodes';
import type { TaskError } from '../../../tasks/task';
import { follow, type Expression, type Placed } from '../expressions/expression';
import { isListedWord, meaningOf } from '../words/wordTable';
import { readError, toError } from './errors';
import { isError, toLine } from './values';

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
  /reason$|^reasonfor/,
  /^(state|status)message$/,
  /^cause$/,
  /(error|errors|exception|failure|(error|failure)(message|msg|text|detail|details))$/,
];
/** Members that say something about errors without being one. */
const otherThings =
  /(codes?|ids?|urls?|uri|counts?|files?|paths?|at|time|date|rate|total|nodes?|hosts?|items?|tests?)$/;
const plainMessage = /^(message|msg)$/;
const codeNames = ['errorcode', 'errcode'];
/** Members that say how the task is going: beside the state of one that failed they say why. The best first. */
const remarkNames: readonly RegExp[] = [
  plainMessage,
  /^(state|status)(msg|text|description|desc|details?|info)$/,
  /^(task|job|run|result|execution|operation)(message|msg|explanation)$/,
  /^details?$/,
  /^(diagnostics?|explanation|messages)$/,
];
/** A message beside these is that of a commit, as Buildkite and AppVeyor have it. */
const commitNames = /^(commit.*|(head|source|git)?(branch|sha|ref|revision))$/;
/** Objects of a task that may hold its error. */
const inner = ['status', 'state', 'output'];
/** Deeper members that are an error, whatever they are part of. */
const certainNames =
  /^(err|error|errors|err(or)?(message|msg|info|detail|details)|exception|failure|failure(info|details?|reason))$/;
/** More objects are a list, with errors of its own. */
const maxDeeper = 20;
/** Sentences that an error in a word may have beside it, such as `error_description` (RFC 6749, 5.2). The best first. */
const sentences = [
  'errordescription',
  'errormessage',
  'errormsg',
  'errordetail',
  'errordetails',
  'cause',
  'message',
  'detail',
  'reason',
];
/** Objects of a task that hold no error of it, but what it was made from, and by whom. */
const others =
  /^(inputs?|parameters|params|args|arguments|request|config|configuration|spec|metadata|labels|tags|user|owner|creator|commit|previous.*|last.*)$/;
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
  for (const place of once(deeper(places)).slice(0, maxDeeper)) {
    for (const { path, value } of membersAt(place).filter(({ name }) => certainNames.test(name))) {
      if (typeof value !== 'number' && typeof value !== 'boolean') {
        yield { path, value, error: isError(value) ? toError(readError(value)) : undefined, isOther: false };
      }
    }
  }
  for (const place of once(places)) {
    yield* codesIn(place);
  }
}

/** The objects in these, two levels down: what a task consists of may have its error. */
function deeper(places: readonly Placed[]): readonly Placed[] {
  const within = (all: readonly Placed[]): readonly Placed[] =>
    all.flatMap((place) =>
      membersAt(place)
        .filter(({ name }) => !others.test(name))
        .map(onlyOf)
        .filter(({ value }) => isJsonObject(value)),
    );
  const first = within(places);
  return [...first, ...within(first)];
}

/** The element of a list of one, in its place. */
function onlyOf({ path, value }: Placed): Placed {
  return Array.isArray(value) && value.length === 1
    ? { path: [...path, 0], value: value[0] as unknown }
    : { path, value };
}

/** The objects that the state stands in. @param state as in {@link reasonsOf} */
export function placesBeside(root: unknown, state: Expression | undefined): readonly Placed[] {
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
      const found = isError(member.value) ? withSentence(readError(member.value), member, members) : {};
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

/** An error in a word is a code where a sentence stands beside it. */
function withSentence(error: ErrorBody, { name, value }: Member, beside: Members): ErrorBody {
  const isOfCommit = beside.matching(commitNames).length > 0;
  const sentence = sentences
    .filter((each) => !(isOfCommit && plainMessage.test(each)))
    .map((each) => toLine(beside.find(each)))
    .find((line) => line !== undefined && /\s/.test(line));
  const isWord = /^err(or)?$/.test(name) && typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value);
  return isWord && sentence !== undefined ? { code: value, words: sentence } : error;
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
      if (typeof value === 'string' || value === null || Array.isArray(value)) {
        const words = Array.isArray(value) ? readError(value).words : toLine(value);
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
