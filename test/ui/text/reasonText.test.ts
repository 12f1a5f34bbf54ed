import assert from 'node:assert/strict';
import { reasonText } from '../../../src/ui/text/reasonText';

describe('reasonText', () => {
  it('is the message of a JSON reason, which is shown whole elsewhere', () => {
    assert.equal(
      reasonText('{"origin_link":"https://example.com/z","message":"The file is too big."}'),
      'The file is too big.',
    );
    assert.equal(reasonText('{"reason":"big","message":""}'), 'big');
  });

  it('is the whole reason where it is plain text, or JSON without a message', () => {
    for (const reason of ['Watermark failed', '{"code":7}', '["a"]', '{', '']) {
      assert.equal(reasonText(reason), reason);
    }
  });
});
