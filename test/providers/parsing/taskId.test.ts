import assert from 'node:assert/strict';
import { isRequestedId, normalizeTaskId, readTaskId } from '../../../src/providers/parsing/taskId';
import { byId } from '../../../src/tasks/task';

describe('task ids', () => {
  it('B9: lose invisible characters and the blanks around them', () => {
    assert.equal(normalizeTaskId(' \uFEFFa\u200Bb\u00AD\n'), 'ab');
    assert.equal(normalizeTaskId('任务-1'), '任务-1');
  });

  it('B9: come in arguments as texts, or as numbers that have lost no digit', () => {
    assert.deepEqual([' a\u200B1 ', 42, Number.MAX_SAFE_INTEGER].map(readTaskId), ['a1', '42', '9007199254740991']);
    // The nearest number to the KooDrive task 1512457666269220893 is another task.
    for (const other of [1.512457666269221e18, 1.5, NaN, '', ' \u200B', null, undefined, {}, ['a'], 7n]) {
      assert.equal(readTaskId(other), undefined);
    }
  });

  it('A10, B9: are the same in another case and with invisible characters', () => {
    assert.ok(isRequestedId('ABC', 'a\u200Bbc '));
    assert.ok(isRequestedId(undefined, 'abc'));
    assert.ok(!isRequestedId('abc', 'abd'));
    assert.equal(byId([{ id: ' A\uFEFFB' }])('ab')?.id, ' A\uFEFFB');
  });
});
