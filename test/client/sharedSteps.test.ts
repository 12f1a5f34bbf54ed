import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { CallContext } from '../../src/client/callContext';
import type { Connection } from '../../src/connections/connection';
import type { RequestFailure } from '../../src/http/failure';
import { failureMessage } from '../../src/http/failureMessage';
import { createHttpClient } from '../../src/http/httpClient';
import { testConnection } from '../../src/polling/connectionTest';
import { scopeOf } from '../../src/http/failureScope';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import type { SimulatedProject } from '../../src/simulator/accounts';
import type { FaultKind } from '../../src/simulator/fault';
import { startTestCloud, type TestCloud } from '../simulator/testCloud';
import { emptyMemory } from './emptyMemory';

const key = { kind: 'aksk', accessKey: 'AKTEST', secretKey: 'the-secret-key' } as const;
const password = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'the-password' } as const;
const plan = { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded' } as const;

describe('the steps that all tasks of a connection share', () => {
  let test: TestCloud;
  let origin: string;
  let client: HttpServiceClient;
  let id: string;

  beforeEach(async () => {
    test = await startTestCloud({ unlimited: true });
    origin = await test.cloud.start();
    client = new HttpServiceClient(createHttpClient({ clock: test.clock }), test.clock, () => 10_000, emptyMemory);
    id = test.cloud.addTask('dsc', plan);
  });
  afterEach(() => test.stop());

  function call(credentials: Credentials, more: Partial<Connection> = {}): CallContext {
    const place = { endpoint: origin, region: 'cn-north-4', iamEndpoint: origin };
    const connection = { id: 'works', name: 'Works', provider: 'huawei-dsc', credentials: credentials.kind, ...place };
    return { provider: huaweiDsc, connection: { ...connection, ...more }, credentials, origins: [origin] };
  }
  const count = (path: string): number => test.cloud.requests.filter((request) => request.path === path).length;

  async function failureOf(about: CallContext): Promise<RequestFailure> {
    const result = await client.task(about, id);
    assert.ok(!result.ok);
    assert.equal(scopeOf(result.failure), 'connection');
    assert.equal((await testConnection(client, about))?.kind, result.failure.kind);
    return result.failure;
  }

  describe('looking up the project', () => {
    const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

    /** Gives the key and the user these projects. */
    function allow(otherProjects: readonly SimulatedProject[], mayNotListProjects = false): void {
      const scope = { projectId: 'unrelated', projectName: 'another', otherProjects, mayNotListProjects };
      test.cloud.accounts.allow({ ...key, ...scope });
      test.cloud.accounts.allow({ ...password, kind: 'iam-user', ...scope });
    }
    /** The project that the task was asked for in. */
    async function projectAsked(credentials: Credentials): Promise<string | undefined> {
      await client.task(call(credentials), id);
      return test.cloud.requests.findLast(({ service }) => service === 'dsc')?.path.split('/')[2];
    }

    it("A1: is not needed with a password: the token's own project is taken", async () => {
      allow([{ id: projectId, name: 'cn-north-4' }], true);
      assert.equal(await projectAsked(password), projectId);
      assert.equal(count('/v3/auth/projects') + count('/v3/projects'), 0);
    });

    it('A1: takes no permission', async () => {
      allow([{ id: projectId, name: 'cn-north-4' }], true);
      assert.equal(await projectAsked(key), projectId);
      assert.equal(count('/v3/projects'), 0);
    });

    it('B6: finds exactly the name, and nothing that is closed', async () => {
      const longer = { id: 'longer', name: 'cn-north-4_team' };
      const closed = { id: 'closed', name: 'cn-north-4', enabled: false };
      allow([longer, closed, { id: projectId, name: 'cn-north-4' }]);
      assert.equal(await projectAsked(key), projectId);
    });

    it('A1: goes by the name where the first list is missing', async () => {
      allow([{ id: projectId, name: 'cn-north-4' }]);
      test.cloud.inject({ kind: 'status', status: 404, body: {}, match: { path: '/v3/auth/projects' } });
      assert.equal(await projectAsked(key), projectId);
    });

    it('A1: asks for the project ID when nothing helps', async () => {
      const same = ['a', 'b'].map((one) => ({ id: one, name: 'cn-north-4' }));
      for (const [projects, isOrdinary] of [
        [[], false],
        [[], true],
        [same, false],
      ] as const) {
        allow(projects, isOrdinary);
        const failure = await failureOf(call(key));
        assert.equal(failure.step, 'project');
        assert.match(failureMessage(failure).text, /[Ss]et the project ID/);
      }
    });

    it('tries a refused key once', async () => {
      const failure = await failureOf(call({ ...key, secretKey: 'wrong' }));
      assert.equal(failure.kind, 'unauthorised');
      // And once more in the test of the connection.
      assert.equal(test.cloud.requests.length, 2);
    });
  });

  describe('signing in', () => {
    const account = { ...password, kind: 'iam-user', projectId: 'p1' } as const;

    const faults: readonly (readonly [string, FaultKind])[] = [
      ['403', { kind: 'status', status: 403, body: { error: { code: 403, message: 'no' } } }],
      ['400', { kind: 'status', status: 400, body: { error: { code: 400, message: 'wrong' } } }],
      ['404 in JSON', { kind: 'status', status: 404, body: { error: { code: 404, message: 'Not Found' } } }],
      ['404 as a page', { kind: 'html', status: 404 }],
      ['404 in plain text', { kind: 'status', status: 404, body: 'default backend - 404' }],
      ['405', { kind: 'status', status: 405, body: {} }],
      ['a page', { kind: 'html', status: 200 }],
      ['JSON without a token', { kind: 'status', status: 200, body: {} }],
      ['500', { kind: 'status', status: 500, body: {} }],
      ['503', { kind: 'status', status: 503, headers: { 'retry-after': '60' } }],
      ['429', { kind: 'status', status: 429 }],
      ['a redirect', { kind: 'redirect', location: 'https://elsewhere.example.com/' }],
      ['a broken connection', { kind: 'reset' }],
      ['more than anybody reads', { kind: 'huge', mebibytes: 9 }],
    ];
    for (const [name, fault] of faults) {
      it(`A2: fails for all tasks alike, and says nothing of this one: ${name}`, async () => {
        test.cloud.accounts.allow(account);
        test.cloud.inject({ ...fault, match: { path: '/v3/auth/tokens' } });
        const failure = await failureOf(call(password, { projectId: 'p1' }));
        assert.equal(failure.step, 'sign-in');
        assert.notEqual(failure.kind, 'not-found');
        assert.equal(failure.host, new URL(origin).host);
        // And once more in the test of the connection.
        assert.equal(count('/v3/auth/tokens'), 2);
      });
    }

    it('A4: asks for the passcode when the service says that nothing else is missing', async () => {
      const totp = { userId: 'user-1', passcode: '123456' };
      test.cloud.accounts.allow({ ...account, totp, givesReceipt: true });
      const failure = await failureOf(call(password, { projectId: 'p1' }));
      assert.equal(failure.kind, 'unauthorised');
      assert.match(failureMessage(failure).text, /^The password is correct.*passcode/);
    });

    it('tells a service once that wants the domain of the project', async () => {
      test.cloud.accounts.allow({ ...account, wantsProjectDomain: true, tokenLifetime: 60_000 });
      const about = call(password);
      assert.ok((await client.task(about, id)).ok);
      test.clock.advance(55_000);
      assert.ok((await client.task(about, id)).ok);
      assert.equal(count('/v3/auth/tokens'), 3);
    });

    it('B5: uses a token of five minutes for four and a half', async () => {
      test.cloud.accounts.allow({ ...account, tokenLifetime: 300_000 });
      const about = call(password, { projectId: 'p1' });
      for (const ms of [0, 60_000, 200_000]) {
        test.clock.advance(ms);
        assert.ok((await client.task(about, id)).ok);
      }
      assert.equal(count('/v3/auth/tokens'), 1);
      test.clock.advance(10_000);
      assert.ok((await client.task(about, id)).ok);
      assert.equal(count('/v3/auth/tokens'), 2);
    });
  });
});
