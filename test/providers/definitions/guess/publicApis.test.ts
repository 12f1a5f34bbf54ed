import assert from 'node:assert/strict';
import { isJsonObject } from '../../../../src/base/json';
import { guess, toDefinition } from '../../../../src/providers/definitions/guess/guess';
import { answer, connectionTo, snapshotOf } from '../../responses';
import { mistakesOf, providerOf } from '../definitions';
import { pastedRequest } from '../pasted';
import { publicApis } from './publicApis';
import { unusualMembers } from './unusualMembers';
import { unusualStates } from './unusualStates';

/** The body with these members in place of its own. */
function changed(body: unknown, change: object): unknown {
  const own = isJsonObject(body) ? body : {};
  const members = Object.entries(change).map(([key, value]) => [
    key,
    isJsonObject(value) && isJsonObject(own[key]) ? changed(own[key], value) : (value as unknown),
  ]);
  return { ...own, ...(Object.fromEntries(members) as object) };
}

describe('what is guessed of APIs that nobody has prepared', () => {
  for (const { name, request, id, status = 200, body, finds, states, reasons = [] } of [
    ...publicApis,
    ...unusualStates,
    ...unusualMembers,
  ]) {
    it(name, () => {
      const pasted = pastedRequest(request);
      const found = guess({ request: pasted.sent, response: answer(body, status) });
      const definition = toDefinition(found, { id: 'guessed', label: 'Guessed', credentials: [pasted.secret.defined] });
      assert.deepEqual(mistakesOf(definition), []);
      const keys = definition as unknown as Readonly<Record<string, unknown>>;
      assert.deepEqual(Object.fromEntries(Object.keys(finds).map((key) => [key, keys[key]])), finds);
      const provider = providerOf(definition);
      assert.equal(found.ids[0]?.id, id);
      assert.equal(decodeURIComponent(provider.request(connectionTo('guessed'), id).url), pasted.sent.url);
      const states_ = states.map(([change, , code = status]) =>
        provider.parse(answer(changed(body, change), code), id),
      );
      assert.deepEqual(
        states_.map((result) => (result.ok ? snapshotOf(result).state : result.failure)),
        states.map(([, state]) => state),
      );
      for (const [change, reason] of reasons) {
        const { state, error } = snapshotOf(provider.parse(answer(changed(body, change), status), id));
        assert.deepEqual({ state, reason: error?.message }, { state: 'failed', reason });
      }
    });
  }
});
