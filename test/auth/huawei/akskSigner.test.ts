import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { akskSignature, akskStringToSign, signAksk } from '../../../src/auth/huawei/akskSigner';
import { toCanonicalRequest, toSignedNames, type SignedParts } from '../../../src/auth/huawei/canonicalRequest';
import type { HttpRequest } from '../../../src/http/request';

interface Vector {
  readonly name: string;
  readonly request: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  };
  readonly expected: {
    readonly canonicalRequest: string;
    readonly stringToSign: string;
    readonly signedHeaders: string;
    readonly signature: string;
    readonly authorization: string;
  };
}

const { credentials, xSdkDate, vectors } = JSON.parse(
  readFileSync(join(process.cwd(), 'test/fixtures/aksk/vectors.json'), 'utf8'),
) as { credentials: { ak: string; sk: string }; xSdkDate: string; vectors: Vector[] };

const now = Date.parse('2026-01-13T08:09:10Z');

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('signAksk', () => {
  it('is checked with vectors', () => {
    assert.ok(vectors.length >= 12);
    assert.equal(xSdkDate, '20260113T080910Z');
  });

  for (const { name, request, expected } of vectors) {
    const headers = lowerCased(request.headers);
    const parts: SignedParts = { method: request.method, url: request.url, headers, body: request.body };

    it(`agrees with Huawei's own signer: ${name}`, () => {
      assert.equal(toCanonicalRequest(parts), expected.canonicalRequest);
      assert.equal(akskStringToSign(parts), expected.stringToSign);
      assert.equal(toSignedNames(headers), expected.signedHeaders);
      assert.equal(akskSignature(parts, credentials.sk), expected.signature);
    });

    it(`sends what it signed: ${name}`, () => {
      const contentType = headers['content-type'];
      const unsigned: HttpRequest = {
        method: request.method,
        url: request.url,
        headers: contentType === undefined ? {} : { 'content-type': contentType },
        ...(request.body === '' ? {} : { body: request.body }),
      };
      const projectId = headers['x-project-id'];
      const securityToken = headers['x-security-token'];
      const signed = signAksk(
        unsigned,
        {
          kind: 'aksk',
          accessKey: credentials.ak,
          secretKey: credentials.sk,
          ...(securityToken === undefined ? {} : { securityToken }),
        },
        { now, ...(projectId === undefined ? {} : { projectId }) },
      );
      // Node adds the host when it sends.
      const host = new URL(request.url).host;
      assert.deepEqual(
        { ...signed, headers: { ...signed.headers, host } },
        { ...unsigned, headers: { ...headers, authorization: expected.authorization } },
      );
    });
  }

  it('trims a pasted key', () => {
    const request: HttpRequest = { method: 'GET', url: 'https://vod.example.com/v1', headers: {} };
    const clean = signAksk(request, { kind: 'aksk', accessKey: 'AK', secretKey: 'SK' }, { now });
    const pasted = signAksk(request, { kind: 'aksk', accessKey: ' AK\n', secretKey: 'SK\n' }, { now });
    assert.deepEqual(pasted, clean);
  });
});

describe('toCanonicalRequest', () => {
  const parts = (url: string): SignedParts => ({ method: 'get', url, headers: { host: 'h' } });
  const line = (url: string, index: number): string => toCanonicalRequest(parts(url)).split('\n')[index] ?? '';

  // Every kind of character that one encoder or another treats in its own way.
  const tricky = fc.string({
    unit: fc.constantFrom(...Array.from('aZ0 +/\\%&=?#;:@!$\'()*~"<>`{|}^[]é任😀\n\t\u0000')),
  });

  it('does not depend on the order of the query', () => {
    const pairs = fc.array(fc.tuple(fc.constantFrom('a', 'B', 'é', '~'), tricky), {
      maxLength: 5,
    });
    const query = (list: [string, string][]): string =>
      list.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&');
    fc.assert(
      fc.property(pairs, (list) => {
        assert.equal(line(`https://h/?${query(list)}`, 2), line(`https://h/?${query(list.toReversed())}`, 2));
      }),
    );
  });

  it('signs a query that a form encoded as it signs the same query percent-encoded', () => {
    fc.assert(
      fc.property(tricky, (value) => {
        const form = new URLSearchParams({ value }).toString();
        assert.equal(line(`https://h/?${form}`, 2), line(`https://h/?value=${encodeURIComponent(value)}`, 2));
      }),
    );
  });

  it('leaves only unreserved characters bare, whatever the path', () => {
    fc.assert(
      fc.property(tricky, (segment) => {
        const path = line(`https://h/x${encodeURIComponent(segment)}`, 1);
        assert.match(path, /^\/([\w.~-]|%[0-9A-F]{2}|\/)*\/$/);
        assert.ok(decodeURIComponent(path).startsWith(`/x${segment}`));
      }),
    );
  });

  it('encodes what a browser leaves bare', () => {
    assert.equal(line("https://h/a!'()*~", 1), '/a%21%27%28%29%2A~/');
  });

  it('does not fail on a stray percent sign', () => {
    assert.equal(line('https://h/100%/x', 1), '/100%25/x/');
  });

  it('puts the headers in order, trimmed', () => {
    const text = toCanonicalRequest({ method: 'GET', url: 'https://h/', headers: { 'x-b': ' 2 ', 'x-a': '1' } });
    assert.match(text, /\nx-a:1\nx-b:2\n\nx-a;x-b\n/);
  });
});
