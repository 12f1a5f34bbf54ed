import assert from 'node:assert/strict';
import type { CallContext } from '../../src/client/callContext';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { RequestFailure } from '../../src/http/failure';
import { createHttpClient } from '../../src/http/httpClient';
import { testConnection } from '../../src/polling/connectionTest';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiKooDrive } from '../../src/providers/huaweiKooDrive/provider';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import type { Provider } from '../../src/providers/provider';
import { startTestCloud, type TestCloud } from '../simulator/testCloud';
import { emptyMemory } from '../client/emptyMemory';

describe('A5: the test of a connection', () => {
  let test: TestCloud;
  let origin: string;
  let client: HttpServiceClient;
  const token = { kind: 'access-token', token: 'shop-token-1' } as const;

  beforeEach(async () => {
    test = await startTestCloud({ unlimited: true });
    origin = await test.cloud.start();
    client = new HttpServiceClient(createHttpClient({ clock: test.clock }), test.clock, () => 10_000, emptyMemory);
    test.cloud.accounts.allow(token);
  });
  afterEach(() => test.stop());

  function run(provider: Provider, more: object = {}): Promise<RequestFailure | undefined> {
    const place = { endpoint: origin, region: 'cn-north-4', projectId: 'p1', ...more };
    const connection = { id: 'works', name: 'Works', provider: provider.id, credentials: token.kind, ...place };
    const call: CallContext = { provider, connection, credentials: token, origins: [origin] };
    return testConnection(client, call);
  }
  const respond = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
    test.cloud.inject({ kind: 'status', status, body, headers });

  it('A5: works where the service itself knows no such task', async () => {
    assert.equal(await run(shoplazza), undefined);
  });

  it('A7: fails for a version of the API that the service does not have', async () => {
    const failure = await run(shoplazza, { apiVersion: '2023-04' });
    assert.deepEqual([failure?.kind, failure?.detail], ['address', 'page not found']);
  });

  const html = { 'content-type': 'text/html' };
  const wrong: [string, number, unknown?, Record<string, string>?][] = [
    ['the JSON of a router', 404, { error: 'page not found' }],
    ['text of a gateway', 404, 'default backend - 404'],
    ['an empty 404', 404, ''],
    ['an empty 400', 400, ''],
    ['a page', 400, '<html><title>400 No required SSL certificate was sent</title></html>', html],
    ['a page that names a task', 400, '<html><title>No such task</title></html>', html],
    ['text that names a task', 400, 'Bad Request: no such task'],
    ['another 400', 400, { error: 'Bad Request' }],
    ['a wrong domain', 400, { error: 'Invalid domain url' }],
    ['a page in place of JSON', 200, '<html></html>', html],
    ['other JSON', 200, { ok: true }],
  ];
  for (const provider of [shoplazza, huaweiDsc, huaweiKooDrive, huaweiVod]) {
    for (const [name, status, body, headers] of wrong) {
      it(`A5: ${provider.id} fails for ${name}`, async () => {
        respond(status, body, headers);
        assert.ok(await run(provider));
      });
    }
  }

  const right: [Provider, number, unknown][] = [
    [shoplazza, 400, { errors: ['task_id is invalid'] }],
    [shoplazza, 404, { error: 'Missing or invalid data' }],
    [huaweiDsc, 400, { error_code: 'DSC.00000002', error_msg: 'DSC internal error' }],
    [huaweiDsc, 400, { error_code: 'DSC.00000004', error_msg: 'Invalid parameter' }],
  ];
  for (const [provider, status, body] of right) {
    it(`A5: ${provider.id} works for ${JSON.stringify(body)}`, async () => {
      respond(status, body);
      assert.equal(await run(provider), undefined);
    });
  }

  describe('Shoplazza 17 and 18: a 400 that does not speak of the task is the connection’s', () => {
    for (const [body, kind] of [
      [{ error: 'Bad Request' }, 'rejected'],
      [{ error: 'Invalid domain url' }, 'address'],
      ['', 'rejected'],
    ] as const) {
      it(`Shoplazza 17: ${JSON.stringify(body)} is ${kind}`, async () => {
        respond(400, body);
        const failure = await run(shoplazza);
        assert.deepEqual([failure?.kind, failure?.scope], [kind, 'connection']);
      });
    }

    it('Shoplazza 17: “Backend status indicates failure” is this request’s', async () => {
      respond(400, { error: 'Backend status indicates failure' });
      const failure = await run(shoplazza);
      assert.deepEqual([failure?.kind, failure?.scope], ['rejected', undefined]);
    });
  });
});
