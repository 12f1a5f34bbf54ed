import assert from 'node:assert/strict';
import type { TaskPlan } from '../../../src/simulator/lifecycle';
import { startTestCloud, type Reply, type TestCloud } from '../testCloud';

const headers = { 'x-auth-token': 'token' };

describe('the simulated VOD', () => {
  let test: TestCloud;
  const request = (query = '', method = 'GET'): Promise<Reply> =>
    test.get(`/v1/p/asset/editing/tasks${query}`, { headers, method });
  const add = (plan: Partial<TaskPlan> = {}, id?: string): string =>
    test.cloud.addTask('vod', { queuedMs: 1000, runningMs: 10_000, outcome: 'succeeded', ...plan }, id);

  beforeEach(async () => {
    test = await startTestCloud();
    test.cloud.accounts.allow({ kind: 'iam-token', token: 'token', projectId: 'p' });
  });
  afterEach(() => test.stop());

  it('responds as documented, with an end time only when the task has ended', async () => {
    const id = add();
    add({ outcome: 'failed' });
    const only = async () => {
      const { json } = await request(`?task_id=${id}`);
      assert.equal(json.total, 1);
      return json.tasks[0]!;
    };
    const waiting = await only();
    assert.match(waiting.asset_id, /^[0-9a-f]{32}$/);
    assert.deepEqual(waiting, {
      task_id: id,
      asset_id: waiting.asset_id,
      status: 'WAITING',
      progress: 0,
      create_time: '2026-11-20T08:00:00Z',
    });
    test.clock.advance(6000);
    assert.deepEqual(await only(), { ...waiting, status: 'PROCESSING', progress: 50 });
    test.clock.advance(6000);
    const end_time = '2026-11-20T08:00:11Z';
    assert.deepEqual(await only(), { ...waiting, status: 'SUCCEED', progress: 100, end_time });
  });

  it('has a status for every end', async () => {
    const expected = {
      partial: 'SUCCEED',
      failed: 'FAILED',
      cancelled: 'CANCEL',
      'timed-out': 'FAILED',
      stuck: 'PROCESSING',
      'unlisted-status': 'PAUSED',
    } as const;
    for (const [outcome, status] of Object.entries(expected)) {
      const id = add({ outcome: outcome as TaskPlan['outcome'], createdAt: test.clock.now() - 60_000 });
      const [task] = (await request(`?task_id=${id}`)).json.tasks;
      assert.equal(task!.status, status, outcome);
      assert.equal('end_time' in task!, !['stuck', 'unlisted-status'].includes(outcome), outcome);
    }
  });

  it('lists the newest first, ten at a time by default, up to a hundred', async () => {
    const ids = Array.from({ length: 105 }, (_, index) => add({ createdAt: index * 1000 })).reverse();
    const idsOf = async (query: string) => {
      const { json } = await request(query);
      assert.equal(json.total, 105);
      return json.tasks.map(({ task_id }) => task_id);
    };
    assert.deepEqual(await idsOf(''), ids.slice(0, 10));
    assert.deepEqual(await idsOf('?limit=100'), ids.slice(0, 100));
    assert.deepEqual(await idsOf('?offset=100&limit=100'), ids.slice(100));
    assert.deepEqual(await idsOf('?offset=3&limit=1'), ids.slice(3, 4));
    assert.deepEqual(await idsOf('?offset=500'), []);
  });

  it('returns an empty list for a task that it does not know, or no longer', async () => {
    const id = add({ outcome: 'vanished' });
    assert.equal((await request(`?task_id=${id}`)).json.total, 1);
    test.clock.advance(20_000);
    for (const query of [`?task_id=${id}`, '?task_id=404404', '']) {
      assert.deepEqual((await request(query)).json, { total: 0, tasks: [] });
    }
  });

  it('rejects parameters that the document does not allow', async () => {
    const wrong = ['limit=0', 'limit=101', 'limit=-1', 'limit=ten', 'limit=', 'limit=1.5', 'offset=-1', 'offset=x'];
    for (const query of [...wrong, 'task_id=', 'page=2', 'limit=1&limit=2', 'task_id=1&task_id=2']) {
      const { status, json } = await request(`?${query}`);
      assert.deepEqual([status, json.error_code], [400, 'VOD.10053'], query);
    }
  });

  it('cancels a waiting task, and no other', async () => {
    const id = add();
    const cancelled = await request(`?task_id=${id}`, 'DELETE');
    assert.deepEqual([cancelled.status, cancelled.text], [204, '']);
    test.clock.advance(20_000);
    const [task] = (await request(`?task_id=${id}`)).json.tasks;
    assert.deepEqual([task!.status, task!.progress, task!.end_time], ['CANCEL', 0, '2026-11-20T08:00:00Z']);
    const codes = [];
    for (const query of [`?task_id=${id}`, `?task_id=${add({ queuedMs: 0 })}`, '?task_id=404404', '', '?id=1']) {
      const { status, json } = await request(query, 'DELETE');
      codes.push([status, json.error_code]);
    }
    assert.deepEqual(codes, [
      [400, 'VOD.10083'],
      [400, 'VOD.10083'],
      [400, 'VOD.10062'],
      [400, 'VOD.10053'],
      [400, 'VOD.10053'],
    ]);
  });

  it('accepts a hundred requests a minute', async () => {
    for (let count = 0; count < 100; count++) {
      assert.equal((await request()).status, 200);
    }
    const { status, json } = await request();
    assert.deepEqual([status, json.error_code], [429, 'APIGW.0308']);
    test.clock.advance(600);
    assert.equal((await request()).status, 200);
    assert.equal((await request()).status, 429);
  });
});
