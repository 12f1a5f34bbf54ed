import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fullLength } from '../../src/base/fullLength';
import { withFullLengths } from '../../src/http/shortenedLists';
import { jsonLimits, shortenJson, type JsonLimits } from '../../src/http/shortenJson';

const wide: JsonLimits = { members: Infinity, values: Infinity, characters: Infinity };

/** Shortens a text in one go. */
function shorten(text: string, limits?: JsonLimits) {
  const shortening = shortenJson(text, limits);
  for (let steps = 0; ; steps++) {
    const step = shortening.next();
    if (step.done === true) {
      return { ...step.value, steps };
    }
  }
}

/** The value with so many members in each list and object. */
function cut(value: unknown, members: number): unknown {
  if (Array.isArray(value)) {
    return value.slice(0, members).map((member) => cut(member, members));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .slice(0, members)
          .map(([name, member]) => [name, cut(member, members)]),
      )
    : value;
}

describe('T10: a long JSON text', () => {
  it('T10: keeps the first members of each list and object, whatever the text', () => {
    // Digits as names would come first, whatever their place in the text.
    const names = fc.string({ maxLength: 4 }).filter((name) => !/^\d+$/.test(name) && name !== '__proto__');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(null, true, 'a, "b" \\', '[{', ']}', 1.5e7),
        fc.string(),
        fc.array(tie('tree'), { maxLength: 5 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 5 }), fc.constantFrom(0, 1, 2), (value, indent) => {
        const { text } = shorten(JSON.stringify(value, undefined, indent), { ...wide, members: 2 });
        assert.deepEqual(JSON.parse(text), cut(value, 2));
      }),
    );
  });

  it('T10: tells how long its lists were', () => {
    const value = { rows: [[1, 2, 3, 4], [5]], 'a "b"': [{}, {}, { c: [] }], empty: [], short: [1, 2] };
    const { text, lists } = shorten(JSON.stringify(value), { ...wide, members: 2 });
    const parsed = withFullLengths(JSON.parse(text), lists) as Pick<typeof value, 'rows'>;
    assert.equal(text, '{"rows":[[1,2],[5]],"a \\"b\\"":[{},{}]}');
    assert.deepEqual(parsed.rows.map(fullLength), [4, 1]);
    assert.deepEqual(lists, [
      { path: ['rows', 0], length: 4 },
      { path: ['a "b"'], length: 3 },
    ]);
  });

  it('T10: keeps what stands after a long list', () => {
    const value = { id: 't1', rows: Array.from({ length: 50 }, (_, row) => row), status: 1, more: [1, 2, 3] };
    for (const limits of [
      { ...wide, values: 10 },
      { ...wide, characters: 40 },
    ]) {
      const { text, lists } = shorten(JSON.stringify(value), limits);
      const kept = JSON.parse(text) as typeof value;
      assert.deepEqual([kept.id, kept.status, lists[0]], ['t1', 1, { path: ['rows'], length: 50 }]);
      assert.ok(kept.rows.length < 12 && kept.more.length >= 1);
    }
  });

  it('T10: comes back as it is when it is short, cut off or no JSON', () => {
    for (const text of ['', 'null', '<html>[1,2,3]', '[1,2,3', '{"a":[1,2,3]', '["a', '{"a":"\\"}', '[1,2]']) {
      assert.deepEqual(shorten(text, { ...wide, members: 2 }), { text, lists: [], steps: 0 });
    }
  });

  it('T10: is read in parts', () => {
    const { text, lists, steps } = shorten(`{"rows":[${'1,'.repeat(2_000_000)}1]}`);
    assert.equal((JSON.parse(text) as { rows: unknown[] }).rows.length, jsonLimits.members);
    assert.equal(lists[0]?.length, 2_000_001);
    assert.ok(steps >= 20);
  });
});
