import assert from 'node:assert/strict';
import { guess, toDefinition } from '../../../../src/providers/definitions/guess/guess';
import { answer } from '../../responses';
import { pastedRequest } from '../pasted';
import { defined, id } from './guessed';

describe('how a task is canceled', () => {
  const host = 'https://api.example.com';
  const cases: readonly (readonly [name: string, body: object, expected: unknown])[] = [
    [
      'at the address that the response names',
      { urls: { cancel: `${host}/v1/jobs/${id}/cancel` } },
      `${host}/v1/jobs/{id}/cancel`,
    ],
    ['at an address without a host', { cancel_url: `/v1/jobs/${id}:cancel` }, `${host}/v1/jobs/{id}:cancel`],
    [
      'with the method beside it',
      { _links: { cancel: { href: `/v1/jobs/${id}`, method: 'delete' } } },
      { method: 'DELETE', url: `${host}/v1/jobs/{id}` },
    ],
    [
      'at an address in a list of links',
      { links: [{ rel: 'cancel', href: `/v1/jobs/${id}/cancel` }] },
      `${host}/v1/jobs/{id}/cancel`,
    ],
    [
      'at an address among related ones',
      { related: { cancel: `/v1/jobs/${id}/cancel/` } },
      `${host}/v1/jobs/{id}/cancel/`,
    ],
    ['not by a word', { actions: { stop: id } }, undefined],
    ['not at another host, which has no credentials', { cancel_url: `https://evil.example/v1/jobs/${id}` }, undefined],
    ['not at an address without the ID', { cancel_url: `${host}/v1/cancel` }, undefined],
    ['not by a page for people', { links: { web: `${host}/v1/jobs/${id}/cancel` } }, undefined],
    ['not with what may be a secret', { cancel_url: `${host}/v1/jobs/${id}/cancel?token=abc` }, undefined],
  ];
  for (const [name, body, expected] of cases) {
    it(name, () => {
      assert.deepEqual(defined({ id, status: 'running', ...body }).cancel, expected);
    });
  }

  it('not where the user does not want it', () => {
    const pasted = pastedRequest(`${host}/v1/jobs/${id}`);
    const body = { id, status: 'running', cancel_url: `/v1/jobs/${id}/cancel` };
    const found = guess({ request: pasted.sent, response: answer(body) });
    const identity = { id: 'guessed', label: 'Guessed', credentials: [] };
    assert.equal(toDefinition(found, identity, { cancel: null }).cancel, undefined);
  });
});

describe('where the ID stands', () => {
  const requestOf = (request: string, body: unknown = { status: 'running' }) => defined(body, request).request;
  const cases: readonly (readonly [request: string, body: unknown, expected: unknown])[] = [
    ['https://a.example/v1/tasks/5/status', { id: 5 }, 'https://a.example/v1/tasks/{id}/status'],
    ['https://a.example/projects/12/runs/34', { project_id: 12, id: 34 }, 'https://a.example/projects/12/runs/{id}'],
    ['https://a.example/v2/jobs/abc12345', {}, 'https://a.example/v2/jobs/{id}'],
    ['https://a.example/v2/jobs/abc12345.json', {}, 'https://a.example/v2/jobs/{id}.json'],
    [
      `curl https://a.example -d '{"JobName":"nightly"}'`,
      { JobName: 'nightly' },
      { url: 'https://a.example/', body: { JobName: '{id}' } },
    ],
    ['https://a.example/get?v=2&taskId=77', {}, 'https://a.example/get?v=2&taskId={id}'],
    ['https://a.example/batch/nightly', { name: 'nightly', object: 'batch' }, 'https://a.example/batch/{id}'],
    [
      'https://a.example/v1/projects/p1/jobs/9',
      { name: 'projects/p1/jobs/9', state: 'RUNNING' },
      'https://a.example/v1/{+id}',
    ],
    [
      `curl https://a.example/query -d '{"task":{"ids":["t-12345678"]},"verbose":true}'`,
      {},
      { url: 'https://a.example/query', body: { task: { ids: ['{id}'] }, verbose: true } },
    ],
    [
      `curl https://a.example/query -d 'job_id=55&format=json'`,
      {},
      { url: 'https://a.example/query', form: { job_id: '{id}', format: 'json' } },
    ],
  ];
  for (const [request, body, expected] of cases) {
    it(request, () => {
      assert.deepEqual(requestOf(request, { status: 'running', ...(body as object) }), expected);
    });
  }
});
