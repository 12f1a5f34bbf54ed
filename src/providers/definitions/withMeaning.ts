import type { TaskState } from '../../tasks/task';
import type { ProviderDefinition } from './definition';
import { toComparable } from './words/wordTable';

/** A definition that lists a service's word under a state, and under no other. */
export function withMeaning(
  definition: ProviderDefinition,
  word: string,
  state: Exclude<TaskState, 'unknown'>,
): ProviderDefinition {
  const { otherwise, ...listed } = definition.states ?? {};
  const others = Object.entries(listed).flatMap(([each, words]) => {
    const kept = [words].flat().filter((other) => toComparable(other) !== toComparable(word));
    return kept.length === 0 ? [] : [[each, kept] as const];
  });
  const states = new Map<string, readonly string[]>(others);
  states.set(state, [...(states.get(state) ?? []), word]);
  const written = [...states].map(([each, words]) => [each, words.length === 1 ? words[0] : words] as const);
  return {
    ...definition,
    states: { ...Object.fromEntries(written), ...(otherwise === undefined ? {} : { otherwise }) },
  };
}
