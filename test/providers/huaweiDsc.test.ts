import assert from 'node:assert/strict';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { answer, connectionTo, failureOf, recorded, snapshotOf } from './responses';

const id = 'f84dcc533e864a4e944a4df346601819';
const read = (body: unknown, status?: number) => huaweiDsc.parse(answer(body, status), id);

describe('huaweiDsc', () => {
  it('asks for the document’s path at the region’s host', () => {
    const connection = connectionTo('huawei-dsc', {
      region: 'cn-east-3',
      projectId: 'abcdefghigklmnopqrstuvwxyz123456',
    });
    const { method, url, body } = huaweiDsc.request(connection, id);
    assert.equal(method, 'GET');
    assert.equal(
      url,
      'https://sdg.cn-east-3.myhuaweicloud.com/v1/abcdefghigklmnopqrstuvwxyz123456/watermark/embed/tasks/f84dcc533e864a4e944a4df346601819',
    );
    assert.equal(body, undefined);
  });

  it('asks the endpoint of the connection in place of the region’s host', () => {
    const connection = connectionTo('huawei-dsc', { endpoint: 'http://127.0.0.1:8080/dsc/', projectId: 'p' });
    assert.equal(huaweiDsc.request(connection, 't').url, 'http://127.0.0.1:8080/dsc/v1/p/watermark/embed/tasks/t');
  });

  it('reads the document’s example', () => {
    assert.deepEqual(read(recorded('huawei-dsc/completed')), {
      ok: true,
      snapshot: {
        state: 'succeeded',
        rawState: '1',
        percent: 100,
        completed: 6,
        failed: 0,
        total: 6,
        items: [],
        raw: JSON.parse(recorded('huawei-dsc/completed')),
      },
    });
  });

  it('reads the failed files of a task, with the target under either of its names', () => {
    const snapshot = snapshotOf(read(recorded('huawei-dsc/partial')));
    assert.equal(snapshot.state, 'partial');
    assert.equal(snapshot.percent, 100);
    assert.deepEqual(snapshot.items, [
      {
        state: 'failed',
        source: 'obs://drawings/board-1.edif',
        target: 'obs://marked/board-1.edif',
        reason: 'The file is not in the EDIF format.',
      },
      {
        state: 'failed',
        source: 'obs://drawings/board-2.tgz',
        target: 'obs://marked/board-2.tgz',
        reason: 'The file is empty.',
      },
      { state: 'failed', source: 'obs://drawings/board-3.edif' },
    ]);
  });

  it('counts failed files as done in the progress of a running task', () => {
    const { raw, ...rest } = snapshotOf(read(recorded('huawei-dsc/running')));
    assert.deepEqual(rest, {
      state: 'running',
      rawState: '0',
      percent: 42,
      completed: 120,
      failed: 6,
      total: 300,
      facts: [{ label: 'Waiting files', value: '174' }],
      items: [],
    });
    assert.ok(raw);
  });

  for (const [status, state] of [
    [0, 'running'],
    [1, 'succeeded'],
    [2, 'failed'],
    [3, 'failed'],
    ['1', 'succeeded'],
    [4, 'unknown'],
    [-1, 'unknown'],
    ['DONE', 'unknown'],
    ['toString', 'unknown'],
  ] as const) {
    it(`reads status ${JSON.stringify(status)} as ${state}`, () => {
      const snapshot = snapshotOf(read({ task_id: id, status, total: 2, completed: 2, failed: 0 }));
      assert.equal(snapshot.state, state);
      assert.equal(snapshot.rawState, String(status));
    });
  }

  it('says that status 3 is a time-out', () => {
    assert.deepEqual(snapshotOf(read({ status: 3 })).error, {
      code: 'timeout',
      message: 'The task timed out.',
      args: [],
    });
    assert.equal(snapshotOf(read({ status: 2 })).error, undefined);
  });

  it('keeps a task whose status is missing or null, as unknown', () => {
    for (const status of [undefined, null, {}, '']) {
      const snapshot = snapshotOf(read({ task_id: id, status, total: 2, completed: 1 }));
      assert.equal(snapshot.state, 'unknown');
      assert.equal(snapshot.percent, 50);
    }
  });

  it('takes counts that were sent as text, and passes over those that make no sense', () => {
    const { completed, failed, total, percent } = snapshotOf(
      read({ status: '0', completed: '1', failed: -3, total: '4', waited: [] }),
    );
    assert.deepEqual({ completed, failed, total, percent }, { completed: 1, failed: undefined, total: 4, percent: 25 });
  });

  it('never shows more than 100 percent, and none of nothing', () => {
    assert.equal(snapshotOf(read({ status: 0, completed: 9, failed: 9, total: 10 })).percent, 100);
    assert.equal(snapshotOf(read({ status: 0, completed: 0, failed: 0, total: 0 })).percent, undefined);
  });

  it('adds up the total when the service leaves it out', () => {
    const snapshot = snapshotOf(read({ status: 0, completed: 1, failed: 1, waited: 2 }));
    assert.equal(snapshot.total, 4);
    assert.equal(snapshot.percent, 50);
  });

  it('keeps failed files whose row is odd', () => {
    const { items, failed, state } = snapshotOf(read({ status: 1, failed_embed_info: [null, 'a.edif', 7, ['x']] }));
    assert.equal(state, 'partial');
    assert.equal(failed, 4);
    assert.deepEqual(items, [
      { state: 'failed' },
      { state: 'failed', reason: 'a.edif' },
      { state: 'failed', reason: '7' },
      { state: 'failed', reason: '["x"]' },
    ]);
  });

  it('knows its task by an id past 2^53 that was sent as a number', () => {
    const body = '{"task_id": 1534087020903704705, "status": 1}';
    assert.ok(huaweiDsc.parse(answer(body), '1534087020903704705').ok);
    assert.ok(!huaweiDsc.parse(answer(body), '1534087020903704706').ok);
  });

  it('does not show the state of another task', () => {
    const failure = failureOf(read({ task_id: 'another-secret-id', status: 1, total: 1, completed: 1 }));
    assert.equal(failure.kind, 'unexpected-shape');
    assert.ok(!failure.detail?.includes('another-secret-id'));
  });

  it('reads the document’s error', () => {
    const failure = failureOf(read(recorded('huawei-dsc/error-400'), 400));
    assert.equal(failure.status, 400);
    assert.equal(failure.kind, 'server-error');
    assert.equal(failure.code, 'DSC.00000002');
    assert.equal(failure.detail, 'DSC internal error');
  });

  it('says which fields it found in place of a task, and not what is in them', () => {
    const failure = failureOf(read({ surprise: 'secret', more: 1 }));
    assert.equal(failure.kind, 'unexpected-shape');
    assert.match(failure.detail ?? '', /surprise, more/);
    assert.doesNotMatch(failure.detail ?? '', /secret/);
    assert.equal(failureOf(read([])).kind, 'unexpected-shape');
    assert.equal(failureOf(read('{"status": 1')).kind, 'not-json');
  });

  it('leads to the console of Huawei Cloud only', () => {
    const ref = { connection: 'c', id };
    assert.equal(huaweiDsc.link?.(connectionTo('huawei-dsc'), ref), 'https://console.huaweicloud.com/dsc');
    const elsewhere = connectionTo('huawei-dsc', { endpoint: 'http://127.0.0.1:1234' });
    assert.equal(huaweiDsc.link(elsewhere, ref), undefined);
  });
});
