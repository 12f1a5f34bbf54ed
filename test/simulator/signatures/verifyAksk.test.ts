import assert from 'node:assert/strict';
import { signAksk } from '../../../src/auth/huawei/akskSigner';
import { verifyAksk } from '../../../src/simulator/signatures/verifyAksk';
import type { ReceivedRequest } from '../../../src/simulator/signatures/verifySignature';

const now = Date.parse('2026-01-13T08:09:10Z');
const minute = 60_000;
const known = (accessKey: string): { secretKey: string } | undefined =>
  accessKey === 'AK' ? { secretKey: 'SK' } : undefined;

/** What the server sees of a signed request: the request line's path, and a host header. */
function received(url = 'http://127.0.0.1:8443/v1/p/tasks?limit=1&b=%20', accessKey = 'AK'): ReceivedRequest {
  const { host, pathname, search } = new URL(url);
  const { method, headers } = signAksk(
    { method: 'GET', url, headers: {} },
    { kind: 'aksk', accessKey, secretKey: 'SK' },
    { now, projectId: 'p' },
  );
  return { method, url: pathname + search, headers: { ...headers, host, connection: 'keep-alive' } };
}

describe('verifyAksk', () => {
  it('accepts what the signer made', () => {
    assert.deepEqual(verifyAksk(received(), known, now), { ok: true, accessKey: 'AK' });
  });

  it('accepts a date fifteen minutes off and no more', () => {
    assert.ok(verifyAksk(received(), known, now + 15 * minute).ok);
    assert.ok(verifyAksk(received(), known, now - 15 * minute).ok);
    assert.ok(!verifyAksk(received(), known, now + 16 * minute).ok);
    assert.ok(!verifyAksk(received(), known, now - 16 * minute).ok);
  });

  it('rejects another path, host, header or key', () => {
    const request = received();
    const changed = (headers: Record<string, string>): ReceivedRequest => ({
      ...request,
      headers: { ...request.headers, ...headers },
    });
    const wrong = [
      { ...request, url: '/v1/p/tasks?limit=2&b=%20' },
      { ...request, method: 'DELETE' },
      { ...request, body: '{}' },
      changed({ host: '127.0.0.1' }),
      changed({ 'x-project-id': 'other' }),
      changed({ 'x-security-token': 'stolen' }),
      received(undefined, 'OTHER'),
      { ...request, headers: {} },
    ];
    for (const other of wrong) {
      assert.ok(!verifyAksk(other, known, now).ok);
    }
  });

  it('rejects a signature that does not cover the host', () => {
    const request = received();
    const authorization = String(request.headers['authorization']).replace('host;', '');
    const verdict = verifyAksk({ ...request, headers: { ...request.headers, authorization } }, known, now);
    assert.deepEqual(verdict, { ok: false, problem: 'header host is not signed' });
  });

  it('requires the token that belongs to a temporary key', () => {
    const temporary = (): { secretKey: string; securityToken: string } => ({ secretKey: 'SK', securityToken: 'T' });
    const url = 'https://vod.example.com/v1';
    const signed = (securityToken: string): ReceivedRequest =>
      signAksk(
        { method: 'GET', url, headers: {} },
        { kind: 'aksk', accessKey: 'AK', secretKey: 'SK', securityToken },
        { now },
      );
    assert.ok(verifyAksk(signed('T'), temporary, now).ok);
    assert.ok(!verifyAksk(signed('U'), temporary, now).ok);
    assert.ok(!verifyAksk(received(), temporary, now).ok);
  });
});
