import assert from 'node:assert/strict';
import type { TaskPlan } from '../../../src/simulator/lifecycle';
import { startTestCloud, type Reply, type TestCloud } from '../testCloud';

const headers = { 'Access-Token': 'token' };

describe('the simulated Shoplazza', () => {
  let test: TestCloud;
  const request = (id: string, version = '2022-01', more: Record<string, string> = {}): Promise<Reply> =>
    test.get(`/openapi/${version}/file/task/${id}`, { headers: { ...headers, ...more } });
  const add = (plan: Partial<TaskPlan> = {}): string =>
    test.cloud.addTask('shoplazza', { queuedMs: 1000, runningMs: 10_000, outcome: 'succeeded', ...plan });

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow({ kind: 'access-token', token: 'token', shop: 'lamps' });
  });
  afterEach(() => test.stop());

  it('responds as documented, with links that open', async () => {
    const id = add({ files: 2, sources: ['https://images.example.com/lamp.jpeg'] });
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    const { json: waiting } = await request(id);
    assert.deepEqual([waiting.status, waiting.finished, waiting.success_list], [1, 0, []]);
    test.clock.advance(7000);
    const { json: running } = await request(id);
    assert.deepEqual([running.status, running.finished, running.success_list.length], [1, 1, 1]);
    test.clock.advance(7000);
    const { json } = await request(id);
    const { success_list, ...rest } = json;
    assert.deepEqual(rest, {
      task_id: id,
      total: 2,
      finished: 2,
      status: 0,
      failure_list: [],
      origin_list: ['https://images.example.com/lamp.jpeg', 'https://images.example.com/catalogue/picture-002.jpeg'],
    });
    assert.deepEqual(success_list[0], running.success_list[0], 'a file keeps its name');
    assert.match(success_list[0]!.file_uri, /^[0-9a-f]{32}\.jpeg$/);
    const picture = await test.get(new URL(success_list[0]!.upload_link).pathname);
    assert.deepEqual([picture.status, picture.headers['content-type']], [200, 'image/svg+xml']);
  });

  it('wraps its responses and errors in the newer versions', async () => {
    const id = add();
    const bare = (await request(id)).json;
    for (const version of ['2025-06', '2026-01', '2026-07']) {
      assert.deepEqual((await request(id, version)).json, { code: 'Success', message: '', data: bare });
      const missing = await request('300b5e33-3ac5-41c5-9819-7e2e8aad6a98', version);
      assert.deepEqual([missing.status, Object.keys(missing.json)], [404, ['code', 'message']]);
    }
    const missing = await request('300b5e33-3ac5-41c5-9819-7e2e8aad6a98');
    assert.deepEqual([missing.status, Object.keys(missing.json)], [404, ['error']]);
  });

  it('puts what was not uploaded into the failure list', async () => {
    const createdAt = test.clock.now() - 60_000;
    const partial = (await request(add({ outcome: 'partial', files: 10, failures: 3, createdAt }))).json;
    assert.deepEqual([partial.status, partial.finished, partial.failure_list.length], [0, 7, 3]);
    const failed = (await request(add({ outcome: 'failed', files: 10, createdAt }))).json;
    assert.deepEqual([failed.status, failed.finished + failed.failure_list.length], [0, 10]);
    assert.ok(failed.failure_list.length > 0);
    assert.equal((await request(add({ outcome: 'unlisted-status', createdAt }))).json.status, 5);
    assert.equal((await request(add({ outcome: 'stuck', createdAt }))).json.status, 1);
    assert.equal((await request(add({ outcome: 'vanished', createdAt }))).status, 404);
  });

  it('rejects a token by the rules of the version, and a token of another shop', async () => {
    const id = add();
    const wrong = { 'Access-Token': 'other' };
    assert.deepEqual(await request(id, '2022-01', wrong).then(({ status, json }) => [status, json]), [
      401,
      { error: 'Invalid access token' },
    ]);
    assert.equal((await request(id, '2025-06', wrong)).json.code, 'Unauthorized');
    const newer = await request(id, '2026-01', wrong);
    assert.deepEqual([newer.status, newer.json.code], [400, 'InvalidParameter']);
    assert.equal((await test.get(`/openapi/2022-01/file/task/${id}`)).status, 401);
    assert.equal((await request(id, '2022-01', { host: 'lamps.myshoplaza.com' })).status, 200);
    assert.equal((await request(id, '2022-01', { host: 'chairs.myshoplaza.com' })).status, 401);
    test.cloud.accounts.allow({ kind: 'access-token', token: 'any' });
    assert.equal((await request(id, '2022-01', { 'access-token': 'any', host: 'chairs.myshoplaza.com' })).status, 200);
  });

  it('rejects other versions, paths, methods and parameters', async () => {
    const id = add();
    assert.deepEqual((await request(id, '2023-01')).json, { error: 'page not found' });
    assert.equal((await request(`${id}/more`)).status, 404);
    assert.equal((await request('')).status, 400);
    assert.equal((await request(`${id}?fields=status`)).status, 400);
    assert.equal((await test.get(`/openapi/2022-01/file/task/${id}`, { method: 'POST', headers })).status, 405);
    assert.equal((await test.get('/openapi/2022-01/files', { headers })).status, 404);
  });

  it('accepts forty requests at once and then two a second', async () => {
    const id = add();
    for (let count = 0; count < 40; count++) {
      assert.equal((await request(id)).status, 200);
    }
    assert.equal((await request(id)).status, 429);
    test.clock.advance(1000);
    assert.deepEqual(
      [(await request(id)).status, (await request(id)).status, (await request(id)).status],
      [200, 200, 429],
    );
  });
});
