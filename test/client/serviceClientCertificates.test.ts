import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/base/clock';
import type { HttpClient } from '../../src/http/httpClient';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { emptyMemory } from './emptyMemory';

describe('HttpServiceClient, of a connection with a certificate file', () => {
  it('trusts it for the service and for the identity service', async () => {
    const requests: string[] = [];
    const http: HttpClient = {
      send({ url }, { caFile }) {
        requests.push(`${new URL(url).hostname} ${caFile ?? 'as usual'}`);
        const token = { 'x-subject-token': 'token' };
        const body = url.includes('/auth/')
          ? { token: { expires_at: '2999-01-01T00:00:00Z' } }
          : { tasks: [], total: 0 };
        return Promise.resolve({ status: 200, headers: token, body: JSON.stringify(body), sentAt: 0, receivedAt: 0 });
      },
    };
    const client = new HttpServiceClient(http, systemClock, () => 1000, emptyMemory);
    const connection = {
      id: 'inside',
      name: 'Inside',
      provider: 'huawei-vod',
      credentials: 'iam-password',
      endpoint: 'https://vod.inside.example',
      iamEndpoint: 'https://iam.inside.example',
      region: 'inside',
      projectId: 'p1',
    } as const;
    const credentials = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'secret' } as const;
    const origins = ['https://iam.inside.example', 'https://vod.inside.example'];
    const call = { provider: huaweiVod, connection, credentials, origins };

    await client.task({ ...call, connection: { ...connection, caFile: '~/company.pem' } }, '1');
    const file = path.join(homedir(), 'company.pem');
    assert.deepEqual(requests, [`iam.inside.example ${file}`, `vod.inside.example ${file}`]);

    requests.length = 0;
    await client.task(call, '1');
    assert.deepEqual(requests, ['iam.inside.example as usual', 'vod.inside.example as usual']);
  });
});
