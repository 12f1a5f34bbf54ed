import assert from 'node:assert/strict';
import { authenticate, type SigningCredentials } from '../../src/auth/authenticate';
import { RequestError } from '../../src/http/failure';
import type { HttpRequest } from '../../src/http/request';

const request: HttpRequest = {
  method: 'POST',
  url: 'https://example.com/v1/tasks?x=1',
  headers: { accept: 'a' },
  body: '{}',
};
const context = { now: Date.parse('2026-01-13T08:09:10Z'), projectId: 'p', userId: 'u' };
const added = (credentials: SigningCredentials): Record<string, string> => {
  const { headers, ...rest } = authenticate(request, credentials, context);
  const { headers: before, ...restBefore } = request;
  assert.deepEqual(rest, restBefore);
  const { accept, ...others } = headers;
  assert.equal(accept, before['accept']);
  return others;
};

describe('authenticate', () => {
  it('adds the one header that each simple kind needs', () => {
    assert.deepEqual(added({ kind: 'iam-token', token: ' T\n' }), { 'x-auth-token': 'T' });
    assert.deepEqual(added({ kind: 'access-token', token: 'T' }), { 'access-token': 'T' });
    assert.deepEqual(added({ kind: 'bearer', token: 'T' }), { authorization: 'Bearer T' });
    assert.deepEqual(added({ kind: 'bearer', token: 'Bearer T' }), { authorization: 'Bearer T' });
    assert.deepEqual(added({ kind: 'header', name: 'X-API-Key', value: 'a b' }), { 'x-api-key': 'a b' });
    assert.deepEqual(added({ kind: 'basic', user: 'Aladdin', password: 'open sesame' }), {
      authorization: 'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==',
    });
    assert.deepEqual(added({ kind: 'basic', user: 'é', password: ' ' }), { authorization: 'Basic w6k6IA==' });
    assert.deepEqual(added({ kind: 'none' }), {});
  });

  it('signs with keys', () => {
    const aksk = added({ kind: 'aksk', accessKey: 'AK', secretKey: 'SK', securityToken: 'ST' });
    assert.deepEqual(Object.keys(aksk).sort(), ['authorization', 'x-project-id', 'x-sdk-date', 'x-security-token']);
    const koodrive = ['authorization', 'x-date', 'x-user-id'];
    assert.deepEqual(Object.keys(added({ kind: 'koodrive-app', appId: 'A', appSecret: 'S' })).sort(), koodrive);
    assert.deepEqual(Object.keys(added({ kind: 'koodrive-token', token: 'T' })).sort(), koodrive);
  });

  const evil = 'secret\r\nx-evil: 1';
  const injections: SigningCredentials[] = [
    { kind: 'aksk', accessKey: evil, secretKey: 'SK' },
    { kind: 'aksk', accessKey: 'AK', secretKey: 'SK', securityToken: evil },
    { kind: 'iam-token', token: evil },
    { kind: 'koodrive-token', token: evil },
    { kind: 'koodrive-token', token: encodeURIComponent(evil) },
    { kind: 'koodrive-app', appId: evil, appSecret: 'S' },
    { kind: 'access-token', token: evil },
    { kind: 'bearer', token: evil },
    { kind: 'header', name: 'x-key', value: evil },
    { kind: 'bearer', token: '令牌' },
  ];
  for (const credentials of injections) {
    it(`asks for other credentials rather than send a line break: ${JSON.stringify(credentials)}`, () => {
      assert.throws(
        () => authenticate(request, credentials, context),
        (error) =>
          error instanceof RequestError &&
          error.failure.kind === 'unauthorised' &&
          !`${error.message}${JSON.stringify(error)}`.includes('secret'),
      );
    });
  }
});
