import assert from 'node:assert/strict';
import type { TaskPlan } from '../../../src/simulator/lifecycle';
import { startTestCloud, type Reply, type TestCloud } from '../testCloud';

const base = '/koodrive/ose/v1/task';
const headers = { authorization: 'Bearer+token', 'x-date': '20261120T080000Z' };
const app = { kind: 'koodrive-app', appId: '310000000000000001', appSecret: 'made-up-for-this-test' } as const;
const userId = '1505000000000000001';

describe('the simulated KooDrive', () => {
  let test: TestCloud;
  const request = (path: string, more: Record<string, string> = {}): Promise<Reply> =>
    test.get(base + path, { headers: { ...headers, ...more } });
  const add = (plan: Partial<TaskPlan> = {}): string =>
    test.cloud.addTask('koodrive', { queuedMs: 1000, runningMs: 10_000, outcome: 'succeeded', ...plan });
  const past = (): number => test.clock.now() - 60_000;

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow({ kind: 'koodrive-token', token: 'Bearer+token' });
    test.cloud.accounts.allow({ ...app, userId });
  });
  afterEach(() => test.stop());

  it('responds as documented', async () => {
    const id = add({ name: 'Handover' });
    assert.match(id, /^1\d{18}$/);
    const { status, json } = await request(`/${id}`);
    assert.equal(status, 200);
    assert.deepEqual(json, {
      taskId: id,
      taskName: 'Handover',
      taskType: 0,
      tenantId: json.tenantId,
      userId: json.userId,
      status: 0,
      code: 0,
      msg: 'Success.',
    });
  });

  it('has a status for every stage, and a result code only for failures', async () => {
    const running = add({ queuedMs: 0 });
    assert.equal((await request(`/${running}`)).json.status, 1);
    const expected = {
      succeeded: 2,
      partial: 2,
      failed: 3,
      cancelled: 3,
      'timed-out': 3,
      stuck: 1,
      'unlisted-status': 7,
    };
    for (const [outcome, status] of Object.entries(expected)) {
      const { json } = await request(`/${add({ outcome: outcome as TaskPlan['outcome'], createdAt: past() })}`);
      assert.deepEqual([json.status, json.resultCode], [status, status === 3 ? '18000205' : undefined], outcome);
    }
    const vanished = await request(`/${add({ outcome: 'vanished', createdAt: past() })}`);
    assert.equal(vanished.status, 404);
    assert.deepEqual(vanished.json, { code: '404', msg: 'The task does not exist.' });
  });

  it('requires its headers', async () => {
    const id = add();
    const statuses = await Promise.all(
      [
        {},
        { language: 'zh-CN', 'x-user-id': userId },
        { language: 'zh_cn', 'x-traceid': 'a'.repeat(58) },
        { authorization: 'Bearer token' },
        { authorization: '' },
        { authorization: 'token' },
        { 'x-date': '' },
        { 'x-date': '2026-11-20T08:00:00Z' },
        { language: 'English' },
        { 'x-traceid': 'short' },
        { authorization: 'Bearer+other' },
      ].map(async (more) => (await request(`/${id}`, more)).status),
    );
    assert.deepEqual(statuses, [200, 200, 200, 200, 400, 400, 400, 400, 400, 400, 401]);
    const { json } = await request(`/${id}`, { authorization: 'Bearer+other' });
    assert.deepEqual(Object.keys(json), ['code', 'msg']);
    assert.equal(test.cloud.accounts.failuresOf('other'), 2);
  });

  it('keeps a token alive for twenty minutes after each call', async () => {
    for (const minutes of [20, 20]) {
      test.clock.advance(minutes * 60_000);
      assert.equal((await request('/list')).status, 200);
    }
    test.clock.advance(20 * 60_000 + 1);
    assert.equal((await request('/list')).status, 401);
    test.cloud.accounts.allow({ kind: 'koodrive-token', token: 'token' });
    assert.equal((await request('/list')).status, 200);
  });

  it('accepts the signature of an app, for its own user only', async () => {
    const path = `${base}/${add()}`;
    const signed = async (
      context: { userId?: string; now?: number },
      credentials: { appSecret?: string; appId?: string } = {},
    ) => (await test.signed(path, { ...app, ...credentials }, context)).status;
    assert.equal(await signed({ userId }), 200);
    assert.equal(await signed({}), 400);
    assert.equal(await signed({ userId: '1505000000000000002' }), 401);
    assert.equal(await signed({ userId }, { appSecret: 'wrong' }), 401);
    assert.equal(await signed({ userId }, { appId: '1' }), 401);
    assert.equal(await signed({ userId, now: test.clock.now() + 5 * 60_000 }), 401, 'a date in the future');
    assert.equal(await signed({ userId, now: test.clock.now() - 16 * 60_000 }), 401, 'an old date');
  });

  it('lists by cursor, without losing or repeating a task', async () => {
    // Several at the same millisecond, as a script makes them.
    const ids = Array.from({ length: 23 }, (_, index) => add({ createdAt: 5000 + Math.floor(index / 5) }));
    const seen: string[] = [];
    let cursor: number | '' | undefined = '';
    for (let pages = 0; cursor !== undefined; pages++) {
      assert.ok(pages < 4);
      const { json }: Reply = await request(`/list?taskType=0&pageSize=6&pageCursor=${cursor}`);
      assert.deepEqual([json.code, json.msg], [0, 'Success.']);
      seen.push(...json.taskListDtos.map(({ taskId }) => taskId));
      cursor = json.nextCursor;
    }
    assert.deepEqual(seen, ids);
    assert.equal((await request('/list')).json.taskListDtos.length, 23);
  });

  it('lists times, and filters by status and type', async () => {
    const waiting = add();
    const done = add({ createdAt: past(), name: 'Done' });
    add({ createdAt: past(), outcome: 'failed' });
    const idsOf = async (query: string) =>
      (await request(`/list?${query}`)).json.taskListDtos.map(({ taskId }) => taskId);
    assert.deepEqual(await idsOf('status=0'), [waiting]);
    assert.deepEqual(await idsOf('status=2&status=0'), [done, waiting]);
    assert.deepEqual(await idsOf('status=0,2'), [done, waiting]);
    assert.deepEqual(await idsOf('taskType=1'), []);
    const [task] = (await request('/list?status=2')).json.taskListDtos;
    assert.deepEqual(
      [task!.taskName, task!.createTime, task!.startTime, task!.endTime],
      ['Done', '2026-11-20T07:59:00.000Z', '2026-11-20T07:59:01.000Z', '2026-11-20T07:59:11.000Z'],
    );
  });

  it('rejects what it does not know', async () => {
    for (const query of [
      'pageSize=0',
      'pageSize=101',
      'status=4',
      'taskType=x',
      'pageCursor=x',
      'page=1',
      'pageSize=1&pageSize=2',
    ]) {
      const { status, json } = await request(`/list?${query}`);
      assert.deepEqual([status, json.code], [400, '13000102'], query);
    }
    assert.equal((await request('/')).status, 404);
    assert.equal((await request('/1/2')).status, 404);
    assert.equal((await request('/404')).status, 404);
    assert.equal((await test.get(`${base}/1`, { method: 'POST', headers })).status, 405);
    assert.equal((await test.get('/koodrive/ose/v2/task/1', { headers })).status, 404);
  });
});
