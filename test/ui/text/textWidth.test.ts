import assert from 'node:assert/strict';
import { plainText } from '../../../src/ui/text/plainText';
import { fitColumns, widthOf } from '../../../src/ui/text/textWidth';

describe('texts for a terminal', () => {
  it('are no commands', () => {
    assert.equal(plainText('a\u001b]0;title\u0007b\u001b[31mc\r\nd'), 'a ]0;title b [31mc d');
  });

  it('fit into a line, with two columns for each character of East Asian scripts', () => {
    assert.equal(widthOf('ab你好'), 6);
    assert.equal(fitColumns('你好世界', 8), '你好世界');
    assert.equal(fitColumns('你好世界', 7), '你好…');
    assert.equal(fitColumns('Drawings of line 2', 10), 'Drawings …');
  });
});
