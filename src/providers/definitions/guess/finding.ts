import type { ProviderDefinition } from '../definition';
import { expressionAt, type Place } from './places';

/** What a guess looks for in a response, in the order in which people see it. */
export const guessKeys = ['state', 'progress', 'name', 'createdAt', 'endedAt', 'link', 'items', 'error'] as const;

/** One of {@link guessKeys}. */
export type GuessKey = (typeof guessKeys)[number];

/** One thing that was found. */
export interface Finding {
  /** The values that it reads; they decide which object is the definition's root. */
  readonly places: readonly Place[];
  /** Its keys of a definition. @param root where the definition's expressions are evaluated */
  define(root: Place): Partial<ProviderDefinition>;
}

/** What a value says, alone. */
export function findingAt(key: Exclude<GuessKey, 'progress'>, place: Place): Finding {
  return { places: [place], define: (root) => ({ [key]: expressionAt(place, root) }) };
}

/** An expression of a person's, which is evaluated on the whole response. */
export function findingOf(key: GuessKey, expression: string): Finding {
  return { places: [[]], define: () => ({ [key]: expression }) };
}

/** The first of the values that are the best by a score. @returns undefined when none has one */
export function bestOf<T>(candidates: readonly T[], scoreOf: (candidate: T) => number | undefined): T | undefined {
  return ranked(candidates, scoreOf)[0];
}

/** The values that have a score, the best first; the order of equal ones stays. */
export function ranked<T>(candidates: readonly T[], scoreOf: (candidate: T) => number | undefined): readonly T[] {
  return candidates
    .flatMap((candidate) => {
      const score = scoreOf(candidate);
      return score === undefined ? [] : [{ candidate, score }];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ candidate }) => candidate);
}
