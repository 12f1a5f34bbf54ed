import assert from 'node:assert/strict';
import { huaweiKooDrive } from '../../src/providers/huaweiKooDrive/provider';
import { answer, connectionTo, failureOf, recorded, snapshotOf } from './responses';

const id = '1534087020903704704';
const connection = connectionTo('huawei-koodrive');
const list = huaweiKooDrive.list!;
const read = (body: unknown, status?: number) => huaweiKooDrive.parse(answer(body, status), id);

describe('huaweiKooDrive', () => {
  it('asks the mainland site in English unless the connection says otherwise', () => {
    const request = huaweiKooDrive.request(connection, id);
    assert.equal(request.url, `https://cn.myhuaweicloud-koodrive.com/koodrive/ose/v1/task/${id}`);
    assert.equal(request.headers['language'], 'en-US');
    const abroad = connectionTo('huawei-koodrive', { endpoint: 'https://intl.myhuaweicloud-koodrive.com/' });
    assert.equal(
      huaweiKooDrive.request(abroad, id).url,
      `https://intl.myhuaweicloud-koodrive.com/koodrive/ose/v1/task/${id}`,
    );
  });

  it('reads the document’s example', () => {
    assert.deepEqual(read(recorded('huawei-koodrive/failed')), {
      ok: true,
      name: 'lym0412normal',
      snapshot: {
        state: 'failed',
        rawState: '3',
        error: { code: '18000205', message: 'Result code {0}.', args: ['18000205'] },
        facts: [{ label: 'Task type', value: 'transfer and deletion', args: [] }],
        items: [],
        raw: JSON.parse(recorded('huawei-koodrive/failed')),
      },
    });
  });

  for (const [status, state] of [
    [0, 'queued'],
    [1, 'running'],
    [2, 'succeeded'],
    [3, 'failed'],
    ['2', 'succeeded'],
    [4, 'unknown'],
    [null, 'unknown'],
  ] as const) {
    it(`reads status ${JSON.stringify(status)} as ${state}`, () => {
      const snapshot = snapshotOf(read({ taskId: id, status, code: '0' }));
      assert.equal(snapshot.state, state);
      assert.equal(snapshot.rawState, status === null ? '' : String(status));
      assert.equal(snapshot.percent, undefined);
    });
  }

  it('reads a result code that is a number, and needs none', () => {
    assert.equal(snapshotOf(read({ status: 3, resultCode: 18000205 })).error?.code, '18000205');
    assert.equal(snapshotOf(read({ status: 3, resultCode: null })).error, undefined);
  });

  it('takes 0 for success, as number and as text, and no code too', () => {
    for (const code of [0, '0', null, undefined]) {
      assert.ok(read({ taskId: id, status: 1, code }).ok);
    }
  });

  it('takes any other code for a failure, also in an answer with status 200', () => {
    for (const code of [13000102, '13000102']) {
      const failure = failureOf(read({ code, msg: 'Parameter check failed.' }));
      assert.equal(failure.status, 200);
      assert.equal(failure.code, '13000102');
      assert.equal(failure.detail, 'Parameter check failed.');
    }
    const wordless = failureOf(read({ taskId: id, status: 0, code: 13000201, msg: null }));
    assert.deepEqual([wordless.kind, wordless.code, wordless.status], ['server-error', '13000201', 200]);
    assert.equal(failureOf(read(recorded('huawei-koodrive/error-400'), 400)).code, '13000102');
  });

  it('keeps an id past 2^53 that was sent as a number', () => {
    assert.ok(read(`{"taskId": ${id}, "status": 1, "code": 0}`).ok);
    assert.equal(failureOf(read('{"taskId": 1534087020903704705, "status": 1}')).kind, 'unexpected-shape');
  });

  it('does not take an answer without a task for a task', () => {
    for (const body of [{ code: 0, msg: 'Success.' }, {}, [], 'null']) {
      assert.equal(failureOf(read(body)).kind, 'unexpected-shape');
    }
  });

  it('asks for the user ID where app authentication needs it', () => {
    const userId = huaweiKooDrive.fields.find(({ key }) => key === 'userId')!;
    assert.deepEqual([userId.required, userId.requiredFor], [false, ['koodrive-app']]);
    assert.ok(userId.validate('150 508'));
    assert.equal(userId.validate('1505084218764547200'), undefined);
  });

  it('leads to the site that is asked, if it is KooDrive’s', () => {
    const link = (endpoint?: string) =>
      huaweiKooDrive.link?.(connectionTo('huawei-koodrive', endpoint ? { endpoint } : {}), { connection: 'c', id });
    assert.equal(link(), 'https://cn.myhuaweicloud-koodrive.com');
    assert.equal(link('https://intl.myhuaweicloud-koodrive.com/x'), 'https://intl.myhuaweicloud-koodrive.com');
    assert.equal(link('https://evil.example/.myhuaweicloud-koodrive.com'), undefined);
    assert.equal(link('nonsense'), undefined);
  });
});

describe('huaweiKooDrive.list', () => {
  it('asks for 100 tasks from the cursor on', () => {
    const address = 'https://cn.myhuaweicloud-koodrive.com/koodrive/ose/v1/task/list?pageSize=100';
    assert.equal(list.request(connection).url, address);
    assert.equal(list.request(connection, '1723549107000').url, `${address}&pageCursor=1723549107000`);
  });

  it('reads tasks, their names and times, and the cursor', () => {
    const reading = list.parse(answer(recorded('huawei-koodrive/list')));
    assert.ok(reading.ok);
    assert.equal(reading.next, '1723549107000');
    assert.deepEqual(
      reading.tasks.map(({ id: taskId, name, snapshot: { state, createdAt, endedAt } }) => [
        taskId,
        name,
        state,
        createdAt,
        endedAt,
      ]),
      [
        ['1486254586942472064', 'first', 'succeeded', Date.UTC(2024, 7, 12, 7, 22, 33), 1723447400000],
        ['1486368980720435072', 'second', 'running', 1723460990000, undefined],
      ],
    );
  });

  it('reads the list under the name that the table gives it', () => {
    const reading = list.parse(answer({ taskListDtos: null, taskList: [{ taskId: '7', status: 0 }], code: '0' }));
    assert.ok(reading.ok);
    assert.deepEqual(
      reading.tasks.map(({ id: taskId, snapshot }) => [taskId, snapshot.state]),
      [['7', 'queued']],
    );
  });

  it('goes on after an empty page, but not in a circle', () => {
    const empty = { taskList: [], nextCursor: '5', code: 0 };
    const onwards = list.parse(answer(empty), '4');
    const circle = list.parse(answer(empty), '5');
    assert.ok(onwards.ok && circle.ok);
    assert.equal(onwards.next, '5');
    assert.equal(circle.next, undefined);
  });

  it('fails where the service says so, or says nothing', () => {
    assert.equal(failureOf(list.parse(answer({ code: '13000201', msg: 'x' }))).code, '13000201');
    assert.equal(failureOf(list.parse(answer({}))).kind, 'unexpected-shape');
  });
});
