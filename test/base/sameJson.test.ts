import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameJson } from '../../src/base/sameJson';

describe('sameJson', () => {
  it('is true for a value and its copy, and false for other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const copy: unknown = JSON.parse(JSON.stringify(one));
        assert.ok(sameJson(copy, JSON.parse(JSON.stringify(one))));
        if (JSON.stringify(sorted(one)) !== JSON.stringify(sorted(other))) {
          assert.ok(!sameJson(one, other));
        }
      }),
    );
  });

  it('ignores the order of members and those without a value', () => {
    assert.ok(sameJson({ a: 1, b: [{ c: null }] }, { b: [{ c: null, d: undefined }], a: 1 }));
    assert.ok(!sameJson({ a: 1 }, { a: 1, b: null }));
    assert.ok(!sameJson([], {}));
    assert.ok(!sameJson({ a: 1 }, { b: 1 }));
  });

  it('compares objects that have a JSON of their own by that', () => {
    assert.ok(sameJson(new Date(5), new Date(5)));
    assert.ok(!sameJson(new Date(5), new Date(6)));
  });
});

/** The same value with its members in a fixed order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .map(([name, member]): [string, unknown] => [name, sorted(member)])
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value;
}
