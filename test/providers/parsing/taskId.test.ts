import assert from 'node:assert/strict';
import { isRequestedId, normalizeTaskId } from '../../../src/providers/parsing/taskId';
import { byId } from '../../../src/tasks/task';

describe('task ids', () => {
  it('B9: lose invisible characters and the blanks around them', () => {
    assert.equal(normalizeTaskId(' \uFEFFa\u200Bb\u00AD\n'), 'ab');
    assert.equal(normalizeTaskId('任务-1'), '任务-1');
  });

  it('A10, B9: are the same in another case and with invisible characters', () => {
    assert.ok(isRequestedId('ABC', 'a\u200Bbc '));
    assert.ok(isRequestedId(undefined, 'abc'));
    assert.ok(!isRequestedId('abc', 'abd'));
    assert.equal(byId([{ id: ' A\uFEFFB' }])('ab')?.id, ' A\uFEFFB');
  });
});
