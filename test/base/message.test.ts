import assert from 'node:assert/strict';
import { CancelledError, UserError, toError } from '../../src/base/errors';
import { inEnglish, message } from '../../src/base/message';

describe('inEnglish', () => {
  it('fills in placeholders, in any order and more than once', () => {
    assert.equal(inEnglish(message('{1} of {0}, {1}', 'ten', 3)), '3 of ten, 3');
  });

  it('keeps a placeholder that has no value', () => {
    assert.equal(inEnglish(message('{0} and {1}', 'one')), 'one and {1}');
  });

  it('does not fill in placeholders inside of values', () => {
    assert.equal(inEnglish(message('{0}, {1}', '{1}', '$& $1')), '{1}, $& $1');
  });
});

describe('UserError', () => {
  it('says its message in English, and keeps it for translation', () => {
    const human = message('No connection to {0}.', 'example.com');
    const error = new UserError(human, { cause: 'why' });
    assert.equal(error.message, 'No connection to example.com.');
    assert.equal(error.human, human);
    assert.equal(error.cause, 'why');
  });
});

describe('toError', () => {
  it('makes an error of whatever was thrown', () => {
    const cancelled = new CancelledError();
    assert.equal(toError(cancelled), cancelled);
    assert.equal(toError('a text').message, 'a text');
    assert.equal(toError(undefined).message, 'undefined');
  });
});
