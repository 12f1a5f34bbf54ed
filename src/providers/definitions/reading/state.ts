import { isEnded, taskStates, type TaskState } from '../../../tasks/task';
import type { ProviderDefinition } from '../definition';
import { meaningOf, toComparable, type Meaning } from '../words/wordTable';
import { isError, membersOf, toStateWord, type Members } from './values';

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
  // The rows of a list repeat a few words.
  const known = new Map<string, Meaning | undefined>();
  return {
    meaning(word) {
      if (!known.has(word)) {
        if (known.size >= maxKnown) {
          known.clear();
        }
        known.set(word, listed.get(toComparable(word)) ?? meaningOf(word));
      }
      return known.get(word);
    },
    otherwise: states.otherwise ?? 'unknown',
  };
}

/** Words whose meaning is remembered. */
const maxKnown = 200;

/** A state as a response says it. */
export interface FoundState {
  readonly state: TaskState;
  readonly rawState: string;
  /** What made a task that is only over count as failed. */
  readonly errorMember?: unknown;
}

const errorNames = ['error', 'errors', 'errorresult', 'exception', 'errorcode', 'failure'];
const resultNames = ['result', 'conclusion', 'outcome', 'resultstate', 'finalstatus'];

/**
 * The state for a word. One that says only that the task is over is not enough: an error beside it makes it failed, and
 * a word about the result decides otherwise.
 * @param places the objects beside the word, then the task
 */
export function toFoundState(word: string, words: StateWords, places: readonly unknown[]): FoundState {
  const meaning = words.meaning(word) ?? words.otherwise;
  if (meaning !== 'over') {
    return { state: meaning === 'unknown' ? words.otherwise : meaning, rawState: word };
  }
  const members = places.map(membersOf);
  const errorMember = members.map(errorMemberOf).find((found) => found !== undefined);
  if (errorMember !== undefined) {
    return { state: 'failed', rawState: word, errorMember };
  }
  for (const each of members) {
    for (const name of resultNames) {
      const found = each.find(name);
      const text = found === undefined ? undefined : toResultWord(found);
      const result = text === undefined ? undefined : words.meaning(text);
      if (result !== undefined && result !== 'over' && isEnded(result)) {
        return { state: result, rawState: word };
      }
    }
  }
  return { state: 'succeeded', rawState: word };
}

/** A result in a word, or in an object with one, such as `{ "name": "SUCCESSFUL" }`. */
function toResultWord(value: unknown): string | undefined {
  return toStateWord(value) ?? toStateWord(membersOf(value).find('name', 'status', 'state', 'value'));
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
