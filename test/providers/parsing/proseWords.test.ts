import assert from 'node:assert/strict';
import { pastedTaskIds } from '../../../src/providers/parsing/pastedTaskIds';
import { partWords } from '../../../src/providers/parsing/proseWords';

describe('words of a pasted sentence', () => {
  const found = (text: string): unknown => partWords(pastedTaskIds(text));

  it('are left out around an ID', () => {
    for (const text of [
      'Task 4f9a1c7e2b6d failed, please look',
      'the job 4f9a1c7e2b6d isn’t done',
      '任务 4f9a1c7e2b6d 失败',
    ]) {
      const { ids, isProse } = partWords(pastedTaskIds(text));
      assert.deepEqual({ ids, isProse }, { ids: ['4f9a1c7e2b6d'], isProse: false }, text);
    }
  });

  it('are named, so that nothing disappears in silence', () => {
    assert.deepEqual(found('build-7 nightly'), { ids: ['build-7'], leftOut: ['nightly'], isProse: false });
  });

  it('are prose where they are all there is', () => {
    assert.deepEqual(found('hello world'), { ids: ['hello', 'world'], leftOut: [], isProse: true });
    assert.deepEqual(found('你好 世界'), { ids: ['你好', '世界'], leftOut: [], isProse: true });
  });

  it('are IDs when they stand alone', () => {
    assert.deepEqual(found('nightly'), { ids: ['nightly'], leftOut: [], isProse: false });
  });

  it('are no IDs, whatever letters those have', () => {
    for (const ids of [
      ['d41d8cd98f00b204e9800998ecf8427e', 'abcdefabcdefabcdefabcdefabcdefab'],
      ['projects/p/operations/seven', 'build_seven', 'aBcDe', '1512457666269220893'],
    ]) {
      assert.deepEqual(partWords(ids), { ids, leftOut: [], isProse: false });
    }
  });
});
