import assert from 'node:assert/strict';
import { signKooDriveApp } from '../../../src/auth/koodrive/appSigner';
import { toKooDriveAuthorization, kooDriveTokenAuth } from '../../../src/auth/koodrive/token';
import { verifyKooDriveApp } from '../../../src/simulator/signatures/verifyKooDriveApp';
import type { HttpRequest } from '../../../src/http/request';

const now = Date.parse('2026-01-13T08:09:10Z');
const minute = 60_000;
const request: HttpRequest = {
  method: 'GET',
  url: 'https://cn.myhuaweicloud-koodrive.com/koodrive/ose/v1/task/1534087020903704704',
  headers: { language: 'en-US' },
};

describe('signKooDriveApp', () => {
  const signed = signKooDriveApp(
    request,
    { kind: 'koodrive-app', appId: 'app', appSecret: 'secret' },
    { now, userId: '1505084218764547200' },
  );
  const secretOf = (appId: string): string | undefined => (appId === 'app' ? 'secret' : undefined);

  it('writes the header as the document does', () => {
    assert.match(
      signed.headers['authorization'] ?? '',
      /^HMAC-SHA256 AppId=app,SignedHeaders=host;x-date;x-user-id,Signature=[0-9a-f]{64}$/,
    );
    assert.equal(signed.headers['x-user-id'], '1505084218764547200');
    assert.equal(signed.headers['language'], 'en-US');
  });

  it('signs without the date on a line of its own', () => {
    // Computed once with openssl from the six lines of the document.
    assert.match(
      signed.headers['authorization'] ?? '',
      /Signature=a4617aba20441d64c230c645069ed8844b06b830eec432866ec3e43403929a53$/,
    );
  });

  it('is accepted by the verifier, also when this clock is half a minute fast', () => {
    assert.deepEqual(verifyKooDriveApp(signed, secretOf, now), { ok: true, appId: 'app' });
    assert.ok(verifyKooDriveApp(signed, secretOf, now - minute / 2).ok);
    assert.ok(verifyKooDriveApp(signed, secretOf, now + 13 * minute).ok);
  });

  it('is refused when it is old, from the future, or for another user, path or secret', () => {
    assert.ok(!verifyKooDriveApp(signed, secretOf, now + 16 * minute).ok);
    assert.ok(!verifyKooDriveApp(signed, secretOf, now - 2 * minute).ok);
    assert.ok(!verifyKooDriveApp(signed, () => 'other', now).ok);
    assert.ok(!verifyKooDriveApp({ ...signed, url: `${signed.url}0` }, secretOf, now).ok);
    assert.ok(!verifyKooDriveApp({ ...signed, headers: { ...signed.headers, 'x-user-id': '1' } }, secretOf, now).ok);
    assert.ok(!verifyKooDriveApp(request, secretOf, now).ok);
  });
});

describe('toKooDriveAuthorization', () => {
  const cases: [string, string][] = [
    ['abc', 'Bearer+abc'],
    ['Bearer+abc', 'Bearer+abc'],
    ['Bearer abc', 'Bearer abc'],
    ['Bearer%2Babc', 'Bearer+abc'],
    ['Bearer%20abc', 'Bearer abc'],
    ['Authorization=Bearer%2Babc; ', 'Bearer+abc'],
    ['authorization: Bearer+abc\n', 'Bearer+abc'],
    ['"Bearer+abc"', 'Bearer+abc'],
    ['a%zz', 'Bearer+a%zz'],
  ];
  for (const [pasted, expected] of cases) {
    it(`reads ${JSON.stringify(pasted)}`, () => {
      assert.equal(toKooDriveAuthorization(pasted), expected);
    });
  }
});

describe('kooDriveTokenAuth', () => {
  it('sends a date that is not in the future, and the user id when it is known', () => {
    const { headers } = kooDriveTokenAuth(request, { kind: 'koodrive-token', token: 'abc' }, { now });
    assert.equal(headers['authorization'], 'Bearer+abc');
    assert.equal(headers['x-date'], '20260113T080810Z');
    assert.ok(!('x-user-id' in headers));
    const known = kooDriveTokenAuth(request, { kind: 'koodrive-token', token: 'abc' }, { now, userId: '7' });
    assert.equal(known.headers['x-user-id'], '7');
  });
});
