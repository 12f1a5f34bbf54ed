import assert from 'node:assert/strict';
import type { ProviderDefinition } from '../../../../src/providers/definitions/definition';
import { guess, toDefinition, type Guess } from '../../../../src/providers/definitions/guess/guess';
import type { PastedRequest } from '../../../../src/providers/definitions/paste/readPasted';
import { answer } from '../../responses';
import { mistakesOf } from '../definitions';
import { pastedRequest } from '../pasted';

/** The ID of the task in the usual request. */
export const id = '4f9a1c7e2b6d';

/** The definition that a request and a response make. */
export function define(found: Guess, { secret }: PastedRequest): ProviderDefinition {
  return toDefinition(found, { id: 'guessed', label: 'Guessed', credentials: [secret.defined] });
}

/** What is guessed of a response to this request. */
export function defined(body: unknown, request = 'https://api.example.com/v1/jobs/4f9a1c7e2b6d'): ProviderDefinition {
  const pasted = pastedRequest(request);
  const definition = define(guess({ request: pasted.sent, response: answer(body) }), pasted);
  assert.deepEqual(mistakesOf(definition), []);
  return definition;
}
