import assert from 'node:assert/strict';
import { decodeText } from '../../src/base/decodeText';

const gbk = Buffer.concat([Buffer.from('502 '), Buffer.from([0xcd, 0xf8, 0xb9, 0xd8])]);

describe('decodeText', () => {
  it('follows the mark', () => {
    const text = '{"名":"é"}';
    const inUtf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    assert.equal(decodeText(inUtf16), text);
    assert.equal(decodeText(Buffer.from(inUtf16).swap16(), 'utf-8'), text);
    assert.equal(decodeText(Buffer.from(`\ufeff${text}`)), text);
  });

  it('takes the stated encoding for what is no UTF-8', () => {
    assert.equal(decodeText(gbk, 'GB2312'), '502 网关');
    assert.equal(decodeText(Buffer.from('é', 'latin1'), 'ISO-8859-1'), 'é');
    // Spring once stated this for all JSON.
    assert.equal(decodeText(Buffer.from('{"名":1}'), 'ISO-8859-1'), '{"名":1}');
    assert.equal(decodeText(Buffer.from('{}'), 'utf-16'), '{}');
  });

  it('takes UTF-8 where no known encoding is stated', () => {
    for (const charset of [undefined, 'none', '', 'hz-gb-2312']) {
      assert.match(decodeText(gbk, charset), /^502 \ufffd/);
    }
  });
});
