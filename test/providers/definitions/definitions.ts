import assert from 'node:assert/strict';
import type { Provider } from '../../../src/providers/provider';
import { inEnglish } from '../../../src/base/message';
import { providerFromDefinition } from '../../../src/providers/definitions/providerFromDefinition';

/** The provider that a definition makes. */
export function providerOf(definition: unknown): Provider {
  const made = providerFromDefinition(definition);
  assert.ok('provider' in made, JSON.stringify('mistakes' in made ? mistakesOf(definition) : ''));
  return made.provider;
}

/** The mistakes of a definition, as `pointer: sentence`; none when it makes a provider. */
export function mistakesOf(definition: unknown): readonly string[] {
  const made = providerFromDefinition(definition);
  return 'mistakes' in made ? made.mistakes.map(({ pointer, message }) => `${pointer}: ${inEnglish(message)}`) : [];
}
