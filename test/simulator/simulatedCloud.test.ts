import assert from 'node:assert/strict';
import { UserError } from '../../src/base/errors';
import type { FaultKind } from '../../src/simulator/fault';
import { createSimulatedCloud, type RecordedRequest } from '../../src/simulator/simulatedCloud';
import { isSavedCloud } from '../../src/simulator/simulatedTask';
import { sendRequest, startTestCloud, type Reply, type TestCloud } from './testCloud';

const headers = { 'x-auth-token': 'secret-of-the-test' };
const plan = { queuedMs: 0, runningMs: 10_000, outcome: 'succeeded', files: 4 } as const;

describe('createSimulatedCloud', () => {
  let test: TestCloud;
  let id: string;
  const task = (of = id): Promise<Reply> => test.get(`/v1/p/watermark/embed/tasks/${of}`, { headers });

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow({ kind: 'iam-token', token: headers['x-auth-token'], projectId: 'p', name: 'drawings' });
    id = test.cloud.addTask('dsc', plan);
  });
  afterEach(() => test.stop());

  it('listens on loopback only, and says so when the port is taken', async () => {
    const origin = await test.cloud.start();
    assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    const other = createSimulatedCloud({ clock: test.clock });
    const port = Number(new URL(origin).port);
    await assert.rejects(other.start(port), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, new RegExp(`Port ${port} is already in use`));
      return true;
    });
    await test.stop();
    assert.equal(await other.start(port), origin, 'the port is free after the stop');
    await other.stop();
  });

  it('breaks open connections when it stops, and goes on when it is started again', async () => {
    test.cloud.inject({ kind: 'hang' });
    const hung = new Promise((resolve) => test.cloud.onDidRespond(resolve));
    const pending = assert.rejects(task());
    await hung;
    await test.stop();
    await pending;
    await assert.rejects(task());
    const again = await test.cloud.start();
    assert.match(again, /^http/);
    await test.stop();
    await test.stop();
  });

  it('records requests, but no secret', async () => {
    const heard: RecordedRequest[] = [];
    test.cloud.onDidRespond((entry) => heard.push(entry));
    await task();
    await test.get('/v1/p/asset/editing/tasks?task_id=7&limit=1', { headers: { 'x-auth-token': 'wrong-secret' } });
    assert.deepEqual(test.cloud.requests, [
      {
        at: test.clock.now(),
        method: 'GET',
        path: `/v1/p/watermark/embed/tasks/${id}`,
        query: {},
        status: 200,
        service: 'dsc',
        account: 'drawings',
        taskId: id,
      },
      {
        at: test.clock.now(),
        method: 'GET',
        path: '/v1/p/asset/editing/tasks',
        query: { task_id: '7', limit: '1' },
        status: 401,
        service: 'vod',
        taskId: '7',
      },
    ]);
    assert.deepEqual(heard, test.cloud.requests);
    assert.doesNotMatch(JSON.stringify([test.cloud.requests, test.cloud.save()]), /secret/);
  });

  it('goes on where it was after save and restore, in another cloud', async () => {
    const waiting = test.cloud.addTask('vod', { ...plan, queuedMs: 60_000 });
    await test.get(`/v1/p/asset/editing/tasks?task_id=${waiting}`, { headers, method: 'DELETE' });
    test.clock.advance(5000);
    const before = (await task()).json;
    const stored: unknown = JSON.parse(JSON.stringify(test.cloud.save()));
    assert.ok(isSavedCloud(stored));
    const other = createSimulatedCloud({ clock: test.clock });
    other.accounts.allow({ kind: 'iam-token', token: 't', projectId: 'p' });
    other.restore(stored);
    const origin = await other.start();
    const there = { headers: { 'x-auth-token': 't' } };
    assert.deepEqual((await sendRequest(`${origin}/v1/p/watermark/embed/tasks/${id}`, there)).json, before);
    assert.equal((await sendRequest(`${origin}/v1/p/asset/editing/tasks`, there)).json.tasks[0]!.status, 'CANCEL');
    test.clock.advance(5000);
    assert.equal((await sendRequest(`${origin}/v1/p/watermark/embed/tasks/${id}`, there)).json.status, 1);
    await other.stop();
  });

  it('rejects a body that is too long and an address that is not valid', async () => {
    const long = await test.get('/v3/auth/tokens', { method: 'POST', body: 'x'.repeat(70_000) });
    assert.equal(long.status, 413);
    assert.equal((await test.get('/v1/p/watermark/embed/tasks/%E0%A4%A')).status, 400);
  });

  it('sends its own time in the Date header', async () => {
    assert.equal((await task()).headers['date'], new Date(test.clock.now()).toUTCString());
  });
});

