import assert from 'node:assert/strict';
import { readJson } from '../../src/http/jsonBody';

const read = (body: string): ReturnType<typeof readJson> =>
  readJson({ status: 200, headers: {}, body, sentAt: 0, receivedAt: 0 });

describe('readJson', () => {
  it('returns the value, with large integers as text', () => {
    assert.deepEqual(read('{"id":1534087020903704704}'), { ok: true, value: { id: '1534087020903704704' } });
  });

  const cases: [string, string][] = [
    ['', 'an empty answer'],
    ['  \n', 'an empty answer'],
    ['<!DOCTYPE html><html>', 'an HTML page'],
    ['{"status":', 'cut-off JSON'],
    ['[1,2', 'cut-off JSON'],
    ['Service Unavailable', 'no valid JSON'],
    ['{a}', 'no valid JSON'],
  ];
  for (const [body, detail] of cases) {
    it(`calls ${JSON.stringify(body)} ${detail}`, () => {
      assert.deepEqual(read(body), { ok: false, failure: { kind: 'not-json', status: 200, detail } });
    });
  }
});
