import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTaskLink, toTaskLink } from '../../../src/ui/links/taskLink';

describe('links to tasks', () => {
  it('name a task, whatever its ID is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (connection, id) => {
        fc.pre(connection.isWellFormed() && id.isWellFormed());
        const url = new URL(toTaskLink('vscode', { connection, id }));
        assert.deepEqual(readTaskLink({ path: url.pathname, query: decodeURIComponent(url.search.slice(1)) }), {
          action: 'show',
          ref: { connection, id },
        });
      }),
    );
  });

  it('ask for nothing else', () => {
    const query = 'connection=works&id=1';
    assert.deepEqual(readTaskLink({ path: '/track', query })?.action, 'track');
    for (const path of ['/', '/cancel', '/track/more', '/TRACK']) {
      assert.equal(readTaskLink({ path, query }), undefined, path);
    }
    for (const each of ['', 'connection=works', 'id=1', 'connection=&id=1']) {
      assert.equal(readTaskLink({ path: '/track', query: each }), undefined, each);
    }
    const more = readTaskLink({ path: '/track', query: `${query}&endpoint=https://evil.example&token=x` });
    assert.deepEqual(more?.ref, { connection: 'works', id: '1' });
  });
});
