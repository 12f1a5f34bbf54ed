import assert from 'node:assert/strict';
import type { SavedCall } from '../../src/client/callContext';
import { HttpServiceClient } from '../../src/client/serviceClient';
import { RequestError, type RequestFailure } from '../../src/http/failure';
import type { HttpRequest, HttpResponse } from '../../src/http/request';
import { withFingerprint } from '../../src/polling/fingerprint';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { requestOrigins } from '../../src/providers/requestOrigins';
import { settled } from '../support/manualClock';
import { connectionOf, someTasks, token, useWorld } from './world';

const minute = 60_000;
const ids = ['one', 'two', 'three', 'four', 'five', 'six'];

describe('T5: credentials that were rejected', () => {
  const world = useWorld();
  let requests: HttpRequest[];
  let isRejected: boolean;
  let status: number;
  let headers: Record<string, string>;
  const http = {
    async send(request: HttpRequest): Promise<HttpResponse> {
      requests.push(request);
      const rejects = isRejected;
      // As on a network, a response is an event of its own.
      await settled();
      const at = world.clock.now();
      const id = new URL(request.url).pathname.split('/').at(-1);
      const body = rejects
        ? { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' }
        : { task_id: id, status: 0, total: 4, completed: 1, failed: 0 };
      const response = { status: rejects ? 401 : status, headers, body: JSON.stringify(body) };
      return { ...response, sentAt: at, receivedAt: at };
    },
  };
  const isUnauthorised = (error: unknown): boolean =>
    error instanceof RequestError && error.failure.kind === 'unauthorised';
  const client = (from: Pick<typeof http, 'send'> = http) =>
    new HttpServiceClient(from, world.clock, () => minute, world.store.connections);

  beforeEach(() => {
    requests = [];
    isRejected = true;
    status = 200;
    headers = {};
  });

  async function open(text = 'wrong', from?: Pick<typeof http, 'send'>) {
    world.setting.edit(ids.map((id) => connectionOf(id)));
    const window = await world.open({ client: client(from) });
    for (const id of ids) {
      await window.vault.write(id, token(text));
    }
    await window.connections.load();
    return window;
  }

  it('T5: the same key in six connections costs one request, for all windows', async () => {
    const window = await open();
    window.service.track(ids.flatMap((id) => someTasks(5, id)));
    window.poller.start();
    await world.run(minute);
    assert.equal(requests.length, 1);
    assert.ok(ids.every((id) => window.store.connections.state(id).credentialsRejected));
    const other = await world.open({ client: client() });
    other.poller.start();
    await world.run(10 * minute);
    await assert.rejects(other.service.lookUp({ connection: 'six', id: '1' }), isUnauthorised);
    assert.equal(requests.length, 1);
  });

  it('T5: an edit of one connection has no rejected key sent again, at that one or at the others', async () => {
    const window = await open();
    window.service.track(ids.flatMap((id) => someTasks(5, id)));
    window.poller.start();
    await world.run(minute);
    const projectId = 'f'.repeat(32);
    world.setting.edit(ids.map((id) => connectionOf(id, id === 'one' ? { projectId } : {})));
    await world.run(10 * minute);
    assert.equal(requests.length, 1);
    assert.ok(ids.every((id) => window.store.connections.state(id).credentialsRejected));
  });

  it('T5: windows that start at the same moment send one request with the same key', async () => {
    world.setting.edit(ids.map((id) => connectionOf(id)));
    const stores = ['a', 'b', 'c'].map((name) => world.sandbox.window(name));
    const windows = [];
    for (const store of stores) {
      windows.push(
        await world.open({ store, client: new HttpServiceClient(http, world.clock, () => minute, store.connections) }),
      );
    }
    for (const id of ids) {
      await windows[0]?.vault.write(id, token('wrong'));
    }
    await Promise.all(windows.map(({ connections }) => connections.load()));
    windows[0]?.service.track(ids.flatMap((id) => someTasks(5, id)));
    const lookUps = windows.map(({ service }, index) =>
      assert.rejects(service.lookUp({ connection: ids[index] ?? '', id: '1' }), isUnauthorised),
    );
    for (const { poller } of windows) {
      poller.start();
    }
    await world.run(2 * minute);
    await Promise.all(lookUps);
    assert.equal(requests.length, 1);
    assert.ok(ids.every((id) => stores[0]?.connections.state(id).credentialsRejected));
  });

  it('T5: a rejection counts from its response on, before it is stored', async () => {
    const { store, connections } = await open();
    const connection = connectionOf('one');
    const stored = await connections.credentials(connection);
    assert.ok(stored);
    const call = await withFingerprint<SavedCall>(connections, { provider: huaweiDsc, connection, ...stored });
    const asking = client();
    assert.ok(!(await asking.task(call, '1')).ok);
    const again = asking.task(call, '1');
    await world.run(1_000);
    assert.equal(requests.length, 1);
    const failure: RequestFailure = { kind: 'unauthorised', status: 401 };
    store.connections.rejectCredentials('one', call.version, failure, world.clock.now(), call.fingerprint);
    await world.run(1_000);
    const outcome = await again;
    assert.ok(!outcome.ok && outcome.failure.kind === 'unauthorised');
    assert.equal(requests.length, 1);
  });

  it('T5: a rejection that only the provider recognizes counts, too', async () => {
    const shop = { provider: 'shoplazza', credentials: 'access-token', shop: 'lamps', apiVersion: '2026-01' } as const;
    world.setting.edit(ids.map((id) => ({ id, name: id, ...shop })));
    const body = JSON.stringify({ code: 'InvalidParameter', message: 'The store or the access token is not valid' });
    const send: typeof http.send = async (request) => ({ ...(await http.send(request)), status: 400, body });
    const window = await world.open({
      client: new HttpServiceClient({ send }, world.clock, () => minute, world.store.connections),
    });
    for (const id of ids) {
      await window.vault.write(id, { kind: 'access-token', token: 'wrong' });
    }
    await window.connections.load();
    const all = ids.map((connection) => assert.rejects(window.service.lookUp({ connection, id: '1' }), isUnauthorised));
    await world.run(minute);
    await Promise.all(all);
    assert.equal(requests.length, 1);
  });

  it('T5: a killed window that sent the first request does not hold the others up', async () => {
    const killed = world.sandbox.window('killed');
    const window = await open('right');
    isRejected = false;
    const fingerprint = await window.connections.fingerprint(
      token('right'),
      JSON.stringify(requestOrigins(huaweiDsc, connectionOf('one')).slice(0, 1)),
    );
    assert.ok(killed.connections.claimFirstRequest(fingerprint, world.clock.now(), world.clock.now() + 45_000));
    killed.dispose();
    const store = world.sandbox.window('survivor');
    const survivor = await world.open({
      store,
      client: new HttpServiceClient(http, world.clock, () => minute, store.connections),
    });
    const found = survivor.service.lookUp({ connection: 'one', id: '1' });
    await world.run(44_000);
    assert.equal(requests.length, 0);
    await world.run(2_000);
    assert.equal((await found).state, 'running');
  });

  it('T5: a key that is rejected is not in the store, nor is its plain hash', async () => {
    const window = await open('wrong-key-1234');
    window.service.track(someTasks(1, 'one'));
    window.poller.start();
    await world.run();
    const stored = JSON.stringify(ids.map((id) => window.store.connections.state(id)));
    assert.ok(!stored.includes('wrong-key-1234'));
  });

  it('T5: thirty look-ups at once cost one request', async () => {
    const window = await open();
    const all = Array.from({ length: 30 }, (_, index) =>
      assert.rejects(window.service.lookUp({ connection: 'one', id: String(index) }), isUnauthorised),
    );
    await world.run(10_000);
    await Promise.all(all);
    assert.equal(requests.length, 1);
    await assert.rejects(window.service.lookUp({ connection: 'one', id: '1' }), isUnauthorised);
    await assert.rejects(window.service.lookUp({ connection: 'two', id: '1' }), isUnauthorised);
    assert.equal(requests.length, 1);
  });

  it('T5: Test Connection sends another, and a success ends the rejection everywhere', async () => {
    const window = await open();
    window.service.track(ids.flatMap((id) => someTasks(1, id)));
    window.poller.start();
    await world.run();
    await assert.rejects(window.service.test('two'), isUnauthorised);
    const tests = ['two', 'three', 'four'].map((id) => assert.rejects(window.service.test(id), isUnauthorised));
    await Promise.all(tests);
    assert.equal(requests.length, 3);
    isRejected = false;
    await window.service.test('two');
    await world.run(1_000);
    assert.ok(ids.every((id) => !window.store.connections.state(id).credentialsRejected));
    assert.ok(ids.every((id) => window.store.tasks.get({ connection: id, id: '1' })?.state === 'running'));
  });

  it('T5: a key that is good elsewhere is not stopped, nor are other keys', async () => {
    world.setting.edit([
      connectionOf('wrong', { endpoint: 'https://wrong.example.com' }),
      connectionOf('right', { endpoint: 'https://right.example.com' }),
    ]);
    const send: typeof http.send = (request) => {
      isRejected = request.url.includes('wrong.example.com');
      return http.send(request);
    };
    const window = await world.open({
      client: new HttpServiceClient({ send }, world.clock, () => minute, world.store.connections),
    });
    await window.vault.write('wrong', token('the same'));
    await window.vault.write('right', token('the same'));
    await window.connections.load();
    window.service.track([...someTasks(1, 'wrong'), ...someTasks(1, 'right')]);
    window.poller.start();
    await world.run(minute);
    assert.ok(window.store.connections.state('wrong').credentialsRejected);
    assert.equal(window.store.tasks.get({ connection: 'right', id: '1' })?.state, 'running');
  });

  it('T5: a draft that was rejected and saved nonetheless tells the other connections', async () => {
    const window = await open();
    const failure = await window.service.testDraft(connectionOf('one'), token('wrong'));
    assert.ok(failure);
    await window.service.noteRejection('one', failure);
    await assert.rejects(window.service.lookUp({ connection: 'two', id: '1' }), isUnauthorised);
    assert.equal(requests.length, 1);
  });

  for (const [what, answer, retryAfter] of [
    ['429', 429, {}],
    ['503 with Retry-After', 503, { 'retry-after': '40' }],
  ] as const) {
    it(`T3: a clock that goes back while ${what} arrives makes nobody wait for an hour`, async () => {
      isRejected = false;
      status = answer;
      headers = retryAfter;
      const { promise: arrives, resolve: arrive } = Promise.withResolvers<undefined>();
      const send: typeof http.send = async (request) => {
        const response = await http.send(request);
        await (status === 200 ? undefined : arrives);
        return response;
      };
      const window = await open('right', { send });
      window.service.track(someTasks(8, 'one'));
      window.poller.start();
      await world.run();
      world.clock.jump(-26 * 60 * minute);
      arrive(undefined);
      await settled();
      status = 200;
      headers = {};
      await world.run(3 * minute);
      assert.ok(someTasks(8, 'one').every((ref) => window.store.tasks.get(ref)?.state === 'running'));
    });
  }

  describe('T11: 503 with Retry-After', () => {
    async function openBusy(seconds: number) {
      const window = await open();
      isRejected = false;
      status = 503;
      headers = { 'retry-after': String(seconds) };
      window.service.track(someTasks(1, 'one'));
      window.poller.start();
      return window;
    }

    it('T11: holds for refresh and look-up', async () => {
      const window = await openBusy(600);
      await world.run();
      assert.equal(requests.length, 1);
      const refreshed = window.poller.refresh(someTasks(1, 'one'));
      await world.run(minute);
      await refreshed;
      await assert.rejects(window.service.lookUp({ connection: 'one', id: '1' }), RequestError);
      const until = window.store.connections.state('one').backoff?.until;
      const saysWhen = (error: unknown): boolean =>
        until !== undefined && error instanceof RequestError && error.unsent?.until === until;
      await assert.rejects(window.service.test('one'), saysWhen);
      assert.equal(requests.length, 1);
      status = 200;
      await world.run(10 * minute);
      assert.equal(window.store.connections.state('one').backoff, undefined);
    });

    it('T11: does not replace the backoff where it names no time to wait', async () => {
      await openBusy(0);
      await world.run(30 * minute);
      assert.ok(requests.length >= 4 && requests.length <= 30, `${requests.length} requests in half an hour`);
    });

    it('T11: alone says when to poll again, also after many failures', async () => {
      await openBusy(8);
      await world.run(2 * minute);
      assert.ok(requests.length >= 12, `${requests.length} requests in two minutes`);
    });
  });
});
