import assert from 'node:assert/strict';
import { inEnglish } from '../../src/base/message';
import { scopeOf } from '../../src/http/failureScope';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiKooDrive } from '../../src/providers/huaweiKooDrive/provider';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { validatedProvider } from '../../src/providers/validatedProvider';
import { errorText, snapshotInWords } from '../../src/ui/text/words';
import { renderFarm } from '../fixtures/render-farm/provider';
import { answer, connectionTo, failureOf, snapshotOf } from './responses';

const dsc = (body: object) => snapshotOf(huaweiDsc.parse(answer({ task_id: 't', ...body }), 't'));
const shop = (body: object) => snapshotOf(shoplazza.parse(answer({ task_id: 't', ...body }), 't'));
const vodRow = (row: object, total = 1) => answer({ total, tasks: [{ task_id: 't', ...row }] });
const vod = (row: object) => snapshotOf(huaweiVod.parse(vodRow(row), 't'));
const drive = (body: object) => snapshotOf(huaweiKooDrive.parse(answer({ taskId: 't', ...body }), 't'));

/** The same task as each provider's service writes it. */
const failedTasks = [
  [huaweiDsc, { task_id: 't', status: 2, error_code: 'E.1', error_msg: 'No space.' }],
  [huaweiVod, { total: 1, tasks: [{ task_id: 't', status: 'FAILED', error_code: 'E.1', error_msg: 'No space.' }] }],
  [huaweiKooDrive, { taskId: 't', status: 3, code: 'E.1', msg: 'No space.' }],
  [shoplazza, { task_id: 't', status: 0, total: 2, finished: 0, error_code: 'E.1', error_msg: 'No space.' }],
  [shoplazza, { code: 'E.1', message: 'x', data: { task_id: 't', status: 0, total: 2, error: 'No space.' } }],
] as const;

