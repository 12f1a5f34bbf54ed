import assert from 'node:assert/strict';
import { answer, connectionTo } from '../responses';
import { plain, providerOf } from './definitions';

const { id } = plain;

describe('lists of a definition', () => {
  const row = (name: string) => ({ id: name, status: 'running' });
  const listOf = (list: object) =>
    providerOf({ ...plain, list: { request: 'https://a.example/jobs?page={page}', tasks: 'jobs', ...list } }).list!;
  const nextOf = (list: object, page: string | undefined, body: object, headers = {}) => {
    const response = answer({ jobs: [row('1'), row('2')], ...body });
    const result = listOf(list).parse({ ...response, headers }, page);
    assert.ok(result.ok);
    assert.deepEqual(
      result.tasks.map((task) => task.id),
      ['1', '2'],
    );
    return result.next;
  };

  it('have pages by number, offset, cursor or link', () => {
    assert.equal(nextOf({ next: 'page', pageSize: 2 }, undefined, {}), '2');
    assert.equal(nextOf({ next: 'page', pageSize: 3 }, '2', {}), undefined);
    assert.equal(nextOf({ next: 'offset', pageSize: 2 }, '2', {}), '4');
    assert.equal(nextOf({ next: 'more && cursor' }, undefined, { more: true, cursor: '/c=' }), '/c=');
    assert.equal(nextOf({ next: 'more && cursor' }, '/c=', { more: false, cursor: 'c' }), undefined);
    // As long as those of DynamoDB; half of a token would be another one.
    assert.equal(nextOf({ next: 'cursor' }, undefined, { cursor: 'c'.repeat(9_000) }), 'c'.repeat(9_000));
    assert.equal(nextOf({ next: 'cursor' }, undefined, { cursor: 'c'.repeat(20_000) }), undefined);
    const link = '<https://a.example/jobs?page=2>; rel="next", <https://a.example/jobs?page=9>; rel="last"';
    assert.equal(nextOf({ next: 'link' }, undefined, {}, { link }), 'https://a.example/jobs?page=2');
  });

  it('are asked at the origin of their first page only', () => {
    const cursor = listOf({ next: 'cursor' });
    assert.equal(cursor.request(connectionTo(id)).url, 'https://a.example/jobs');
    assert.equal(cursor.request(connectionTo(id), '/c=').url, 'https://a.example/jobs?page=%2Fc%3D');
    const link = listOf({ next: 'link' });
    assert.equal(link.request(connectionTo(id), 'https://a.example/next').url, 'https://a.example/next');
    assert.throws(() => link.request(connectionTo(id), 'https://evil.example/next'));
    assert.throws(() => link.request(connectionTo(id), '//evil.example/next'));
  });
});
