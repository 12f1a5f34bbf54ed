import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import type { Disposable } from 'vscode';
import type { Credentials, Provider, TaskState } from '../../src/api';
import { renderFarm } from '../fixtures/render-farm/provider';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { addConnectionWith } from './answeredPrompts';
import { readUserSetting, writeUserSetting } from './extensionUnderTest';
import { drawRows, handedTexts } from './handedToEditor';
import { useLocalServer } from './localServer';
import { useStage } from './stage';

/** A provider as another extension would register it: `GET <endpoint>/jobs/<id>` returns `{ state, percent }`. */
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

/** Each kind of credentials that no built-in provider takes, and the header that the service should receive. */
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
  let endpoint: string;
  let state: TaskState = 'running';
  let registered: Disposable;
  let seen: readonly { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];

  const server = useLocalServer(({ url, headers }, response) => {
    seen = [...seen, { url, headers }];
    // What either provider of these tests reads.
    response.end(JSON.stringify({ state, percent: 40, status: 'baking', done: 4, of: 10 }));
  });

  beforeEach(() => {
    state = 'running';
    seen = [];
    ({ endpoint } = server);
  });

  afterEach(() => {
    registered.dispose();
  });

  it('makes tasks of another API trackable until it is disposed', async () => {
    registered = stage.api.registerProvider(jobs);
    const ref = { connection: 'jobs', id: '12345678901234567890' };
    const connection = { id: 'jobs', name: 'Jobs', provider: jobs.id, credentials: 'none', endpoint } as const;
    await stage.api.addConnection(connection, { kind: 'none' });
    await stage.api.track(ref);
    await until('it has a response', async () => (await stage.task(ref)).state === 'running');
    assert.deepEqual([(await stage.task(ref)).snapshot?.percent, seen[0]?.url], [40, `/jobs/${ref.id}`]);
    state = 'succeeded';
    assert.equal((await stage.api.waitFor(ref)).state, 'succeeded');
    state = 'running';
    await stage.api.track({ connection: 'jobs', id: '2' });
    await until('it has a response', async () => (await stage.task({ ...ref, id: '2' })).state === 'running');

    registered.dispose();
    await assert.rejects(
      stage.api.track({ connection: 'jobs', id: '3' }),
      /No installed extension provides .*test-jobs/,
    );
    assert.equal((await stage.task(ref)).state, 'succeeded');
    const requestCount = seen.length;
    await assert.rejects(stage.api.refresh({ connection: 'jobs', id: '2' }), { code: 'no-provider' });
    assert.equal(seen.length, requestCount);
    // Its tasks are polled again as soon as it is back.
    registered = stage.api.registerProvider(jobs);
    await until('it is polled again', () => seen.length > requestCount);
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

  it('rejects what is no provider, and a second one with the same ID', () => {
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

  describe('with fields of its own', () => {
    const farm = { provider: renderFarm.id, credentials: 'none', farm: 'north-barn', 'render-queue': 'night' } as const;

    beforeEach(() => {
      registered = stage.api.registerProvider(renderFarm);
    });

    /** What the row of a connection shows on hover. */
    async function tooltipOf(connection: string): Promise<string> {
      const before = new Set(handedTexts().map(([, text]) => text));
      await drawRows([{ kind: 'connection', id: connection, provider: renderFarm.id, connection }]);
      const drawn = handedTexts().flatMap(([place, text]) => (place === 'tree' && !before.has(text) ? [text] : []));
      return drawn.join('\n').replaceAll('\\', '');
    }

    it('has them in the settings, beside the others, and in the tooltip', async () => {
      const connection = { id: 'farm', name: 'Farm of fields', ...farm, endpoint };
      await stage.api.addConnection({ ...connection, strayed: markedSecret('strayed') }, { kind: 'none' });
      assert.deepEqual(readUserSetting('connections'), [connection]);
      assert.deepEqual(stage.api.listConnections(), [connection]);
      const ref = { connection: 'farm', id: '7' };
      await stage.api.track(ref);
      await until('it has a response', async () => (await stage.task(ref)).state === 'running');
      assert.deepEqual([(await stage.task(ref)).snapshot?.percent, seen[0]?.url], [40, '/north-barn/night/frames/7']);
      const tooltip = await tooltipOf('farm');
      assert.match(tooltip, /Farm: north-barn/);
      assert.match(tooltip, /Queue: night/);

      registered.dispose();
      assert.deepEqual(stage.api.listConnections(), [connection]);
      assert.deepEqual(readUserSetting('connections'), [connection]);
    });

    it('is configured by the wizard, which prompts for them', async () => {
      const answers = new Map([
        ['Service', renderFarm.label],
        ['Authentication', 'No credentials'],
        ['Farm', ' North-Barn '],
        ['Queue', 'night'],
        ['Endpoint', endpoint],
        ['Name', 'Wizard’s farm'],
      ]);
      await addConnectionWith(answers);
      assert.deepEqual(readUserSetting('connections'), [
        { id: renderFarm.id, name: 'Wizard’s farm', ...farm, endpoint },
      ]);
      assert.match(seen[0]?.url ?? '', /^\/north-barn\/night\/frames\//);
    });

    it('reads them from an entry that was there before it', async () => {
      registered.dispose();
      const entry = { id: 'farm', name: 'Farm', ...farm, endpoint, note: 'by hand' };
      await writeUserSetting('connections', [entry]);
      await until('the entry is read', () => stage.api.listConnections().length === 1);
      assert.deepEqual(stage.api.listConnections(), [entry]);
      registered = stage.api.registerProvider(renderFarm);
      await stage.api.lookUp({ connection: 'farm', id: '7' });
      assert.equal(seen[0]?.url, '/north-barn/night/frames/7');
      assert.deepEqual(readUserSetting('connections'), [entry]);
    });
  });

  it('uses the current credentials of the connection', async () => {
    registered = stage.api.registerProvider(jobs);
    const connection = { id: 'jobs', name: 'Jobs', provider: jobs.id, endpoint };
    await stage.api.addConnection({ ...connection, credentials: 'bearer' }, { kind: 'bearer', token: 'KeepThisOut-1' });
    await stage.api.track({ connection: 'jobs', id: '1' });
    await until('there is a request with the token', () => seen.some(({ headers }) => headers.authorization));
    await stage.api.addConnection({ ...connection, credentials: 'none' }, { kind: 'none' });
    await until('there is a request without', () => seen.some(({ headers }) => !headers.authorization));
  });

  it('is not polled in a busy loop when it throws, and others go on', async () => {
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
    await until('there is a request', () => seen.length > 0);
    const account = await stage.connect('vod-aksk');
    const other = await stage.trackNew(account, { queuedMs: 0, runningMs: 60_000, outcome: 'succeeded' });
    stage.advance(60_000);
    await until('another task has ended', async () => (await stage.task(other)).state === 'succeeded');
    assert.ok(seen.length < 10, `There were ${seen.length} requests.`);
    assert.ok((await stage.task(ref)).stale);
  });
});
