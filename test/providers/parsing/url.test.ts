import assert from 'node:assert/strict';
import { toAddress } from '../../../src/providers/parsing/url';
import fc from 'fast-check';

describe('toAddress', () => {
  it('joins a base with or without a path and slashes', () => {
    for (const base of ['https://a.example', 'https://a.example/', ' https://a.example// ']) {
      assert.equal(toAddress(base, ['v1', 'x']), 'https://a.example/v1/x');
    }
    assert.equal(toAddress('https://a.example/gate/', ['v1']), 'https://a.example/gate/v1');
  });

  it('encodes what a query or a signature would take for something else', () => {
    const address = toAddress('https://a.example', ["it's (a/b)*!"], { q: 'a b&c=+', left: undefined });
    assert.equal(address, 'https://a.example/it%27s%20%28a%2Fb%29%2A%21?q=a%20b%26c%3D%2B');
  });

  it('lets no segment leave its place, whatever is in it', () => {
    const segment = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('..', '.', '%2e%2e', '../x', 'a/..', '?x', '#x', '\\..\\', '\ud800', '//evil.example'),
    );
    fc.assert(
      fc.property(segment, (id) => {
        const { host, pathname, search, hash } = new URL(toAddress('https://a.example', ['v1', id, 'end']));
        assert.equal(host, 'a.example');
        assert.match(pathname, /^\/v1\/[^/]+\/end$/);
        assert.deepEqual([search, hash], ['', '']);
      }),
    );
  }).timeout(20_000);
});
