import assert from 'node:assert/strict';
import { isCancellable } from '../../src/providers/cancellable';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { statesUnderWay, taskStates } from '../../src/tasks/task';
import { answer, connectionTo, failureOf, recorded, snapshotOf } from './responses';

const connection = connectionTo('huawei-vod', { region: 'cn-north-4', projectId: 'p' });
const address = 'https://vod.cn-north-4.myhuaweicloud.com/v1/p/asset/editing/tasks';
const list = huaweiVod.list!;
const task = (fields: Record<string, unknown>) => ({ total: 1, tasks: [{ task_id: 't', ...fields }] });
const read = (body: unknown, status?: number) => huaweiVod.parse(answer(body, status), 't');

describe('huaweiVod', () => {
  it('asks for one task with a query', () => {
    assert.equal(huaweiVod.request(connection, '123').url, `${address}?task_id=123`);
    assert.equal(huaweiVod.request(connection, 'a&limit=1 #').url, `${address}?task_id=a%26limit%3D1%20%23`);
  });

  it('cancels with a DELETE of the same address, and only what is queued', () => {
    const { method, url, body } = huaweiVod.cancel!(connection, 'a&b');
    assert.deepEqual([method, url, body], ['DELETE', `${address}?task_id=a%26b`, undefined]);
    const states = taskStates.filter((state) => isCancellable(huaweiVod, state));
    assert.deepEqual(states, ['queued', 'unknown']);
    const { cancellableStates: _, ...anyState } = huaweiVod;
    assert.deepEqual(
      taskStates.filter((state) => isCancellable(anyState, state)),
      statesUnderWay,
    );
    assert.ok(!isCancellable(undefined, 'queued'));
  });

  it('counts requests by the project at an endpoint, and by the connection where no project is known', () => {
    const bucket = (fields: object) => huaweiVod.rateLimitKey!({ ...connection, ...fields });
    assert.equal(bucket({}), 'vod.cn-north-4.myhuaweicloud.com/p');
    assert.equal(bucket({ id: 'd', endpoint: 'https://vod.cn-north-4.myhuaweicloud.com/' }), bucket({}));
    assert.equal(bucket({ endpoint: 'https://vod.example.com' }), 'vod.example.com/p');
    assert.equal(bucket({ projectId: undefined }), 'c');
    assert.equal(bucket({ endpoint: 'no address' }), 'c');
  });

  it('reads the document’s example', () => {
    assert.deepEqual(huaweiVod.parse(answer(recorded('huawei-vod/succeeded')), '123'), {
      ok: true,
      snapshot: {
        state: 'succeeded',
        rawState: 'SUCCEED',
        percent: 100,
        createdAt: Date.UTC(2025, 8, 1, 18, 50, 20),
        endedAt: Date.UTC(2025, 8, 1, 19, 50, 20),
        items: [{ state: 'succeeded', target: 'tvs78289764yfbgy2w' }],
        raw: JSON.parse(recorded('huawei-vod/succeeded')).tasks[0],
      },
    });
  });

  for (const [status, state] of Object.entries({
    WAITING: 'queued',
    PROCESSING: 'running',
    SUCCEED: 'succeeded',
    FAILED: 'failed',
    CANCEL: 'cancelled',
    PAUSED: 'unknown',
    __proto__x: 'unknown',
  })) {
    it(`reads ${status} as ${state}`, () => {
      const snapshot = snapshotOf(read(task({ status })));
      assert.equal(snapshot.state, state);
      assert.equal(snapshot.rawState, status);
    });
  }

  it('reads a task of which everything is null', () => {
    const fields = { asset_id: null, status: null, progress: null, create_time: null, end_time: null };
    const { raw, ...rest } = snapshotOf(read(task(fields)));
    assert.deepEqual(rest, { state: 'unknown', rawState: '', items: [] });
    assert.ok(raw);
  });

  it('keeps the progress between 0 and 100, also when it is a text; -1 is not known', () => {
    const percents = [-5, 0, '37', 101, 'much', true].map((progress) => snapshotOf(read(task({ progress }))).percent);
    assert.deepEqual(percents, [undefined, 0, 37, 100, undefined, undefined]);
  });

  it('gives no end to a task that still runs', () => {
    const body = task({ status: 'PROCESSING', end_time: '2025-09-01T19:50:20Z' });
    assert.equal(snapshotOf(read(body)).endedAt, undefined);
  });

  it('picks the task that was asked for', () => {
    const tasks = [
      { task_id: 'other', status: 'FAILED' },
      { task_id: 't', status: 'WAITING' },
    ];
    assert.equal(snapshotOf(read({ total: 2, tasks })).state, 'queued');
    assert.equal(failureOf(read({ total: 1, tasks: tasks.slice(0, 1) })).kind, 'unexpected-shape');
    assert.equal(snapshotOf(read({ tasks: [{ status: 'FAILED' }] })).state, 'failed');
    assert.equal(failureOf(read({ tasks: [{ status: 'FAILED' }, { status: 'WAITING' }] })).kind, 'unexpected-shape');
  });

  it('does not confuse ids past 2^53', () => {
    const body = '{"tasks": [{"task_id": 9007199254740993, "status": "FAILED"}]}';
    assert.ok(huaweiVod.parse(answer(body), '9007199254740993').ok);
    assert.ok(!huaweiVod.parse(answer(body), '9007199254740992').ok);
  });

  it('says that an empty list knows no such task', () => {
    for (const body of [{ total: 0, tasks: [] }, { total: 0, tasks: null }, { total: 0 }, { total: 56, tasks: [] }]) {
      assert.deepEqual(failureOf(read(body)), { kind: 'not-found', status: 200, evidence: 'json' });
    }
  });

  it('says what is wrong with JSON that holds no list', () => {
    for (const body of [{}, { tasks: 'none' }, { total: 3 }, 'null']) {
      assert.equal(failureOf(read(body)).kind, 'unexpected-shape');
      assert.equal(failureOf(list.parse(answer(body))).kind, 'unexpected-shape');
    }
  });

  it('reads the document’s error', () => {
    const failure = failureOf(read(recorded('huawei-vod/error-400'), 400));
    assert.equal(failure.status, 400);
    assert.equal(failure.code, 'VOD.10053');
  });
});

