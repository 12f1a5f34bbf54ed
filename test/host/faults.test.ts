import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { TaskRef } from '../../src/api';
import type { Fault } from '../../src/simulator/fault';
import type { TestAccount } from '../support/testAccounts';
import { until } from '../support/until';
import { writeUserSetting } from './extensionUnderTest';
import { shownTexts } from './shownMessages';
import { longRun, useStage } from './stage';

/** What can go wrong with a response, and a part of what the user then reads. */
const faults: readonly (readonly [name: string, fault: Fault, reason: RegExp])[] = [
  ['a web page', { kind: 'html' }, /not JSON \(127\.0\.0\.1:\d+.*Check the region and the endpoint/],
  ['a web page with an error status', { kind: 'html', status: 502 }, /service failed .*HTTP 502.*Bad gateway/],
  ['half a response', { kind: 'truncated' }, /not JSON/],
  ['no body', { kind: 'empty' }, /not JSON/],
  ['a response of 9 MiB', { kind: 'huge', mebibytes: 9 }, /response is too large/],
  ['another shape', { kind: 'other-shape' }, /does not match the API documentation .*an object with result/],
  ['a list', { kind: 'other-shape', body: [] }, /does not match the API documentation .*a list/],
  ['no JSON object', { kind: 'other-shape', body: null }, /does not match the API documentation/],
  [
    'another task',
    { kind: 'other-shape', body: { task_id: 'other', status: 1 } },
    /does not match the API documentation/,
  ],
  [
    'a redirect',
    { kind: 'redirect', location: 'https://login.example.com/?x=1' },
    /redirects to login\.example\.com\. Redirects are not followed/,
  ],
  ['a broken connection', { kind: 'reset' }, /Couldn't connect to 127\.0\.0\.1:\d+/],
  ['a response that breaks off', { kind: 'reset', afterBytes: 20 }, /Couldn't connect to|not JSON/],
  ['a server error', { kind: 'status', status: 500, body: { message: 'Out of order' } }, /HTTP 500: Out of order/],
  ['no permission', { kind: 'status', status: 403, body: { message: 'Not yours' } }, /Permission denied .*Not yours/],
];

describe('a service that responds with', () => {
  const stage = useStage(true);
  let account: TestAccount;
  let ref: TaskRef;

  before(async () => {
    account = await stage.connect('shoplazza-2025-06');
    ref = await stage.trackNew(account, longRun);
  });

  /** Refreshes until there is a response: the connection may be in backoff. */
  async function recovered(): Promise<void> {
    await until('it has a response', async () => (await stage.refreshed(ref)).stale === undefined);
  }

  for (const [name, fault, reason] of faults) {
    it(`${name} makes the task stale, loses nothing, and recovers`, async () => {
      const before = await stage.task(ref);
      assert.equal(before.stale, undefined);
      const injected = stage.cloud.inject(fault);
      const during = await stage.refreshed(ref);
      injected.dispose();
      assert.match(during.stale?.reason ?? '', reason);
      assert.deepEqual([during.state, during.snapshot?.items], [before.state, before.snapshot?.items]);
      assert.deepEqual(shownTexts(), []);
      await recovered();
    });
  }

  it('a web page recovers by itself', async () => {
    const injected = stage.cloud.inject({ kind: 'html' });
    assert.match((await stage.refreshed(ref)).stale?.reason ?? '', /not JSON/);
    injected.dispose();
    await until('it was polled again', async () => !(await stage.task(ref)).stale);
  });

  it('nothing at all times out after the set time', async () => {
    await writeUserSetting('http.timeout', 1);
    try {
      const injected = stage.cloud.inject({ kind: 'hang' });
      assert.match((await stage.refreshed(ref)).stale?.reason ?? '', /The request timed out/);
      injected.dispose();
      await recovered();
    } finally {
      await writeUserSetting('http.timeout', undefined);
    }
  });

  it('a fault for one task leaves the others alone', async () => {
    const other = await stage.trackNew(account, longRun);
    const injected = stage.cloud.inject({ kind: 'html', match: { taskId: ref.id } });
    assert.ok((await stage.refreshed(ref)).stale);
    assert.equal((await stage.refreshed(other)).stale, undefined);
    injected.dispose();
  });
});

describe('a rate-limited service', () => {
  const stage = useStage();

  it('gets no more requests, also when the user refreshes', async () => {
    const account = await stage.connect('shoplazza-2025-06');
    const ref = await stage.trackNew(account, longRun);
    stage.cloud.inject({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '600' },
      match: { service: 'shoplazza' },
    });
    assert.match((await stage.refreshed(ref)).stale?.reason ?? '', /Rate limit reached .*HTTP 429/);
    const requests = stage.requestsFor(ref);
    await assert.rejects(stage.api.refresh(), { code: 'rate-limited' });
    const other = await stage.connect('dsc-aksk', { id: 'other' });
    const busy = await stage.trackNew(other, longRun);
    await until('another connection was polled twice', () => stage.requestsFor(busy) > 2);
    assert.equal(stage.requestsFor(ref), requests);
    assert.equal((await stage.task(ref)).state, 'running');
  });
});

describe('an endpoint', () => {
  const stage = useStage();

  it('where nobody listens makes tasks stale until somebody does', async () => {
    const account = await stage.connect('vod-aksk');
    const id = stage.cloud.addTask('vod', longRun);
    const ref = { connection: 'vod-aksk', id };
    await stage.api.addConnection({ ...account.connection, endpoint: await deadEndpoint() }, account.credentials);
    await stage.api.track(ref);
    const { state, stale } = await stage.refreshed(ref);
    assert.equal(state, 'unknown');
    assert.match(stale?.reason ?? '', /Couldn't connect to 127\.0\.0\.1:\d+ .*ECONNREFUSED.*endpoint/);
    await assert.rejects(stage.api.testConnection('vod-aksk'), /Couldn't connect to/);
    await stage.api.addConnection(account.connection, account.credentials);
    await until('it has a response', async () => (await stage.refreshed(ref)).state === 'running');
  });

  it('of another API is said to be wrong', async () => {
    const account = await stage.connect('vod-aksk', { endpoint: `${stage.origin}/elsewhere` });
    const ref = await stage.trackNew(account, longRun);
    assert.match(
      (await stage.task(ref)).stale?.reason ?? '',
      /is not the service, or not this version of it .*APIGW\.0101/,
    );
  });

  it('with another project is said to lack permission', async () => {
    const account = await stage.connect('vod-iam-token', { projectId: 'f'.repeat(32) });
    const ref = await stage.trackNew(account, longRun);
    assert.match(
      (await stage.task(ref)).stale?.reason ?? '',
      /lack the permission vod:asset:listEditTask .*APIGW\.0302/,
    );
  });
});

/** An address of this machine where nobody listens. */
async function deadEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${address.port}`;
}
