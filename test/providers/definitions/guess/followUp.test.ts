import assert from 'node:assert/strict';
import { followUps } from '../../../../src/providers/definitions/guess/followUp';
import { answer } from '../../responses';

const started = 'https://api.example.com/v1/jobs?version=2';

describe('where a started job is asked for', () => {
  const cases: readonly (readonly [name: string, headers: Record<string, string>, body: unknown, expected: string])[] =
    [
      ['Location', { location: '/v1/operations/7' }, '', 'https://api.example.com/v1/operations/7'],
      [
        'Azure-AsyncOperation before Location',
        { location: 'https://a.example/result', 'azure-asyncoperation': 'https://a.example/status' },
        '',
        'https://a.example/status',
      ],
      ['Operation-Location', { 'operation-location': 'https://a.example/o/1' }, {}, 'https://a.example/o/1'],
      ['urls.get', {}, { id: 'x', urls: { get: 'https://a.example/p/x' } }, 'https://a.example/p/x'],
      ['status_url', {}, { request_id: 'x', status_url: 'https://q.example/x/status' }, 'https://q.example/x/status'],
      ['links.self', {}, { id: 'x', _links: { self: { href: '/v2/jobs/x' } } }, 'https://api.example.com/v2/jobs/x'],
      [
        'a list of links',
        {},
        {
          links: [
            { rel: 'cancel', href: '/v2/jobs/x/cancel' },
            { rel: 'self', href: '/v2/jobs/x' },
          ],
        },
        'https://api.example.com/v2/jobs/x',
      ],
      ['statementStatusUrl', {}, { statementStatusUrl: '/v2/statements/x' }, 'https://api.example.com/v2/statements/x'],
      ['an ID that says whose it is', {}, { data: { video_id: 'v7' } }, 'https://api.example.com/v1/jobs/v7?version=2'],
      ['the ID alone', {}, { data: { job_id: 'j/7' } }, 'https://api.example.com/v1/jobs/j%2F7?version=2'],
    ];
  for (const [name, headers, body, expected] of cases) {
    it(name, () => {
      const response = answer(body, 202);
      const [first] = followUps(started, { ...response, headers: { ...response.headers, ...headers } });
      assert.equal(first?.url, expected);
    });
  }

  it('is not known where a response says nothing', () => {
    assert.deepEqual(followUps(started, answer({ ok: true })), []);
  });
});
