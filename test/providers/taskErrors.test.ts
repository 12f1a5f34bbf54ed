import assert from 'node:assert/strict';
import { huaweiDsc } from '../../src/providers/huaweiDsc/provider';
import { huaweiVod } from '../../src/providers/huaweiVod/provider';
import { shoplazza } from '../../src/providers/shoplazza/provider';
import { answer, failureOf, snapshotOf } from './responses';

describe('A9: the error in a task’s own fields', () => {
  const own = { error_code: 'DSC.1', error_msg: 'disk full' };
  const error = { code: 'DSC.1', message: 'disk full' };

  it('A9: huawei-dsc', () => {
    const body = { task_id: 'f84d', status: 2, total: 6, ...own };
    const snapshot = snapshotOf(huaweiDsc.parse(answer(body), 'f84d'));
    assert.deepEqual([snapshot.state, snapshot.error], ['failed', error]);
  });

  it('A9: shoplazza', () => {
    const body = { task_id: 'f84d', status: 1, total: 6, ...own };
    assert.deepEqual(snapshotOf(shoplazza.parse(answer(body), 'f84d')).error, error);
  });

  it('A9: huawei-vod', () => {
    const tasks = [{ task_id: 'f84d', status: 'FAILED', ...own }];
    assert.deepEqual(snapshotOf(huaweiVod.parse(answer({ total: 1, tasks }), 'f84d')).error, error);
  });
});

describe('A10: ids compare alike everywhere', () => {
  const list = (...ids: string[]) => answer({ tasks: ids.map((task_id) => ({ task_id, status: 'WAITING' })) });

  it('A10: huawei-vod finds an id in another case', () => {
    assert.equal(snapshotOf(huaweiVod.parse(list('OTHER', 'F84D '), 'f84d')).state, 'queued');
  });

  it('A10: huawei-vod prefers the id as it is', () => {
    const tasks = [
      { task_id: 'F84D', status: 'WAITING' },
      { task_id: 'f84d', status: 'FAILED' },
      { task_id: 'F84d', status: 'WAITING' },
    ];
    assert.equal(snapshotOf(huaweiVod.parse(answer({ tasks }), 'f84d')).state, 'failed');
  });

  it('A10: huawei-vod with other tasks in place of the requested one is no sign that it is gone', () => {
    assert.equal(failureOf(huaweiVod.parse(list('a', 'b', 'c'), 'f84d')).kind, 'unexpected-shape');
    assert.equal(failureOf(huaweiVod.parse(list(), 'f84d')).kind, 'not-found');
  });
});
