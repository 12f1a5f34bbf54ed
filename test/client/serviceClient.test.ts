import assert from 'node:assert/strict';
import type { Credentials } from '../../src/auth/credentials';
import type { Clock } from '../../src/base/clock';
import { CancelledError } from '../../src/base/errors';
import { inEnglish } from '../../src/base/message';
import type { Connection } from '../../src/connections/connection';
import type { RequestFailure } from '../../src/http/failure';
import { failureMessage } from '../../src/http/failureMessage';
import { createHttpClient } from '../../src/http/httpClient';
import { builtInProviders } from '../../src/providers/builtInProviders';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { requestOrigins } from '../../src/providers/requestOrigins';
import type { Store } from '../../src/tasks/ports/store';
import type { CallContext } from '../../src/client/callContext';
import { testConnection } from '../../src/polling/connectionTest';
import { HttpServiceClient } from '../../src/client/serviceClient';
import type { Provider } from '../../src/providers/provider';
import { renderFarm } from '../fixtures/render-farm/provider';
import { startTestCloud, type TestCloud } from '../simulator/testCloud';
import { Sandbox } from '../store/sandbox';
import { createTestAccount, testAccountNames } from '../support/testAccounts';

const providers = new Map(builtInProviders.map((provider) => [provider.id, provider]));
const plan = { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded', files: 4 } as const;
const hour = 3_600_000;

describe('HttpServiceClient', () => {
  let test: TestCloud;
  let origin: string;
  let client: HttpServiceClient;
  let sandbox: Sandbox;
  let store: Store;
  let id: string;

  /** What a window that opens now would ask with. */
  const newClient = (clock: Clock = test.clock): HttpServiceClient =>
    new HttpServiceClient(createHttpClient({ clock }), clock, () => 10_000, store.connections);

  /** A call to the simulated cloud, with a key that it accepts unless said otherwise. */
  function callTo(more: Partial<Connection> = {}, credentials: Credentials = key): CallContext {
    const place = { endpoint: origin, region: 'cn-north-4', projectId: 'p1', iamEndpoint: origin };
    const connection = { id: 'works', name: 'Works', provider: 'huawei-dsc', credentials: credentials.kind, ...place };
    return { provider: huaweiDsc, connection: { ...connection, ...more }, credentials, origins: [origin] };
  }
  const key: Credentials = { kind: 'aksk', accessKey: 'AKTEST', secretKey: 'the-secret-key' };
  const password: Credentials = { kind: 'iam-password', domain: 'acme', user: 'kim', password: 'the-password' };
  const requestsTo = (path: string): number => test.cloud.requests.filter((request) => request.path === path).length;

  beforeEach(async () => {
    test = await startTestCloud({ unlimited: true });
    origin = await test.cloud.start();
    sandbox = new Sandbox();
    store = sandbox.memory();
    client = newClient();
    test.cloud.accounts.allow({ ...key, projectId: 'p1' });
    test.cloud.accounts.allow({ ...password, kind: 'iam-user', projectId: 'p1' });
    id = test.cloud.addTask('dsc', plan);
    test.clock.advance(30_000);
  });
  afterEach(async () => {
    await test.stop();
    sandbox.end();
  });

  for (const name of testAccountNames) {
    it(`asks and is answered: ${name}`, async () => {
      const { connection, credentials, account, service } = createTestAccount(name, origin);
      const provider = providers.get(connection.provider)!;
      const about: CallContext = { provider, connection, credentials, origins: requestOrigins(provider, connection) };
      const task = test.cloud.addTask(service, plan);
      const refused = await client.task(about, task);
      assert.ok(!refused.ok);
      assert.equal(refused.failure.kind, 'unauthorised');
      assert.equal((await testConnection(client, about))?.kind, 'unauthorised');
      test.cloud.accounts.allow(account);
      const result = await client.task(about, task);
      assert.ok(result.ok, JSON.stringify(result));
      assert.equal(result.snapshot.state, 'running');
      assert.equal(await testConnection(client, about), undefined);
    });
  }

  it('names the host that a failure is about', async () => {
    const result = await client.task(callTo(), 'f'.repeat(32));
    assert.ok(!result.ok);
    assert.equal(result.failure.host, new URL(origin).host);
    await test.stop();
    const away = await client.task(callTo(), id);
    assert.ok(!away.ok);
    assert.deepEqual([away.failure.kind, away.failure.host], ['offline', new URL(origin).host]);
  });

  it('says what is wrong with an address instead of calling', async () => {
    const result = await client.task(callTo({ endpoint: 'http://example.com', iamEndpoint: 'http://example.com' }), id);
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, 'address');
    assert.equal(test.cloud.requests.length, 0);
  });

  it('says what is wrong with a key that no header can carry, and not what it is', async () => {
    const result = await client.task(callTo({}, { kind: 'iam-token', token: 'the-secret\n-token' }), id);
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, 'unauthorised');
    assert.ok(!JSON.stringify(result).includes('secret'));
  });

  it('takes what a foreign provider throws for a failure', async () => {
    const broken = (): never => {
      throw new TypeError('a fault of theirs');
    };
    for (const fault of [{ request: broken }, { parse: broken }]) {
      const result = await client.task({ ...callTo(), provider: { ...huaweiDsc, ...fault } }, id);
      assert.ok(!result.ok);
      assert.equal(result.failure.kind, 'unexpected-shape');
    }
  });

  describe('with a provider that has hooks', () => {
    const call = (more: Partial<Provider>): CallContext => ({ ...callTo(), provider: { ...huaweiDsc, ...more } });
    const failureOf = async (more: Partial<Provider>): Promise<RequestFailure> => {
      const result = await client.task(call(more), id);
      assert.ok(!result.ok);
      return result.failure;
    };
    const sleeping = { kind: 'status', status: 503, body: { code: 'FARM-ASLEEP', message: 'zzz' } } as const;

    it('reads a bad status itself, by the provider’s codes', async () => {
      test.cloud.inject(sleeping);
      const parse = (): never => assert.fail('A bad status was given to the provider.');
      const failure = await failureOf({ parse, classifyCode: (...about) => renderFarm.classifyCode?.(...about) });
      assert.deepEqual([failure.kind, failure.status, failure.detail], ['throttled', 503, 'zzz']);
      assert.equal((await failureOf({ parse })).kind, 'server-error');
    });

    it('leaves a bad status to one that wants to read it', async () => {
      test.cloud.inject(sleeping);
      const parse: Provider['parse'] = ({ status }) => ({ ok: false, failure: { kind: 'not-found', status } });
      const failure = await failureOf({ parse, parsesFailures: true });
      assert.deepEqual([failure.kind, failure.status], ['not-found', 503]);
    });

    it('lets it say what happened, with the host in it', async () => {
      test.cloud.inject(sleeping);
      const failure = await failureOf({ describeFailure: (about) => renderFarm.describeFailure?.(about) });
      assert.equal(inEnglish(failureMessage(failure)), `The farm at ${new URL(origin).host} sleeps until 8:00.`);
    });

    it('believes it about unknown tasks in the test of a connection', async () => {
      test.cloud.inject({ kind: 'status', status: 418, body: { code: 'teapot', message: 'no frame' } });
      const classifyCode = () => 'server-error' as const;
      assert.equal((await testConnection(client, call({ classifyCode })))?.kind, 'server-error');
      const isUnknownTask = (about: RequestFailure) => renderFarm.isUnknownTask?.(about) ?? false;
      assert.equal(await testConnection(client, call({ classifyCode, isUnknownTask })), undefined);
    });
  });

  describe('T2: with credentials for other origins', () => {
    const given = ['https://given.example'];

    for (const name of testAccountNames) {
      it(`T2: sends nothing elsewhere: ${name}`, async () => {
        const { connection, credentials, account, service } = createTestAccount(name, origin);
        test.cloud.accounts.allow(account);
        const provider = providers.get(connection.provider)!;
        const call: CallContext = { provider, connection, credentials, origins: given };
        const task = test.cloud.addTask(service, plan);
        const results = [await client.task(call, task)];
        const listed = provider.list && (await client.page(call, provider.list));
        for (const result of [...results, ...(listed ? [listed] : [])]) {
          assert.ok(!result.ok);
          assert.equal(result.failure.kind, 'credentials-missing');
          const sentence = inEnglish(failureMessage(result.failure));
          assert.ok(sentence.includes('given.example') && sentence.includes(new URL(origin).host), sentence);
        }
        assert.equal(test.cloud.requests.length, 0);
      });
    }

    it('T2: posts a password to no other identity service, and looks up no project there', async () => {
      const there = 'https://iam.elsewhere.example';
      for (const call of [callTo({ iamEndpoint: there }, password), callTo({ iamEndpoint: there, projectId: '' })]) {
        const result = await client.task(call, id);
        assert.ok(!result.ok);
        assert.deepEqual([result.failure.kind, result.failure.host], ['credentials-missing', 'iam.elsewhere.example']);
      }
      assert.equal(test.cloud.requests.length, 0);
    });

    it('T2: sends nothing elsewhere for a provider that changes its mind', async () => {
      const provider: Provider = {
        ...huaweiDsc,
        request: () => ({ method: 'GET', url: 'https://evil.example/', headers: {} }),
      };
      const result = await client.task({ ...callTo(), provider }, id);
      assert.ok(!result.ok);
      assert.deepEqual([result.failure.kind, result.failure.host], ['credentials-missing', 'evil.example']);
    });

    it('T2: takes another port or scheme for another origin', async () => {
      const { host } = new URL(origin);
      const result = await client.task({ ...callTo(), origins: [`https://${host}`] }, id);
      assert.ok(!result.ok);
      assert.match(inEnglish(failureMessage(result.failure)), new RegExp(`https://${host}.* http://${host}`));
    });

    it('T2: sends a request without credentials anywhere', async () => {
      const result = await client.task({ ...callTo({}, { kind: 'none' }), origins: given }, id);
      assert.ok(!result.ok);
      assert.equal(result.failure.kind, 'unauthorised');
    });
  });

  it('can be called off', async () => {
    test.cloud.inject({ kind: 'hang' });
    const stop = new AbortController();
    const hung = new Promise((resolve) => test.cloud.onDidRespond(resolve));
    const result = assert.rejects(client.task({ ...callTo(), signal: stop.signal }, id), CancelledError);
    await hung;
    stop.abort();
    await result;
  });

  it('gives up on a service that does not respond', async () => {
    test.cloud.inject({ kind: 'hang' });
    const hung = new Promise((resolve) => test.cloud.onDidRespond(resolve));
    const calling = client.task(callTo(), id);
    await hung;
    test.clock.advance(10_001);
    const result = await calling;
    assert.ok(!result.ok);
    assert.equal(result.failure.kind, 'timeout');
  });

  describe('with a password', () => {
    it('fetches one token, however many calls there are', async () => {
      const results = await Promise.all([1, 2, 3].map(() => client.task(callTo({}, password), id)));
      results.push(await client.task(callTo({}, password), id));
      assert.ok(results.every(({ ok }) => ok));
      assert.equal(requestsTo('/v3/auth/tokens'), 1);
    });

    it('fetches another before the first one ends', async () => {
      await client.task(callTo({}, password), id);
      test.clock.advance(23 * hour);
      assert.ok((await client.task(callTo({}, password), id)).ok);
      assert.equal(requestsTo('/v3/auth/tokens'), 1);
      test.clock.advance(58 * 60_000);
      assert.ok((await client.task(callTo({}, password), id)).ok);
      assert.equal(requestsTo('/v3/auth/tokens'), 2);
    });

    it('fetches another when the service no longer accepts the first one', async () => {
      await client.task(callTo({}, password), id);
      test.cloud.inject({
        kind: 'status',
        status: 401,
        body: { error_msg: 'token' },
        match: { service: 'dsc', times: 1 },
      });
      assert.ok((await client.task(callTo({}, password), id)).ok);
      assert.equal(requestsTo('/v3/auth/tokens'), 2);
    });

    describe('and a passcode', () => {
      const passcode = { userId: 'user-1', passcode: '123456' };

      beforeEach(() => {
        test.cloud.accounts.allow({ ...password, kind: 'iam-user', projectId: 'p1', totp: passcode });
      });

      it('lets other windows ask with what it was changed into', async () => {
        const about = callTo({}, password);
        const persistedToken = await client.signIn(about.connection, password, passcode);
        assert.ok(persistedToken);
        const result = await newClient().task({ ...about, persistedToken }, id);
        assert.ok(result.ok, JSON.stringify(result));
        assert.equal(test.cloud.accounts.failuresOf('kim'), 0);
        const without = await newClient().task(about, id);
        assert.ok(!without.ok);
        assert.equal(without.failure.kind, 'unauthorised');
      });

      it('is not taken for another scope, nor after its end, nor once it was refused', async () => {
        const about = callTo({}, password);
        const persistedToken = await client.signIn(about.connection, password, passcode);
        assert.ok(persistedToken);
        const elsewhere = callTo({ projectId: 'p2' }, password);
        assert.ok(!(await newClient().task({ ...elsewhere, persistedToken }, id)).ok);
        assert.ok(
          !(
            await newClient().task({ ...about, persistedToken: { ...persistedToken, expiresAt: test.clock.now() } }, id)
          ).ok,
        );
        const signIns = requestsTo('/v3/auth/tokens');
        const other = newClient();
        const broken = { ...persistedToken, token: 'not-a-token' };
        assert.ok(!(await other.task({ ...about, persistedToken: broken }, id)).ok);
        assert.ok(!(await other.task({ ...about, persistedToken: broken }, id)).ok);
        assert.equal(requestsTo('/v3/auth/tokens'), signIns + 2);
      });
    });

    it('tries a wrong one once', async () => {
      const result = await client.task(callTo({}, { ...password, password: 'wrong' }), id);
      assert.ok(!result.ok);
      assert.equal(result.failure.kind, 'unauthorised');
      assert.equal(test.cloud.accounts.failuresOf('kim'), 1);
      // A missing passcode and a wrong project look the same, and the user is told so.
      assert.match(failureMessage(result.failure).text, /project ID and region.*passcode/);
    });

    it('asks a service that refuses even a new token no third time', async () => {
      test.cloud.inject({ kind: 'status', status: 401, body: { error_msg: 'no' }, match: { service: 'dsc' } });
      const result = await client.task(callTo({}, password), id);
      assert.ok(!result.ok);
      assert.equal(result.failure.kind, 'unauthorised');
      assert.equal(requestsTo('/v3/auth/tokens'), 2);
    });
  });

  it('corrects a wrong clock after one refusal, and remembers how wrong it is', async () => {
    const late = { ...test.clock, now: () => test.clock.now() - hour };
    client = newClient(late);
    const first = await client.task(callTo(), id);
    assert.ok(first.ok, JSON.stringify(first));
    const requestCount = test.cloud.requests.length;
    assert.ok((await client.task(callTo(), id)).ok);
    assert.equal(test.cloud.requests.length, requestCount + 1);
  });

  it('looks up the project of a region once for an account', async () => {
    const about = callTo({ projectId: '' });
    const result = await client.task(about, id);
    assert.ok(result.ok, JSON.stringify(result));
    assert.ok((await client.task(about, id)).ok);
    assert.equal(requestsTo('/v3/auth/projects'), 1);
  });

  it('looks it up once for all windows, and again for other credentials', async () => {
    const about = { ...callTo({ projectId: '' }), version: 1 };
    assert.ok((await client.task(about, id)).ok);
    assert.ok((await newClient().task(about, id)).ok);
    assert.equal(requestsTo('/v3/auth/projects'), 1);
    assert.ok((await newClient().task({ ...about, version: 2 }, id)).ok);
    assert.equal(requestsTo('/v3/auth/projects'), 2);
  });

  it('keeps what the test of a draft found once the connection is saved', async () => {
    const about = callTo({ projectId: '' });
    assert.ok((await client.task(about, id)).ok);
    assert.ok((await client.task({ ...about, version: 1 }, id)).ok);
    assert.ok((await newClient().task({ ...about, version: 1 }, id)).ok);
    assert.equal(requestsTo('/v3/auth/projects'), 1);
  });

  it('corrects a wrong clock in the look-up of a project, too', async () => {
    const late = { ...test.clock, now: () => test.clock.now() - hour };
    client = newClient(late);
    const result = await client.task(callTo({ projectId: '' }), id);
    assert.ok(result.ok, JSON.stringify(result));
  });
});
