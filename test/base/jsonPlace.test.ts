import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findInJson } from '../../src/base/jsonPlace';

const settings = `// The user's own.
{
  "editor.fontSize": 12, /* "cloudTasks.providers": 1 */
  "text": "{ \\"cloudTasks.providers\\": [",
  "cloudTasks.providers": [
    { "id": "one", "state": "status" },
    // { "id": "none" },
    { "id": "two", "progress": { "ratio": "progress" /* 0–1 */, }, "states": { "failed": ["E1", "E2"] } },
  ],
}
`;

/** What stands at a place. */
function at(...path: readonly (string | number)[]): string | undefined {
  const offset = findInJson(settings, path);
  return offset === undefined ? undefined : settings.slice(offset).split(/[\s,\]}]/)[0];
}

describe('finding a place in the settings', () => {
  it('skips comments, texts and trailing commas', () => {
    const key = 'cloudTasks.providers';
    assert.equal(at(key, 0, 'state'), '"status"');
    assert.equal(at(key, 1, 'id'), '"two"');
    assert.equal(at(key, 1, 'progress', 'ratio'), '"progress"');
    assert.equal(at(key, 1, 'states', 'failed', 1), '"E2"');
  });

  it('ends at the deepest place that is there', () => {
    assert.equal(at('cloudTasks.providers', 0, 'progress', 'ratio'), '{');
    assert.equal(at('nothing'), undefined);
  });

  it('finds each member of any JSON, and never hangs on any text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, indent) => {
        const text = JSON.stringify(object, null, indent);
        for (const [key, value] of Object.entries(object)) {
          const start = JSON.stringify(value, null, indent).charAt(0);
          assert.equal(text.charAt(findInJson(text, [key]) ?? -1), start);
        }
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', 'a', ' ', '//', '/*', '\n')), (parts) => {
        findInJson(parts.join(''), ['a', 0, 'b']);
      }),
    );
  });
});
