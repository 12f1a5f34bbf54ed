import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../src/base/errors';
import { readCount, readFields, readStates, readTaskInput } from '../../../src/ui/agents/toolInput';

describe('the input of tools for language models', () => {
  it('is never trusted: a task is found, or a sentence says what is missing', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        try {
          const { connection, id } = readTaskInput(input);
          assert.ok(connection !== '' && id !== '');
        } catch (error) {
          assert.ok(error instanceof UserError);
        }
      }),
    );
  });

  it('has numbers in their range, and only states that exist', () => {
    assert.deepEqual(
      [undefined, -5, 0, 7.9, 1e9, NaN, '3'].map((each) => readCount(each, 20, 1, 50)),
      [20, 1, 1, 7, 50, 20, 20],
    );
    assert.deepEqual(readStates(['failed', 'nonsense', 3]), ['failed']);
    assert.equal(readStates('failed'), undefined);
    assert.deepEqual(readFields('text'), {});
  });
});
