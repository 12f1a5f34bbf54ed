import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { Disposable } from 'vscode';
import type { Credentials, Provider, TaskState } from '../../src/api';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { useStage } from './stage';

/** A provider as another extension would bring it: `GET <endpoint>/jobs/<id>` answers `{ state, percent }`. */
const jobs: Provider = {
  id: 'test-jobs',
  label: 'Jobs',
  icon: 'gear',
  documentation: 'https://jobs.example.com',
  fields: [{ key: 'endpoint', label: 'Endpoint', hint: '', required: true, validate: () => undefined }],
  credentials: ['bearer', 'header', 'basic', 'none'],
  request: ({ endpoint = '' }, id) => ({ method: 'GET', url: `${endpoint}/jobs/${id}`, headers: {} }),
  parse({ body }) {
    const raw = JSON.parse(body) as { readonly state: TaskState; readonly percent: number };
    return { ok: true, snapshot: { ...raw, rawState: raw.state, items: [], raw } };
  },
};

const user = 'operator';
const password = markedSecret('basic');

/** Each kind of credentials that no built-in provider takes, and the header that the service should see. */
const kinds: readonly (readonly [Credentials, string, string | undefined])[] = [
  [{ kind: 'bearer', token: 'KeepThisOut-bearer' }, 'authorization', 'Bearer KeepThisOut-bearer'],
  [{ kind: 'header', name: 'X-Key', value: 'KeepThisOut-header' }, 'x-key', 'KeepThisOut-header'],
  [
    { kind: 'basic', user, password },
    'authorization',
    `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  ],
  [{ kind: 'none' }, 'authorization', undefined],
];

describe('registerProvider', () => {
  const stage = useStage();
  let server: Server;
  let endpoint: string;
  let state: TaskState = 'running';
  let registered: Disposable;
  let seen: readonly { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];

  beforeEach(async () => {
    state = 'running';
    seen = [];
    server = createServer(({ url, headers }, response) => {
      seen = [...seen, { url, headers }];
      response.end(JSON.stringify({ state, percent: 40 }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    endpoint = `http://127.0.0.1:${address.port}`;
  });

  afterEach(() => {
    registered.dispose();
    server.closeAllConnections();
    server.close();
  });

  it('makes tasks of another API trackable until it is disposed', async () => {
    registered = stage.api.registerProvider(jobs);
    const ref = { connection: 'jobs', id: '12345678901234567890' };
    const connection = { id: 'jobs', name: 'Jobs', provider: jobs.id, credentials: 'none', endpoint } as const;
    await stage.api.addConnection(connection, { kind: 'none' });
    await stage.api.track(ref);
    await until('it is answered', () => stage.task(ref).state === 'running');
    assert.deepEqual([stage.task(ref).snapshot?.percent, seen[0]?.url], [40, `/jobs/${ref.id}`]);
    state = 'succeeded';
    assert.equal((await stage.api.waitFor(ref)).state, 'succeeded');
    state = 'running';
    await stage.api.track({ connection: 'jobs', id: '2' });
    await until('it is answered', () => stage.task({ ...ref, id: '2' }).state === 'running');

    registered.dispose();
    await assert.rejects(stage.api.track({ connection: 'jobs', id: '3' }), /No installed extension brings .*test-jobs/);
    assert.equal(stage.task(ref).state, 'succeeded');
    const asked = seen.length;
    await stage.api.refresh({ connection: 'jobs', id: '2' });
    assert.equal(seen.length, asked);
    // What it left is asked for again as soon as it is back.
    registered = stage.api.registerProvider(jobs);
    await until('it is asked again', () => seen.length > asked);
  });

  for (const [credentials, header, expected] of kinds) {
    it(`can sign in with ${credentials.kind}`, async () => {
      registered = stage.api.registerProvider(jobs);
      const connection = { id: 'jobs', name: 'Jobs', provider: jobs.id, credentials: credentials.kind, endpoint };
      await stage.api.addConnection(connection, credentials);
      await stage.api.lookUp({ connection: 'jobs', id: '1' });
      assert.equal(seen[0]?.headers[header], expected);
    });
  }

  it('refuses what is no provider, and a second one with the same id', () => {
    const bad: readonly (readonly [unknown, RegExp])[] = [
      [undefined, /not a task provider/],
      [{ ...jobs, id: 'Has Blanks' }, /"id" is missing or not valid/],
      [{ ...jobs, credentials: [] }, /"credentials" is missing or not valid/],
      [{ ...jobs, parse: undefined }, /"parse" is missing or not valid/],
      [{ ...jobs, id: 'huawei-vod' }, /There is a task provider "huawei-vod" already/],
    ];
    for (const [provider, expected] of bad) {
      assert.throws(() => stage.api.registerProvider(provider as Provider), expected);
    }
  });

  it('asks as whoever the connection signs in as now', async () => {
    registered = stage.api.registerProvider(jobs);
    const connection = { id: 'jobs', name: 'Jobs', provider: jobs.id, endpoint };
    await stage.api.addConnection({ ...connection, credentials: 'bearer' }, { kind: 'bearer', token: 'KeepThisOut-1' });
    await stage.api.track({ connection: 'jobs', id: '1' });
    await until('it was asked with the token', () => seen.some(({ headers }) => headers.authorization));
    await stage.api.addConnection({ ...connection, credentials: 'none' }, { kind: 'none' });
    await until('it was asked without', () => seen.some(({ headers }) => !headers.authorization));
  });

  it('is not stormed when it throws, and others go on', async () => {
    registered = stage.api.registerProvider({
      ...jobs,
      parse() {
        throw new Error('A provider with a fault');
      },
    });
    const connection = { id: 'throwing', name: 'Jobs', provider: jobs.id, credentials: 'none', endpoint } as const;
    await stage.api.addConnection(connection, { kind: 'none' });
    const ref = { connection: 'throwing', id: '1' };
    await stage.api.track(ref);
    await until('it was asked', () => seen.length > 0);
    const account = await stage.connect('vod-aksk');
    const other = await stage.trackNew(account, { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded' });
    stage.advance(60_000);
    await until('another task has ended', () => stage.task(other).state === 'succeeded');
    assert.ok(seen.length < 10, `It was asked ${seen.length} times.`);
    assert.ok(stage.task(ref).stale);
  });
});
