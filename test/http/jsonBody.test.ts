import assert from 'node:assert/strict';
import { readJson } from '../../src/http/jsonBody';

const read = (body: string): ReturnType<typeof readJson> =>
  readJson({ status: 200, headers: {}, body, sentAt: 0, receivedAt: 0 });

describe('readJson', () => {
  it('returns the value, with large integers as text', () => {
    assert.deepEqual(read('{"id":1534087020903704704}'), { ok: true, value: { id: '1534087020903704704' } });
  });

  const cases: [string, string, object][] = [
    ['', 'an empty response', { evidence: 'empty', scope: 'service' }],
    ['  \n', 'an empty response', { evidence: 'empty', scope: 'service' }],
    ['<!DOCTYPE html><html>', 'an HTML page', { evidence: 'page', scope: 'service' }],
    ['{"status":', 'cut-off JSON', { evidence: 'text' }],
    ['[1,2', 'cut-off JSON', { evidence: 'text' }],
    ['Service Unavailable', 'no valid JSON', { evidence: 'text', scope: 'service' }],
    ['{a}', 'no valid JSON', { evidence: 'text' }],
  ];
  for (const [body, detail, more] of cases) {
    it(`calls ${JSON.stringify(body)} ${detail}`, () => {
      assert.deepEqual(read(body), { ok: false, failure: { kind: 'not-json', status: 200, detail, ...more } });
    });
  }
});