describe('SimulatedCloud.inject', () => {
  let test: TestCloud;
  let id: string;
  const task = (of = id): Promise<Reply> => test.get(`/v1/p/watermark/embed/tasks/${of}`, { headers });
  const faulty = async (fault: FaultKind): Promise<Reply> => {
    const injected = test.cloud.inject(fault);
    try {
      return await task();
    } finally {
      injected.dispose();
    }
  };

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow({ kind: 'iam-token', token: headers['x-auth-token'], projectId: 'p' });
    id = test.cloud.addTask('dsc', plan);
  });
  afterEach(() => test.stop());

  it('changes the response in each of its ways', async () => {
    const good = await task();
    const throttled = await faulty({
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '7' },
      body: { code: 'x' },
    });
    assert.deepEqual([throttled.status, throttled.headers['retry-after'], throttled.json], [429, '7', { code: 'x' }]);
    assert.equal((await faulty({ kind: 'status', status: 503, body: 'busy' })).text, 'busy');
    const html = await faulty({ kind: 'html', status: 502 });
    assert.deepEqual([html.status, html.headers['content-type']], [502, 'text/html']);
    assert.match(html.text, /^<!DOCTYPE html>/);
    const truncated = await faulty({ kind: 'truncated' });
    assert.equal(truncated.status, 200);
    assert.ok(truncated.text.length > 0 && good.text.startsWith(truncated.text));
    assert.throws(() => truncated.json, SyntaxError);
    assert.deepEqual(await faulty({ kind: 'empty' }).then(({ status, text }) => [status, text]), [200, '']);
    const moved = await faulty({ kind: 'redirect', location: 'https://example.com/login' });
    assert.deepEqual([moved.status, moved.headers['location']], [302, 'https://example.com/login']);
    assert.deepEqual((await faulty({ kind: 'other-shape', body: [1, 2] })).json, [1, 2]);
    assert.equal((await faulty({ kind: 'other-shape' })).json.task_id, undefined);
    const huge = await faulty({ kind: 'huge', mebibytes: 3 });
    assert.equal(huge.json.padding.length, 3 * 2 ** 20);
    assert.deepEqual((await task()).json, good.json, 'and is over afterwards');
  });

  it('breaks the connection, before or within the body', async () => {
    await assert.rejects(faulty({ kind: 'reset' }), { code: 'ECONNRESET' });
    await assert.rejects(faulty({ kind: 'reset', afterBytes: 10 }), { code: 'ECONNRESET' });
    assert.deepEqual(
      test.cloud.requests.map(({ status }) => status),
      [0, 0],
    );
  });

  it('delays a response by the clock of the cloud', async () => {
    const scheduled = new Promise<void>((resolve) => {
      const schedule = test.clock.schedule.bind(test.clock);
      test.clock.schedule = (delay, run) => {
        resolve();
        return schedule(delay, run);
      };
    });
    const late = faulty({ kind: 'slow', delayMs: 20_000 });
    await scheduled;
    test.clock.advance(19_999);
    assert.deepEqual(test.cloud.requests, []);
    test.clock.advance(1);
    assert.equal((await late).status, 200);
  });

  it('affects only requests that match, and only so many times', async () => {
    const other = test.cloud.addTask('dsc', plan);
    const statusOf = async (of: string): Promise<number> => (await task(of)).status;
    test.cloud.inject({ kind: 'status', status: 500, match: { service: 'dsc', taskId: id, times: 2 } });
    test.cloud.inject({ kind: 'status', status: 502, match: { path: new RegExp(`${other}$`), times: 1 } });
    test.cloud.inject({ kind: 'status', status: 503, match: { service: 'vod' } });
    assert.deepEqual(
      [await statusOf(id), await statusOf(other), await statusOf(id), await statusOf(id), await statusOf(other)],
      [500, 502, 500, 200, 200],
    );
  });
});