describe('huaweiVod.list', () => {
  const page = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => ({ task_id: String(from + index), status: 'WAITING' }));

  it('asks for 100 tasks a page', () => {
    assert.equal(list.request(connection).url, `${address}?offset=0&limit=100`);
    assert.equal(list.request(connection, '200').url, `${address}?offset=200&limit=100`);
    assert.equal(list.request(connection, 'nonsense').url, `${address}?offset=0&limit=100`);
  });

  it('goes on until all of the total is there', () => {
    const first = list.parse(answer({ total: 150, tasks: page(100) }));
    assert.ok(first.ok);
    assert.equal(first.tasks.length, 100);
    assert.equal(first.next, '100');
    assert.equal(first.total, 150);
    const second = list.parse(answer({ total: 150, tasks: page(50, 100) }), first.next);
    assert.ok(second.ok);
    assert.equal(second.tasks[0]?.id, '100');
    assert.equal(second.next, undefined);
  });

  it('ends without a total at the first short page, and with one at the first empty page', () => {
    const next = (body: unknown) => {
      const reading = list.parse(answer(body));
      assert.ok(reading.ok);
      return reading.next;
    };
    assert.equal(next({ tasks: page(100) }), '100');
    assert.equal(next({ tasks: page(99) }), undefined);
    assert.equal(next({ total: 500, tasks: [] }), undefined);
  });

  it('keeps the good rows beside odd ones, and counts all for the next page', () => {
    const reading = list.parse(answer({ total: 9, tasks: [null, { task_id: 1234, status: 'SUCCEED' }, 'x', {}] }));
    assert.ok(reading.ok);
    assert.deepEqual(
      reading.tasks.map(({ id, snapshot }) => [id, snapshot.state]),
      [['1234', 'succeeded']],
    );
    assert.equal(reading.next, '4');
  });
});
