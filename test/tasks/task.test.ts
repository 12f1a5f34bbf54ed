import assert from 'node:assert/strict';
import { isEnded, statesAtEnd, statesUnderWay, taskKey, taskStates } from '../../src/tasks/task';

describe('taskKey', () => {
  it('is different for every task, also where IDs contain blanks', () => {
    const keys = [
      taskKey({ connection: 'my shop', id: 'a' }),
      taskKey({ connection: 'my', id: 'shop a' }),
      taskKey({ connection: 'my shop a', id: '' }),
    ];
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(taskKey({ connection: 'my', id: 'shop a' }), keys[1]);
  });
});

describe('statesUnderWay and statesAtEnd', () => {
  it('contain every state once', () => {
    assert.deepEqual([...statesUnderWay, ...statesAtEnd].sort(), [...taskStates].sort());
    assert.ok(statesAtEnd.every(isEnded));
    assert.ok(!statesUnderWay.some(isEnded));
  });
});
