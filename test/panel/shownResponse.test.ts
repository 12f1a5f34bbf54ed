import assert from 'node:assert/strict';
import { ShownResponse } from '../../src/panel/shownResponse';

describe('ShownResponse', () => {
  let asked = 0;
  const responseThat = (isOpen: boolean): ShownResponse =>
    new ShownResponse(isOpen, () => {
      asked += 1;
    });

  beforeEach(() => {
    asked = 0;
  });

  it('is asked for when it is opened, and not before', () => {
    const response = responseThat(false);
    response.note(1);
    assert.equal(asked, 0);
    assert.equal(response.toggle(true), true);
    assert.equal(response.toggle(true), false, 'the event also follows our own change');
    assert.equal(asked, 1);
    response.take({ text: '{}', isWhole: true });
    assert.deepEqual(response.content, { text: '{}', isWhole: true });
  });

  it('is asked for once for each new response while it is open', () => {
    const response = responseThat(true);
    response.note(1);
    response.note(1);
    assert.equal(asked, 1, 'other details changed');
    response.note(2);
    assert.equal(asked, 2);
    response.toggle(false);
    response.note(3);
    assert.equal(asked, 2);
  });
});
