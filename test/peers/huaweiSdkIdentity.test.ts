import assert from 'node:assert/strict';
import { systemClock } from '../../src/base/clock';
import type { SimulatedAccount } from '../../src/simulator/accounts';
import { createSimulatedCloud, type SimulatedCloud } from '../../src/simulator/simulatedCloud';
import { loadHuaweiSdk, type HuaweiSdk, type SdkError, type SdkIamClient, type SdkResponse } from './huaweiSdk';

const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const team = { id: '1a1b2c3d4e5f60718293a4b5c6d7e8f9', name: 'cn-north-4_team', parentId: projectId };
const closed = { id: '2a1b2c3d4e5f60718293a4b5c6d7e8f9', name: 'cn-north-4_closed', enabled: false };
const owner = {
  ...{ kind: 'aksk', accessKey: 'AKOFTHEOWNER', secretKey: 'made-up-for-the-peers', projectId },
  ...{ domain: 'company', otherProjects: [team, closed] },
} satisfies SimulatedAccount;
const member = { ...owner, accessKey: 'AKOFTHEMEMBER', mayNotListProjects: true } satisfies SimulatedAccount;
const user = {
  ...{ kind: 'iam-user', domain: 'company', user: 'operator', password: 'made-up for the peers', projectId },
} satisfies SimulatedAccount;

describe("Huawei's SDK and the simulated identity service", () => {
  let sdk: HuaweiSdk;
  let cloud: SimulatedCloud;
  let origin: string;
  let client: SdkIamClient;
  let domainId: string;

  function clientOf({ accessKey, secretKey }: typeof owner | typeof member): SdkIamClient {
    return sdk.iam.IamClient.newBuilder()
      .withEndpoint(origin)
      .withCredential(new sdk.core.GlobalCredentials({ ak: accessKey, sk: secretKey }))
      .build();
  }
  const namesOf = ({ projects }: SdkResponse): readonly string[] => projects.map(({ name }) => name);

  before(async () => {
    sdk = await loadHuaweiSdk();
    cloud = createSimulatedCloud({ clock: systemClock, unlimited: true });
    origin = await cloud.start();
    [owner, member, user].forEach((account) => {
      cloud.accounts.allow(account);
    });
    client = clientOf(owner);
    domainId = (await client.keystoneListAuthDomains()).domains[0]!.id;
  });
  after(() => cloud.stop());

  it('finds the project of a region and asks as it does for its services', async () => {
    const id = cloud.addTask('vod', { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded' });
    const credentials = { ak: owner.accessKey, sk: owner.secretKey, iamEndpoint: origin };
    const vod = new sdk.client.ClientBuilder((each) => each)
      .withRegion(new sdk.core.Region('cn-north-4', origin))
      .withCredential(new sdk.core.BasicCredentials(credentials))
      .build();
    const url = '/v1/{project_id}/asset/editing/tasks';
    const query = { task_id: id, offset: 0, limit: 100 };
    const options = { method: 'GET', url, contentType: 'application/json', pathParams: {}, headers: {} };
    const page = await vod.sendRequest({ ...options, queryParams: query });
    assert.equal(page.tasks[0]!.task_id, id);
  });

  it('lists projects by every filter that it has', async () => {
    const all = ['cn-north-4', team.name, closed.name];
    const expected: readonly [Record<string, unknown>, readonly string[]][] = [
      [{}, all],
      [{ name: 'cn-north-4' }, ['cn-north-4']],
      [{ name: 'cn-north' }, []],
      [{ domain_id: domainId }, all],
      [{ domain_id: 'another' }, []],
      [{ parent_id: domainId }, ['cn-north-4', closed.name]],
      [{ parent_id: projectId }, [team.name]],
      [{ enabled: true }, ['cn-north-4', team.name]],
      [{ enabled: false }, [closed.name]],
      [{ is_domain: false }, all],
      [{ is_domain: true }, []],
      [{ page: 1, per_page: 2 }, all.slice(0, 2)],
      [{ page: 2, per_page: 2 }, all.slice(2)],
      [{ name: team.name, enabled: true, page: 1, per_page: 10 }, [team.name]],
    ];
    for (const [filters, names] of expected) {
      assert.deepEqual(namesOf(await client.keystoneListProjects(filters)), names, JSON.stringify(filters));
    }
  });

  it('finds in a project what its models name', async () => {
    const [first] = (await client.keystoneListProjects({ name: team.name })).projects;
    const { links, ...rest } = first!;
    const plain = { id: team.id, name: team.name, parent_id: projectId, domain_id: domainId };
    assert.deepEqual(rest, { ...plain, enabled: true, is_domain: false, description: '' });
    assert.ok(links.self);
  });

  it('is refused the list of projects as an ordinary user, and told the projects that are open to that user', async () => {
    const ordinary = clientOf(member);
    await assert.rejects(ordinary.keystoneListProjects({}), (error: SdkError) => error.httpStatusCode === 403);
    assert.deepEqual(namesOf(await ordinary.keystoneListAuthProjects()), ['cn-north-4', team.name]);
  });

  it('is told the account and the regions', async () => {
    const { domains } = await clientOf(member).keystoneListAuthDomains();
    assert.deepEqual([domains[0]!.name, domains[0]!.enabled], ['company', true]);
    const { regions } = await client.keystoneListRegions();
    assert.ok(regions.some(({ id, type }) => id === 'cn-north-4' && type === 'public'));
  });

  describe('with a password', () => {
    const identity = {
      methods: ['password'],
      password: { user: { name: user.user, password: user.password, domain: { name: user.domain } } },
    };
    const signIn = (scope?: object): Promise<SdkResponse> =>
      client.keystoneCreateUserTokenByPassword({ body: { auth: { identity, ...(scope && { scope }) } } });

    it('signs in to a project, by its id and by its name', async () => {
      for (const project of [{ id: projectId }, { name: 'cn-north-4' }]) {
        const { token, ...headers } = await signIn({ project });
        assert.ok(headers['X-Subject-Token']);
        assert.equal(token.project?.id, projectId);
        assert.equal(token.domain, undefined);
        assert.ok(Date.parse(token.expires_at) > Date.parse(token.issued_at));
      }
    });

    it('signs in to the account, by its id and by its name', async () => {
      for (const domain of [{ id: domainId }, { name: 'company' }]) {
        const { token, ...headers } = await signIn({ domain });
        assert.ok(headers['X-Subject-Token']);
        assert.deepEqual([token.domain?.id, token.domain?.name, token.project], [domainId, 'company', undefined]);
      }
    });

    it('signs in to nothing in particular', async () => {
      const { token, ...headers } = await signIn();
      assert.ok(headers['X-Subject-Token']);
      assert.deepEqual([token.domain, token.project, token.user.name], [undefined, undefined, user.user]);
    });

    it('is refused another account and another project', async () => {
      for (const scope of [{ domain: { name: 'other' } }, { project: { id: 'other' } }]) {
        await assert.rejects(signIn(scope), (error: SdkError) => error.httpStatusCode === 401);
      }
    });
  });
});
