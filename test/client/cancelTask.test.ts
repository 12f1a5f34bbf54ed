import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import { systemClock } from '../../src/base/clock';
import { inEnglish } from '../../src/base/message';
import { cancelTask } from '../../src/client/cancelTask';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { Connection } from '../../src/connections/connection';
import type { RequestFailure } from '../../src/http/failure';
import { failureMessage } from '../../src/http/failureMessage';
import type { HttpRequest } from '../../src/http/request';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { renderFarm } from '../fixtures/render-farm/provider';
import { emptyMemory } from './emptyMemory';

const origin = 'https://farm.example';
const credentials: Credentials = { kind: 'iam-token', token: 'a-token' };
const connection: Connection = {
  id: 'farm',
  name: 'Farm',
  provider: 'any',
  credentials: 'iam-token',
  endpoint: origin,
  projectId: 'p',
};

/** What comes of canceling a task where the service responds like this. */
async function canceled(
  status: number,
  body = '',
  provider = huaweiVod,
): Promise<{
  readonly sent: readonly HttpRequest[];
  readonly failure: RequestFailure | undefined;
  readonly says: string;
}> {
  const sent: HttpRequest[] = [];
  const http = {
    send: (request: HttpRequest) => {
      sent.push(request);
      return Promise.resolve({ status, headers: {}, body, sentAt: 1, receivedAt: 2 });
    },
  };
  const client = new HttpServiceClient(http, systemClock, () => 1_000, emptyMemory);
  const cancel = provider.cancel?.bind(provider);
  assert.ok(cancel);
  const failure = await cancelTask(client, { provider, connection, credentials, origins: [origin] }, '7', cancel);
  return { sent, failure, says: failure ? inEnglish(failureMessage(failure)) : '' };
}

const huaweiError = (code: string, text: string): string => JSON.stringify({ error_code: code, error_msg: text });
const posting = {
  ...renderFarm,
  cancel: () => ({ method: 'POST', url: `${origin}/7/stop`, headers: {} }) as const,
};

describe('canceling a task', () => {
  it('is one signed DELETE at VOD, which a 204 accepts', async () => {
    const { sent, failure } = await canceled(204);
    assert.equal(failure, undefined);
    assert.deepEqual(
      sent.map(({ method, url }) => `${method} ${url}`),
      [`DELETE ${origin}/v1/p/asset/editing/tasks?task_id=7`],
    );
    assert.equal(sent[0]?.headers['x-auth-token'], 'a-token');
  });

  it('is accepted by any good response, with or without a body', async () => {
    for (const [status, body] of [
      [200, '{"id":"7","status":"canceling"}'],
      [200, 'OK'],
      [202, ''],
      [204, ''],
    ] as const) {
      assert.equal((await canceled(status, body, posting)).failure, undefined, `${status} ${body}`);
    }
  });

  it('is refused with the service’s code and words, and what its documents say of it', async () => {
    const late = await canceled(400, huaweiError('VOD.10083', 'The current state does not allow this operation'));
    assert.equal(
      late.says,
      'VOD cancels a task only while it is queued (farm.example, HTTP 400, VOD.10083: The current state does not allow this operation).',
    );
    assert.equal(late.sent.length, 1);
    const denied = await canceled(403, huaweiError('VOD.10050', 'No permission'));
    assert.match(denied.says, /lack the permission vod:asset:deleteEditTask \(.*VOD\.10050/);
    const other = await canceled(409, '{"error":{"code":"TOO_LATE","message":"Nearly done"}}', posting);
    assert.match(other.says, /^The service refused to cancel it \(farm\.example, HTTP 409, TOO_LATE: Nearly done\)\./);
    const inside = await canceled(200, '{"code":"E7","message":"Nearly done"}', posting);
    assert.match(inside.says, /^The service refused to cancel it \(farm\.example, HTTP 200, E7: Nearly done\)\./);
  });

  it('that fails otherwise says so as every request does', async () => {
    assert.equal((await canceled(401, huaweiError('APIGW.0301', 'token expires'))).failure?.kind, 'unauthorised');
    assert.equal((await canceled(429, huaweiError('APIGW.0308', 'too many'))).failure?.kind, 'throttled');
    assert.match((await canceled(503)).says, /^The service failed/);
  });
});
