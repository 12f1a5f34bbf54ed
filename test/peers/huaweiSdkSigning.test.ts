import assert from 'node:assert/strict';
import { authenticate } from '../../src/auth/authenticate';
import { systemClock } from '../../src/base/clock';
import type { Connection } from '../../src/connections/connection';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import { loadHuaweiSdk, type HuaweiSdk, type SdkClient, type SdkError, type SdkResponse } from './huaweiSdk';
import { providers } from './product';

const key = { accessKey: 'AKOFTHEPEERS', secretKey: 'made-up-for-the-peers' };
const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

// What the SDK sends as it signed it. It encodes blanks and quotes in a path twice, but only in the signature.
const oddIds = ['a-b_c.d~e', 'a!b', 'a(b)*', 'a+b', 'a,b;c=d', 'a:b@c', 'a$b&c', '漆', 'Übergröße'];

const oddQueries: readonly Readonly<Record<string, unknown>>[] = [
  { empty: '' },
  { blank: 'a b', plus: 'a+b' },
  { mark: "!'()*", sign: '&=?/#%' },
  { Upper: '1', lower: '2', _: '3', '10': '4', '9': '5' },
  { repeated: ['b', 'a', 'a b'] },
  { letter: '漆', Größe: 'ü', emoji: '🎬' },
  { encoded: '%20%2F', number: 7, yes: true },
];

describe("Huawei's SDK and our signatures", () => {
  let sdk: HuaweiSdk;
  let cloud: SimulatedCloud;
  let origin: string;

  before(async () => {
    sdk = await loadHuaweiSdk();
    cloud = createSimulatedCloud({ clock: systemClock, unlimited: true });
    origin = await cloud.start();
    cloud.accounts.allow({ kind: 'aksk', ...key, projectId });
    cloud.accounts.allow({ kind: 'aksk', ...key, accessKey: 'AKTEMPORARY', securityToken: 'temporary', projectId });
  });
  after(() => cloud.stop());

  function clientOf(more: { ak?: string; sk?: string; securityToken?: string } = {}): SdkClient {
    const parts = { ak: key.accessKey, sk: key.secretKey, projectId, ...more };
    return new sdk.client.ClientBuilder((client) => client)
      .withEndpoint(origin)
      .withCredential(new sdk.core.BasicCredentials(parts))
      .build();
  }

  function get(
    client: SdkClient,
    taskId: string,
    queryParams: Readonly<Record<string, unknown>> = {},
  ): Promise<SdkResponse> {
    return client.sendRequest({
      method: 'GET',
      url: '/v1/{project_id}/watermark/embed/tasks/{task_id}',
      contentType: 'application/json',
      pathParams: { task_id: taskId },
      queryParams,
      headers: {},
    });
  }

  async function refusal(response: Promise<SdkResponse>): Promise<SdkError> {
    try {
      await response;
    } catch (error) {
      return error as SdkError;
    }
    throw new Error('It was not refused.');
  }

  it('is let in by the simulator, with a lasting key and with a temporary one', async () => {
    const id = cloud.addTask('dsc', { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded' });
    for (const client of [clientOf(), clientOf({ ak: 'AKTEMPORARY', securityToken: 'temporary' })]) {
      assert.equal((await get(client, id)).task_id, id);
    }
  });

  it('is not let in with another secret', async () => {
    const { httpStatusCode, errorCode } = await refusal(get(clientOf({ sk: 'wrong' }), 'a'));
    assert.deepEqual([httpStatusCode, errorCode], [401, 'APIGW.0301']);
  });

  for (const id of oddIds) {
    it(`is let in with the path ${id}`, async () => {
      const { errorCode } = await refusal(get(clientOf(), id));
      assert.equal(errorCode, 'DSC.00000404');
    });
  }

  for (const query of oddQueries) {
    it(`is let in with the query ${JSON.stringify(query)}`, async () => {
      const { errorCode } = await refusal(get(clientOf(), 'a', query));
      // The simulator's DSC takes no parameters, and says so to those whom it let in only.
      assert.equal(errorCode, 'DSC.00000004');
    });
  }

  for (const provider of ['huawei-dsc', 'huawei-vod']) {
    it(`signs every request to ${provider} as we do`, () => {
      const ours = providers.get(provider)!;
      const connection: Connection = {
        ...{ id: 'works', name: 'Works', provider, credentials: 'aksk' },
        ...{ endpoint: 'https://service.example.com/base', region: 'cn-north-4', projectId },
      };
      const requests = [ours.request(connection, 'f84dcc533e864a4e944a4df346601819')];
      requests.push(...[undefined, '100'].flatMap((page) => ours.list?.request(connection, page) ?? []));
      for (const each of requests) {
        const signed = authenticate(
          each,
          { kind: 'aksk', ...key },
          { now: Date.parse('2026-11-20T08:00:00Z'), projectId },
        );
        const url = new URL(each.url);
        const theirs = sdk.signer.AKSKSigner.sign(
          {
            method: each.method,
            endpoint: `${url.origin}${url.pathname}`,
            queryParams: Object.fromEntries(url.searchParams),
            headers: { 'X-Sdk-Date': '20261120T080000Z', 'X-Project-Id': projectId },
          },
          new sdk.core.BasicCredentials({ ak: key.accessKey, sk: key.secretKey, projectId }),
        );
        assert.equal(signed.headers['authorization'], theirs['Authorization']);
      }
    });
  }
});
