import assert from 'node:assert/strict';
import { readPasted, type PastedRequest } from '../../../src/providers/definitions/paste/readPasted';

/** The request in a pasted text. */
export function pastedRequest(text: string): PastedRequest {
  const pasted = readPasted(text);
  assert.ok(pasted.kind === 'request', JSON.stringify(pasted));
  return pasted;
}
