import { isJsonObject } from '../../../base/json';
import { membersOf, type Members } from '../../../base/members';
import { memoize } from '../../../base/memoize';
import { isEnded, taskStates, type TaskState } from '../../../tasks/task';
import type { ProviderDefinition } from '../definition';
import { isHalt, meaningOf, toComparable, type Meaning } from '../words/wordTable';
import { isError, toStateWord } from './values';

/** Turns a service's words into states. */
export interface StateWords {
  /** What the word means; `over` only where the definition does not say more. Undefined for an unknown word. */
  meaning(word: string): Meaning | undefined;
  /** The state of a word that nothing lists. */
  readonly otherwise: TaskState;
}

/** The words that a definition lists, and those of the table. */
export function toStateWords(states: ProviderDefinition['states'] = {}): StateWords {
  const listed = new Map(
    taskStates.flatMap((state) => {
      const words = state === 'unknown' ? [] : (states[state] ?? []);
      return [words].flat().map((word) => [toComparable(word), state] as const);
    }),
  );
  return {
    meaning: memoize((word) => listed.get(toComparable(word)) ?? meaningOf(word)),
    otherwise: states.otherwise ?? 'unknown',
  };
}

/** A state as a response says it. */
export interface FoundState {
  readonly state: TaskState;
  readonly rawState: string;
  /** What made a task that is only over count as failed. */
  readonly errorMember?: unknown;
  /** The exit status that did so: a number, or words. */
  readonly exitStatus?: string;
}

const errorNames = ['error', 'errors', 'errorresult', 'exception', 'errorcode', 'failure'];
const resultNames = ['result', 'conclusion', 'outcome', 'resultstate', 'finalstatus'];
/** Names of a result that say what has it, and of a word beside another for the state; these are words only. */
const otherResult =
  /^((task|job|run|build|execution|final|last)(result|outcome|conclusion)|(task|job|run|build|execution|exit)?(status|state))$/;
const exitNames = ['exitstatus', 'exitcode', 'returncode'];
/** Objects beside a state that say how the task was executed, and ended. */
const executionNames = ['executioninfo', 'executionresult', 'runinfo', 'runresult'];
/** Members that say how a task ended with yes or no. */
const endings: readonly (readonly [name: RegExp, value: boolean, state: TaskState])[] = [
  [/^(is)?(cancell?ed|aborted)$/, true, 'cancelled'],
  [/^((is|has)?(failed|errors?|errored)|failure)$/, true, 'failed'],
  [/^(is|finished|completed)?(success|succeeded|successful|successfully|passed)$/, false, 'failed'],
];
const named = (names: readonly string[]): string => `^(${names.join('|')})$`;
/** The name of a word about the result, which says nothing when it is the word itself. */
const resultForm = new RegExp([named(resultNames), otherResult.source].join('|'));
/** The name of anything else that says how a task ended. */
const endForm = new RegExp(
  [named([...errorNames, ...exitNames, ...executionNames]), ...endings.map(([name]) => name.source)].join('|'),
);

/**
 * The state for a word. One that says only that the task is over, or that it was stopped, is not enough: an error beside it
 * makes it failed, and a word, a flag or an exit status about the result decides otherwise; without any, it is what the word says.
 * @param places the objects beside the word, then the task
 */
export function toFoundState(word: string, words: StateWords, places: readonly unknown[]): FoundState {
  const meaning = words.meaning(word) ?? words.otherwise;
  const isOver = meaning === 'over';
  if (!isOver && !(meaning === 'cancelled' && isHalt(word))) {
    return { state: meaning === 'unknown' ? words.otherwise : meaning, rawState: word };
  }
  const members = places.map(membersOf);
  // Most rows of a long list say nothing else.
  const saysMore = members.some(
    (each) =>
      each.matching(endForm).some(isPresent) ||
      each.matching(resultForm).some((result) => isPresent(result) && result !== word),
  );
  if (!saysMore) {
    return { state: isOver ? 'succeeded' : 'cancelled', rawState: word };
  }
  const errorMember = isOver ? members.map(errorMemberOf).find((found) => found !== undefined) : undefined;
  if (errorMember !== undefined) {
    return { state: 'failed', rawState: word, errorMember };
  }
  // Around the task a status is that of the request.
  const beside = (members.length > 1 ? members.slice(0, -1) : members).flatMap((each) => [
    each,
    ...executionNames
      .map((name) => each.find(name))
      .filter(isJsonObject)
      .map(membersOf),
  ]);
  const end =
    firstOf(new Set([...beside, ...members]), (each) => endByWord(resultsIn(each), word, words)) ??
    firstOf(beside, (each) =>
      endByWord(
        each.matching(otherResult).map((value) => toStateWord(value)),
        word,
        words,
      ),
    ) ??
    firstOf(beside, endByFlag) ??
    firstOf(beside, endByExit);
  return { state: isOver ? 'succeeded' : 'cancelled', rawState: word, ...end };
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

type End = Pick<FoundState, 'state' | 'exitStatus'>;

function firstOf(members: Iterable<Members>, end: (members: Members) => End | undefined): End | undefined {
  for (const each of members) {
    const found = end(each);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** @param word that of the state, which is no result */
function endByWord(results: readonly (string | undefined)[], word: string, words: StateWords): End | undefined {
  for (const text of results) {
    const result = text === undefined || text === word ? undefined : words.meaning(text);
    if (result !== undefined && result !== 'over' && isEnded(result)) {
      return { state: result };
    }
  }
  return undefined;
}

function endByFlag(members: Members): End | undefined {
  const ending = endings.find(([name, value]) => members.matching(name).includes(value));
  return ending && { state: ending[2] };
}

function endByExit(members: Members): End | undefined {
  const status = toStateWord(members.find(...exitNames));
  if (status === undefined) {
    return undefined;
  }
  if (!isError(status)) {
    return { state: 'succeeded' };
  }
  return { state: /^warning/i.test(status) ? 'partial' : 'failed', exitStatus: status };
}

/** The results in words, or in objects with one, such as `{ "name": "SUCCESSFUL" }`. */
function resultsIn(members: Members): readonly (string | undefined)[] {
  return resultNames.map((name) => {
    const value = members.find(name);
    if (value === undefined) {
      return undefined;
    }
    return toStateWord(value) ?? toStateWord(membersOf(value).find('name', 'status', 'state', 'value'));
  });
}

/** The member that says that something went wrong, with its name. */
function errorMemberOf(members: Members): Readonly<Record<string, unknown>> | undefined {
  for (const name of errorNames) {
    const found = members.find(name);
    if (found !== undefined && isError(found)) {
      return { [name]: found };
    }
  }
  return undefined;
}
