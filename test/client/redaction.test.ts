import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import { systemClock } from '../../src/base/clock';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { RequestError, type RequestFailure } from '../../src/http/failure';
import type { HttpRequest } from '../../src/http/request';
import type { Provider } from '../../src/providers/provider';
import { renderFarm } from '../fixtures/render-farm/provider';
import { emptyMemory } from './emptyMemory';

const secret = 'aB3=d/eF+7&"9\\x-Ü';
const token: Credentials = { kind: 'header', name: 'x-key', value: secret };
const origin = 'https://farm.example';
const inUnicode = (text: string): string =>
  Array.from(text, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const inHtml = (text: string): string => Array.from(text, (each) => `&#${each.codePointAt(0)!};`).join('');

/** A service, or a proxy, that answers like this. */
type Answer = (sent: HttpRequest) => string | RequestFailure;

/** What comes of one request, as it would be stored, shown and logged. */
async function outcome(
  answer: Answer,
  {
    status = 200,
    credentials = token,
    provider = {},
  }: {
    status?: number;
    credentials?: Credentials;
    provider?: Partial<Provider>;
  } = {},
): Promise<string> {
  const http = {
    send: (sent: HttpRequest) => {
      const answered = answer(sent);
      return typeof answered === 'string'
        ? Promise.resolve({ status, headers: { 'x-request-id': answered }, body: answered, sentAt: 1, receivedAt: 2 })
        : Promise.reject(new RequestError(answered));
    },
  };
  const client = new HttpServiceClient(http, systemClock, () => 1000, emptyMemory);
  const keepsAll: Partial<Provider> = {
    request: () => ({ method: 'GET', url: `${origin}/1`, headers: {} }),
    parse: ({ body }) => ({
      ok: true,
      snapshot: { state: 'running', rawState: '', items: [], raw: JSON.parse(body) as unknown },
    }),
  };
  const connection = {
    id: 'farm',
    name: 'Farm',
    provider: renderFarm.id,
    credentials: credentials.kind,
    iamEndpoint: origin,
  };
  const call = { provider: { ...renderFarm, ...keepsAll, ...provider }, connection, credentials, origins: [origin] };
  return JSON.stringify(await client.task(call, '1'));
}

/** Fails when the secret can be read in a text, however often it is decoded. */
function assertClean(text: string, hidden = secret): void {
  let plain = text;
  for (let depth = 0; depth < 4; depth += 1) {
    for (const start of [hidden, hidden.slice(0, 12)]) {
      assert.ok(!plain.toLowerCase().includes(start.toLowerCase()), plain);
    }
    plain = plain.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
    plain = plain.replace(/\\(.)/g, '$1').replace(/%25/g, '%').replaceAll('\u0000', '');
  }
  assert.ok(text.includes('•••'), text);
}

describe('T6: secrets in what services say', () => {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const nested = JSON.stringify(JSON.stringify({ key: secret })).slice(1, -1);
  const forms: readonly (readonly [string, string])[] = [
    ['JSON', inJson],
    ['JSON with every character escaped', inUnicode(secret)],
    [
      'JSON as Go and .NET write it',
      inJson.replaceAll('=', '\\u003d').replaceAll('&', '\\u0026').replaceAll('+', '\\u002B'),
    ],
    ['JSON with \\/', inJson.replaceAll('/', '\\/')],
    ['JSON within JSON', nested],
    ['escapes within JSON within JSON', inUnicode(secret).replaceAll('\\', '\\\\')],
    ['an address', encodeURIComponent(secret)],
    ['an address within an address', encodeURIComponent(encodeURIComponent(secret))],
    ['HTML', inHtml(secret)],
    ['Base64 in JSON with \\u003d', Buffer.from(`{"k":"${secret}"}`).toString('base64').replaceAll('+', '\\u002b')],
    ['hexadecimal digits', Buffer.from(secret).toString('hex').toUpperCase()],
    ['HTML without semicolons', inHtml(secret).replaceAll(';', '')],
    ['bytes as in logs of nginx', Array.from(Buffer.from(secret), (each) => `\\\\x${each.toString(16)}`).join('')],
    ['characters as in Rust', Array.from(secret, (each) => `\\\\u{${each.codePointAt(0)!.toString(16)}}`).join('')],
    ['an address as in IIS', inUnicode(secret).replaceAll('\\', '%')],
    ['percent signs within JSON escapes', encodeURIComponent(secret).replaceAll('%', '\\u0025')],
  ];
  for (const [name, form] of forms) {
    it(`T6: masks them in a stored response: ${name}`, async () => {
      const text = await outcome(() => `{"id":"1","echo":"got ${form} there","state":"running"}`);
      assertClean(text);
      assert.match(text, /"ok":true.*"state":"running"/);
      assert.ok(!text.includes(form) && text.includes('there'), text);
    });
    it(`T6: masks them in a failure: ${name}`, async () => {
      assertClean(await outcome(() => `{"code":"E.1","message":"bad key ${form}!"}`, { status: 403 }));
    });
  }

  it('T6: masks them in UTF-16 that was read as UTF-8', async () => {
    const key = 'ab3def7-9xyz';
    const body = Array.from(`bad key ${key}`, (each) => `${each}\u0000`).join('');
    const text = await outcome(() => body, { status: 401, credentials: { kind: 'bearer', token: key } });
    assertClean(text, key);
    assert.ok(!text.includes('a b 3 d'), text);
  });

  it('T6: masks one that was cut off', async () => {
    const long = 'MIIEoAYJKoZIhvcNAQcCoIIEkTCCBI0CAQExDTALBglghkgBZQMEAgE'.repeat(20);
    const credentials: Credentials = { kind: 'iam-token', token: long };
    const text = await outcome(() => `{"state":"running","echo":"${long.slice(0, 200)}…","all":"${long}"}`, {
      credentials,
    });
    assertClean(text, long.slice(0, 30));
    assert.match(text, /"echo":"•••…","all":"•••"/);
  });

  it('T6: masks the signature that a gateway echoes', async () => {
    const credentials: Credentials = { kind: 'aksk', accessKey: 'AKTEST', secretKey: 'the-secret-key' };
    let signature = '';
    const text = await outcome(
      ({ headers }) => {
        signature = /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1] ?? '';
        return JSON.stringify({ state: 'running', echo: headers['authorization'] });
      },
      { credentials },
    );
    assert.equal(signature.length, 64);
    assertClean(text, signature);
  });

  const thrown: readonly (readonly [string, RequestFailure])[] = [
    ['the title of a proxy’s page', { kind: 'offline', byProxy: true, status: 407, detail: `for ${secret}` }],
    ['the host of a redirect', { kind: 'redirected', detail: `${encodeURIComponent(secret)}.example`.toLowerCase() }],
    ['a host', { kind: 'timeout', host: `${secret}.example` }],
    ['a code', { kind: 'offline', code: secret }],
  ];
  for (const [name, failure] of thrown) {
    it(`T6: masks them in ${name}`, async () => {
      assertClean(await outcome(() => failure));
    });
  }

  it('T6: masks a password in what the identity service and the way to it say', async () => {
    const credentials: Credentials = { kind: 'iam-password', domain: 'd', user: 'u', password: secret };
    assertClean(await outcome(() => ({ kind: 'offline', byProxy: true, detail: secret }), { credentials }));
    assertClean(
      await outcome(() => `{"error":{"code":401,"message":"${inUnicode(secret)}"}}`, { status: 401, credentials }),
    );
  });

  it('T6: masks them in what a provider of another extension makes of a response', async () => {
    const failure = { kind: 'rejected', code: secret, detail: secret, requestId: secret } as const;
    const parse: Provider['parse'] = () => ({ ok: false, failure });
    assertClean(await outcome(() => '{}', { provider: { parse } }));
  });
});
