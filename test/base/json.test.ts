import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isJsonObject, parseJson } from '../../src/base/json';

describe('parseJson', () => {
  it('keeps the digits of an integer that a double cannot hold', () => {
    assert.deepEqual(parseJson('{"id": 9007199254740993, "ids": [-9007199254740993, 1505084218764547200]}'), {
      id: '9007199254740993',
      ids: ['-9007199254740993', '1505084218764547200'],
    });
  });

  it('leaves every other number a number', () => {
    assert.deepEqual(parseJson('[0, -0, 1.5, 9007199254740991, -9007199254740991, 1e300, 12345678901234567890.5]'), [
      0,
      -0,
      1.5,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      1e300,
      12345678901234567890.5,
    ]);
  });

  it('keeps any integer exactly, as a number or as its digits', () => {
    fc.assert(
      fc.property(fc.bigInt(), (integer) => {
        const read = parseJson(integer.toString());
        assert.equal(BigInt(read as number | string), integer);
        assert.equal(typeof read, Number.isSafeInteger(Number(integer)) ? 'number' : 'string');
      }),
    );
  });

  it('reads everything else as JSON.parse does', () => {
    const withoutLargeNumbers = fc.json().filter((text) => !/\d{16}/.test(text));
    fc.assert(
      fc.property(withoutLargeNumbers, (text) => {
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
    );
  });

  for (const text of ['', '{', '{"a": 1', '<html>', 'undefined', '[01]']) {
    it(`throws for ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseJson(text), SyntaxError);
    });
  }
});

describe('isJsonObject', () => {
  it('accepts objects only', () => {
    assert.ok(isJsonObject({}));
    assert.ok(isJsonObject({ a: 1 }));
    for (const other of [null, undefined, [], 'text', 1, true]) {
      assert.ok(!isJsonObject(other), String(other));
    }
  });
});
