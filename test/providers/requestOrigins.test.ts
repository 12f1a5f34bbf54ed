import assert from 'node:assert/strict';
import type { Connection } from '../../src/connections/connection';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiKooDrive } from '../../src/providers/huaweiKooDrive/provider';
import type { Provider } from '../../src/providers/provider';
import { acceptProvider } from '../../src/providers/acceptProvider';
import { createProviderRegistry } from '../../src/providers/registry';
import { requestOrigins } from '../../src/providers/requestOrigins';
import { shoplazza } from '../../src/providers/shoplazza/provider';

const connection = (provider: Provider, more: Partial<Connection> = {}): Connection => ({
  id: 'works',
  name: 'Works',
  provider: provider.id,
  credentials: provider.credentials[0]!,
  ...more,
});
const service = 'https://sdg.cn-north-4.myhuaweicloud.com';
const iam = 'https://iam.cn-north-4.myhuaweicloud.com';

describe('requestOrigins', () => {
  const cases: readonly (readonly [string, Provider, Partial<Connection>, readonly string[]])[] = [
    ['a key with its project', huaweiDsc, { region: 'cn-north-4', projectId: 'p1' }, [service]],
    ['a project that is looked up', huaweiDsc, { region: 'cn-north-4' }, [service, iam]],
    [
      'a password, with ports',
      huaweiDsc,
      {
        credentials: 'iam-password',
        projectId: 'p1',
        endpoint: 'https://dsc.example:8443/x/',
        iamEndpoint: 'http://localhost:5000/v3',
      },
      ['https://dsc.example:8443', 'http://localhost:5000'],
    ],
    ['a list', huaweiKooDrive, {}, ['https://cn.myhuaweicloud-koodrive.com']],
    ['a shop', shoplazza, { shop: 'lamps' }, ['https://lamps.myshoplaza.com']],
  ];
  for (const [what, provider, more, origins] of cases) {
    it(`T2: knows where requests go: ${what}`, () => {
      assert.deepEqual(requestOrigins(provider, connection(provider, more)), origins);
    });
  }

  it('T2: takes the endpoint where a provider of another extension fails', () => {
    const broken: Provider = {
      ...shoplazza,
      request: () => {
        throw new Error('a fault of theirs');
      },
    };
    assert.deepEqual(requestOrigins(broken, connection(broken, { endpoint: 'https://x.example/a' })), [
      'https://x.example',
    ]);
    assert.deepEqual(requestOrigins(broken, connection(broken)), []);
  });
});

describe('createProviderRegistry', () => {
  it('T2: registers a provider under the id that was checked, whatever its getter says later', () => {
    const registry = createProviderRegistry([shoplazza]);
    let reads = 0;
    const shifty = Object.defineProperty({ ...huaweiDsc }, 'id', {
      get: () => ((reads += 1) > 1 ? 'shoplazza' : 'honest'),
    });
    registry.register(acceptProvider(shifty));
    assert.equal(registry.get('shoplazza'), shoplazza);
    assert.deepEqual([registry.get('honest')?.id, reads], ['honest', 1]);
    registry.dispose();
  });
});
