import assert from 'node:assert/strict';
import type { HttpResponse } from '../../../src/http/request';
import type { TaskResult, Provider } from '../../../src/providers/provider';
import { inEnglish } from '../../../src/base/message';
import { providerFromDefinition } from '../../../src/providers/definitions/providerFromDefinition';
import { answer } from '../responses';

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

/** The least that a definition has. */
export const plain = { id: 'x', request: 'https://api.example.com/jobs/{id}', state: 'status' };

/** What a definition reads of a response. @param more of the definition */
export function parse(more: object, body: unknown, status?: number, headers: HttpResponse['headers'] = {}): TaskResult {
  const response = answer(body, status);
  return providerOf({ ...plain, ...more }).parse({ ...response, headers: { ...response.headers, ...headers } }, '1');
}