describe('on the wire', () => {
  for (const [provider, body] of failedTasks) {
    it(`A9: takes an error beside a state and the requested id for the task's: ${provider.id} ${JSON.stringify(body)}`, () => {
      const { state, error } = snapshotOf(provider.parse(answer(body), 't'));
      assert.equal(state, 'failed');
      assert.equal(error?.message, 'No space.');
    });
  }

  it('A9: takes an error without a state, or beside another id, for a failed request', () => {
    const bodies = [
      { error_code: 'DSC.1', error_msg: 'x' },
      { task_id: 't', error_code: 'DSC.1', error_msg: 'x' },
    ];
    for (const body of bodies) {
      assert.equal(failureOf(huaweiDsc.parse(answer(body), 't')).code, 'DSC.1');
    }
    const other = { task_id: 'other', status: 2, error_code: 'DSC.1', error_msg: 'x' };
    assert.equal(failureOf(huaweiDsc.parse(answer(other), 't')).kind, 'unexpected-shape');
    const frame = renderFarm.parse(answer({ id: 't', status: 'burnt', code: 7, message: 'x' }), 't');
    assert.equal(snapshotOf(frame).state, 'failed');
  });

  it('A9: keeps a list whose tasks have states, whatever stands beside it', () => {
    const page = { total: 1, tasks: [{ task_id: 't', status: 'FAILED' }], error_code: 'VOD.1', error_msg: 'x' };
    assert.ok(huaweiVod.list?.parse(answer(page)).ok);
    assert.equal(failureOf(huaweiVod.list.parse(answer({ ...page, tasks: [] }))).code, 'VOD.1');
  });

  it('A10: knows a task by its id in another case, and says when there are others only', () => {
    const tasks = [{ task_id: 'OTHER' }, { task_id: ' AB\u200B1', status: 'WAITING' }];
    assert.equal(snapshotOf(huaweiVod.parse(answer({ tasks }), 'ab1')).state, 'queued');
    const others = failureOf(huaweiVod.parse(answer({ total: 10, tasks: tasks.slice(0, 1) }), 'ab1'));
    assert.equal(others.kind, 'unexpected-shape');
    assert.doesNotMatch(others.detail ?? '', /OTHER/);
    assert.equal(failureOf(huaweiVod.parse(answer({ total: 0, tasks: [] }), 'ab1')).kind, 'not-found');
  });

  it('B1: calls a task partial that ended with files unaccounted for', () => {
    assert.equal(dsc({ status: 1, completed: 4, total: 6, failed: 0 }).state, 'partial');
    assert.equal(dsc({ status: 1, completed: 4, failed: 0, waited: 2 }).state, 'partial');
    assert.equal(dsc({ status: 1, completed: 4, total: 4, failed: 0 }).state, 'succeeded');
    assert.equal(dsc({ status: 1 }).state, 'succeeded');
    const lists = { success_list: [], failure_list: [] };
    assert.equal(shop({ status: 0, finished: 1, total: 3, ...lists }).state, 'partial');
    assert.equal(shop({ status: 0, origin_list: ['a', 'b'], success_list: [{ origin_link: 'a' }] }).state, 'partial');
  });

  it('B1: shows what origin_list names and no list accounts for', () => {
    const task = { total: 3, origin_list: ['a', 'b', 'c'], success_list: [{ origin_link: 'a' }], failure_list: ['b'] };
    const last = (more: object) => shop({ ...task, ...more }).items.at(-1);
    assert.deepEqual(last({ status: 0, finished: 1 }), { state: 'unknown', source: 'c', unaccounted: true });
    assert.deepEqual(last({ status: 1, finished: 1 }), { state: 'running', source: 'c' });
    const complete = shop({ status: 0, total: 1, finished: 1, origin_list: ['a'] });
    assert.deepEqual(complete.items, [{ state: 'succeeded', source: 'a' }]);
    const nameless = shop({ status: 0, total: 1, finished: 1, origin_list: ['a'], success_list: [{ file_uri: 'f' }] });
    assert.deepEqual(nameless.items, [{ state: 'succeeded', target: 'f' }]);
  });

  it('B2: calls a task failed of which every file failed', () => {
    assert.equal(dsc({ status: 1, completed: 0, failed: 6, total: 6 }).state, 'failed');
    assert.equal(dsc({ status: 1, completed: 6, failed: 6, total: 6 }).state, 'failed', 'counted as completed, too');
    assert.equal(dsc({ status: 1, completed: 5, failed: 1, total: 6 }).state, 'partial');
    assert.equal(dsc({ status: 1, completed: 0, failed_embed_info: [{}, {}], total: 2 }).state, 'failed');
    assert.equal(shop({ status: 0, total: 1, finished: 0, failure_list: ['x'] }).state, 'failed');
    assert.equal(shop({ status: 0, total: 2, finished: 1, failure_list: ['x'] }).state, 'partial');
  });

  it('B3: drops times that cannot be, of every provider', () => {
    const { createdAt, endedAt } = vod({ status: 'SUCCEED', create_time: '20250901185020', end_time: '2611-09-18' });
    assert.deepEqual([createdAt, endedAt], [Date.UTC(2025, 8, 1, 18, 50, 20), undefined]);
    const foreign = validatedProvider({
      ...renderFarm,
      parse: () => ({
        ok: true,
        snapshot: { ...dsc({ status: 0 }), rawState: ' baked\n', createdAt: 20250901185020, endedAt: 5, percent: -1 },
      }),
    });
    const { rawState, ...read } = snapshotOf(foreign.parse(answer({}), 't'));
    assert.deepEqual(
      [rawState, read.createdAt, read.endedAt, read.percent],
      ['baked', undefined, undefined, undefined],
    );
  });

  it('B8: trims statuses, codes and counts', () => {
    assert.equal(vod({ status: 'SUCCEED ' }).state, 'succeeded');
    assert.equal(vod({ status: '\u200Bsucceed\n', progress: ' 42 % ' }).percent, 42);
    assert.equal(dsc({ status: ' 1 ', completed: ' 2 ', total: 2 }).state, 'succeeded');
    assert.equal(shop({ status: '0 ' }).state, 'succeeded');
    const drives = drive({ status: ' 3', resultCode: ' 18000205 ', code: ' 0 ' });
    assert.deepEqual([drives.state, drives.rawState, drives.error?.code], ['failed', '3', '18000205']);
  });

  it('B9: takes no invisible character for a part of an id', () => {
    for (const provider of [huaweiDsc, huaweiVod, huaweiKooDrive, shoplazza]) {
      assert.equal(provider.validateId?.('7\u200Bb'), undefined);
      assert.ok(provider.validateId?.('\u200B\uFEFF'));
      assert.ok(provider.validateId?.('a b'));
    }
    assert.ok(huaweiDsc.parse(answer({ task_id: '\uFEFFt', status: 0 }), 't').ok);
  });

  it('B13: asks KooDrive for messages in the language of the editor', () => {
    const language = (editor: string) => {
      const requests = [
        huaweiKooDrive.request(connectionTo('huawei-koodrive'), 't', { language: editor }),
        huaweiKooDrive.list?.request(connectionTo('huawei-koodrive'), undefined, { language: editor }),
      ];
      return requests.map((request) => request?.headers['language']);
    };
    assert.deepEqual(['zh-cn', 'zh-tw', 'en', 'de'].map(language), [
      ['zh-CN', 'zh-CN'],
      ['zh-CN', 'zh-CN'],
      ['en-US', 'en-US'],
      ['en-US', 'en-US'],
    ]);
  });

  it('B14: stores a sentence of ours as a message, and shows the code once', () => {
    const inChinese = ({ args }: { readonly args: readonly (string | number)[] }) => `结果码 ${String(args[0])}。`;
    const { error } = drive({ status: 3, resultCode: '18000205' });
    assert.ok(error);
    assert.equal(errorText(error, inEnglish), 'Result code 18000205.');
    assert.equal(errorText(error, inChinese), '结果码 18000205。');
    const timeout = dsc({ status: 3 }).error;
    assert.equal(timeout && errorText(timeout, inEnglish), 'The task timed out.');
    assert.equal(errorText({ code: 'E.1', message: 'No space' }, inEnglish), 'No space (E.1)');
    assert.equal(errorText({ code: 'E.1', message: 'E.1: no space' }, inEnglish), 'E.1: no space');
    assert.deepEqual(snapshotInWords(drive({ status: 3, resultCode: '7', taskType: 1 }), inEnglish).error, {
      code: '7',
      message: 'Result code 7.',
    });
  });

  it('tells how many files wait, and the type of a task', () => {
    assert.deepEqual(dsc({ status: 0, waited: 3 }).facts, [{ label: 'Waiting files', value: '3' }]);
    assert.equal(dsc({ status: 1, waited: 0 }).facts, undefined);
    const types = [0, 1, 7].map((taskType) => snapshotInWords(drive({ status: 1, taskType }), inEnglish).facts);
    assert.deepEqual(types, [
      [{ label: 'Task type', value: 'transfer and deletion' }],
      [{ label: 'Task type', value: 'batch import of users' }],
      [{ label: 'Task type', value: '7' }],
    ]);
  });

  it('names the permission that VOD needs, but not for the identity service', () => {
    const sentence = (failure: object) => {
      const said = huaweiVod.describeFailure?.({ kind: 'forbidden', status: 403, ...failure });
      return said && inEnglish(said);
    };
    assert.match(sentence({}) ?? '', /vod:asset:listEditTask/);
    assert.match(sentence({ code: 'VOD.10055' }) ?? '', /real-name/);
    assert.equal(sentence({ step: 'project' }), undefined);
  });

  const shoplazzaErrors = [
    [400, { error: 'Bad Request' }, 'rejected', 'connection'],
    [400, { error: 'Invalid domain url' }, 'address', 'connection'],
    [400, { errors: ['Invalid domain url or credentials'] }, 'unauthorised', 'connection'],
    [400, '', 'rejected', 'connection'],
    [400, { error: 'Backend status indicates failure' }, 'rejected', 'request'],
    [400, { error: 'Missing or empty task_id' }, 'rejected', 'request'],
    [400, { code: 'InvalidParameter', message: 'task_id of the store is invalid' }, 'rejected', 'request'],
    [404, { error: 'page not found' }, 'address', 'service'],
    [404, { code: 'NotFound', message: 'page not found' }, 'address', 'service'],
    [404, { error: 'Response message parsing error' }, 'server-error', 'request'],
    [404, { error: 'Missing or invalid data' }, 'not-found', 'task'],
  ] as const;
  for (const [status, body, kind, scope] of shoplazzaErrors) {
    it(`takes ${String(status)} ${JSON.stringify(body)} of Shoplazza for ${kind}, of the ${scope}`, () => {
      const parsed = failureOf(shoplazza.parse(answer(body, status), 't'));
      const failure = { ...parsed, ...shoplazza.classifyFailure?.(parsed) };
      assert.deepEqual([failure.kind, scopeOf(failure)], [kind, scope]);
      const said = shoplazza.describeFailure?.(failure);
      const isAccount = status === 400 && scope === 'connection' && kind !== 'unauthorised';
      const expected = isAccount ? /shop and the access token/ : kind === 'address' ? /API version/ : /^$/;
      assert.match(said ? inEnglish(said) : '', expected);
    });
  }
});
