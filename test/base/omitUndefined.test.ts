import assert from 'node:assert/strict';
import { omitUndefined } from '../../src/base/omitUndefined';

describe('omitUndefined', () => {
  it('leaves out what is undefined, and nothing else', () => {
    const all = { a: undefined, b: null, c: 0, d: '', e: false, f: NaN, g: { h: undefined } };
    const present = omitUndefined(all);
    assert.deepEqual(present, { b: null, c: 0, d: '', e: false, f: NaN, g: { h: undefined } });
    assert.deepEqual(Object.keys(present), ['b', 'c', 'd', 'e', 'f', 'g']);
    assert.ok('a' in all);
  });
});
