import assert from 'node:assert/strict';
import { extensions, type Disposable } from 'vscode';
import type { BuildWatcher } from '../fixtures/consumer/buildWatcher';
import { markedSecret } from '../support/markedSecret';
import { until } from '../support/until';
import { useLocalServer } from './localServer';
import { useStage } from './stage';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const running: Answer = { body: { state: 'running', percent: 40, phase: 'compiling', done: 2, of: 5 } };
const finished: Answer = { body: { state: 'succeeded', percent: 100, phase: 'green', done: 5, of: 5 } };

/** Bad responses, and the code with which another extension's refresh rejects. */
const bad: readonly (readonly [string, Answer, string])[] = [
  ['401', { status: 401, body: { message: 'bad token' } }, 'credentials-rejected'],
  ['403', { status: 403, body: { message: 'not yours' } }, 'forbidden'],
  ['404', { status: 404, body: { message: 'no such job' } }, 'not-found'],
  ['429', { status: 429, headers: { 'retry-after': '600' }, body: {} }, 'rate-limited'],
  ['503', { status: 503, body: { message: 'down' } }, 'server-error'],
  ['a page', { body: '<html>Welcome</html>' }, 'not-json'],
];

describe('C: an extension that knows only api.d.ts', () => {
  const stage = useStage();
  let watcher: BuildWatcher;
  let endpoint: string;
  let answer: Answer;
  let seen: readonly string[];
  let registered: readonly Disposable[];

  const server = useLocalServer(({ url = '', headers }, response) => {
    seen = [...seen, `${url} ${String(headers.authorization)}`];
    const { status = 200, headers: more = {}, body } = answer;
    const isPage = typeof body === 'string';
    response.writeHead(status, { 'content-type': isPage ? 'text/html' : 'application/json', ...more });
    response.end(isPage ? body : JSON.stringify(body));
  });

  beforeEach(async () => {
    const extension = extensions.getExtension<BuildWatcher>('consumer.build-watcher');
    assert.ok(extension, 'The consumer is not there.');
    watcher = await extension.activate();
    [answer, seen, registered] = [running, [], []];
    ({ endpoint } = server);
  });

  afterEach(() => {
    for (const each of registered) {
      each.dispose();
    }
  });

  async function addJobs(): Promise<Disposable> {
    const provider = await watcher.addJobs(endpoint, markedSecret('consumer'));
    registered = [...registered, provider];
    return provider;
  }

  it('registers a provider with a field of its own, tracks a task and waits for its end', async () => {
    const token = markedSecret('consumer-builds');
    registered = [await watcher.addBuilds(endpoint, 'nightly', token)];
    const outcome = watcher.outcome('builds', '7');
    await until('it runs', () => watcher.changes.includes('builds/7: unknown → running'));
    assert.equal(seen[0], `/nightly/builds/7 Bearer ${token}`);
    assert.equal(stage.api.listConnections().find(({ id }) => id === 'builds')?.['pipeline'], 'nightly');
    answer = finished;
    assert.equal(await outcome, 'succeeded 100');
    await assert.rejects(watcher.addBuilds(endpoint, 'Not A Pipeline', token), { code: 'invalid-definition' });
  });

  it('registers a plain object that only maps JSON', async () => {
    await addJobs();
    const outcome = watcher.outcome('jobs', '1');
    assert.equal(await watcher.refreshed('jobs', '1'), 'running 40');
    answer = finished;
    assert.equal(await outcome, 'succeeded 100');
  });

  it('registers a definition, which throws at once when it has mistakes or its ID is taken', async () => {
    const token = markedSecret('consumer-defined');
    assert.match(watcher.refusedDefinition(), /^invalid-definition .*\/state: .*\/progress\/ratio: /);
    registered = [await watcher.addDefined(endpoint, token)];
    const outcome = watcher.outcome('defined', '7');
    await until('it runs', () => watcher.changes.includes('defined/7: unknown → running'));
    assert.equal(seen[0], `/defined/7 Bearer ${token}`);
    await assert.rejects(watcher.addDefined(endpoint, token), { code: 'invalid-definition' });
    answer = finished;
    assert.equal(await outcome, 'succeeded 100');
    registered[0]?.dispose();
    assert.equal(await watcher.refreshed('defined', '7'), 'no-provider');
  });

  for (const [what, response, code] of bad) {
    it(`gets the code of ${what}, and goes on after it`, async () => {
      await addJobs();
      await stage.api.track({ connection: 'jobs', id: '1' });
      await until('it runs', async () => (await stage.task({ connection: 'jobs', id: '1' })).state === 'running');
      answer = response;
      assert.equal(await watcher.refreshed('jobs', '1'), code);
      answer = finished;
      if (what === '429') {
        // Nothing is sent before the time that the service named.
        const requestCount = seen.length;
        assert.equal(await watcher.refreshed('jobs', '1'), 'rate-limited');
        assert.equal(await watcher.outcome('jobs', '1', 50), 'timeout');
        assert.equal(seen.length, requestCount);
      } else if (what === '401') {
        // Waiting makes no sense until the user acts.
        assert.equal(await watcher.outcome('jobs', '1'), 'credentials-rejected');
        await stage.api.testConnection('jobs');
        assert.equal(await watcher.outcome('jobs', '1'), 'succeeded 100');
      } else {
        assert.equal(await watcher.refreshed('jobs', '1'), 'succeeded 100');
        assert.equal(await watcher.outcome('jobs', '1'), 'succeeded 100');
      }
    });
  }

  it('is told at once when a provider goes while it waits, and when it stops waiting', async () => {
    const provider = await addJobs();
    const outcome = watcher.outcome('jobs', '1');
    await until('it is polled', () => seen.length > 0);
    assert.equal(await watcher.canceledWait('jobs', '1'), 'canceled');
    provider.dispose();
    assert.equal(await outcome, 'no-provider');
    assert.equal(await watcher.refreshed('jobs', '1'), 'no-provider');
  });
});
