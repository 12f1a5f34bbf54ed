import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { guess } from '../../../../src/providers/definitions/guess/guess';
import type { Provider } from '../../../../src/providers/provider';
import type { TaskState } from '../../../../src/tasks/task';
import { pathOf } from '../../../support/checkout';
import { answer, connectionTo, snapshotOf } from '../../responses';
import { providerOf } from '../definitions';
import { pastedRequest } from '../pasted';
import { define, defined, id } from './guessed';
import { assertReads, assertState, recordedApi, recordedResponse } from '../recordedApis';

const apis = readdirSync(pathOf('test/fixtures/definitions')).map((file) => recordedApi(file.replace('.json', '')));

describe('a guessed definition', () => {
  for (const api of apis) {
    for (const sample of ['running', 'pending', 'succeeded']) {
      describe(`of ${api.name}, from “${sample}”`, () => {
        const pasted = pastedRequest(api.curl);
        const found = guess({ request: pasted.sent, response: recordedResponse(api, sample) });
        const definition = define(found, pasted);
        const provider = (): Provider => providerOf(definition);

        it('asks at the recorded address', () => {
          assert.equal(found.ids[0]?.id, api.taskId);
          const { method, url } = provider().request(connectionTo('guessed'), api.taskId);
          assert.deepEqual({ method, url }, { method: api.request.method, url: api.request.url });
          assert.equal(provider().recognize?.(api.curl)?.id, api.taskId);
        });

        it('reads all recorded responses', () => {
          for (const name of Object.keys(api.expect)) {
            // One response says where each thing is that it has; states must follow from any.
            const assertRead = sample === 'running' ? assertReads : assertState;
            assertRead(provider(), api, name, api.taskId);
          }
        });

        it('holds no token', () => {
          assert.ok(pasted.secrets.length > 0);
          for (const secret of pasted.secrets) {
            assert.ok(!JSON.stringify(definition).includes(secret));
          }
        });
      });
    }
  }
});

describe('guessing', () => {
  const cases: readonly (readonly [name: string, body: unknown, expected: Readonly<Record<string, unknown>>])[] = [
    ['a word within a wrapper', { code: 0, data: { id, task_status: 'PROCESSING' } }, { state: 'data.task_status' }],
    [
      'the object that only holds the task as root',
      {
        request_id: 'r',
        output: { task_id: id, task_status: 'RUNNING', results: [{ url: 'https://x.example/1.png' }] },
      },
      { root: 'output', state: 'task_status', items: 'results' },
    ],
    ['two fields', { id, status: 'completed', conclusion: null }, { state: 'conclusion || status' }],
    [
      'a life cycle and a result that comes later',
      { run_id: 7, state: { life_cycle_state: 'RUNNING' } },
      { state: 'state.result_state || state.life_cycle_state' },
    ],
    ['a flag and a result', { building: true, result: null }, { state: "building && 'running' || result" }],
    [
      'a flag alone',
      { id, done: false, error: null },
      { state: "done && (error && 'failed' || 'succeeded') || 'running'" },
    ],
    [
      'a flag with a success',
      { id, finished: false, success: false },
      { state: "finished && (success && 'succeeded' || 'failed') || 'running'" },
    ],
    ['a number', { id, status: 1 }, { state: 'status' }],
    [
      'a flag beside one for failures',
      { id, completed: false, failed: false, errors: [] },
      {
        state: "failed && 'failed' || completed && (errors && 'failed' || 'succeeded') || 'running'",
      },
    ],
    ['a word under progress', { id, completed: false, progress: 'processing' }, { state: 'progress' }],
    ['a list of one word', { jobs: [{ job_state: ['RUNNING'] }] }, { state: 'jobs[0].job_state' }],
    ['the last state', { id, lastStatus: 'RUNNING', desiredStatus: 'STOPPED' }, { state: 'lastStatus' }],
    [
      'a percentage that is all',
      { id, percent: 40 },
      { state: "error && 'failed' || percent >= `100` && 'succeeded' || 'running'" },
    ],
    ['a word better than a flag', { id, done: true, status: 'failed' }, { state: 'status' }],
    ['no decoy', { id, input: { status: 'done' }, user: { state: 'ready' }, phase: 'Running' }, { state: 'phase' }],
    ['no state of a part', { progress: { status: 'running' }, phase: 'deploying' }, { state: 'phase' }],
    ['no state of another time', { state: 'active', previousState: 'running', last_status: 'ok' }, { state: 'state' }],
    [
      'the state within the content of an answer that succeeded',
      { status: 'SUCCESS', data: { summary: { status: 'Running', startTs: 1795160000000 } } },
      { state: 'summary.status', createdAt: 'summary.startTs' },
    ],
    ['the state within an answer that succeeded', { status: 'ok', data: { status: 'done' } }, { state: 'data.status' }],
    ['no result of the task in its place', { status: 'success', result: { status: 'ok' } }, { state: 'status' }],
    ['the name of a thing', { stack_status: 'running', stack_name: 'web', description: 'x' }, { name: 'stack_name' }],
    ['no settings of an output', { status: 'running', output: { format: 'mp4', size: 'hd' } }, { items: undefined }],
    ['no address of an input', { status: 'running', audio_url: 'https://x.example/a' }, { items: undefined }],
    [
      'the address of what was made',
      { status: 'done', report_url: 'https://x.example/a', thumbnail_url: 'https://x.example/b' },
      { items: 'report_url' },
    ],
    [
      'an end that is not set yet',
      { status: 'running', started: 1795160000, finished: 0 },
      { createdAt: 'started', endedAt: 'finished' },
    ],
    [
      'no count in place of an end',
      { status: 'running', started: 1795160000, total: 9, completed: 0 },
      { endedAt: undefined },
    ],
    ['an end in the year 1', { status: 'running', end_time: '0001-01-01T00:00:00Z' }, { endedAt: 'end_time' }],
    ['when to ask again', { status: 'running', retry_after_seconds: 30 }, { retryAfter: 'retry_after_seconds' }],
    ['a name in a state', { state: { code: 16, name: 'running' } }, { state: 'state.name' }],
    ['a list of one', { jobs: [{ status: 'ACTIVE_JOB', id }] }, { state: 'jobs[0].status' }],
    ['a key that must be quoted', { 'job-status': 'running' }, { state: '"job-status"' }],
    ['a percentage', { status: 'running', progress: 42 }, { progress: 'progress' }],
    ['a percentage as text', { status: 'running', completion: '42 %' }, { progress: 'completion' }],
    ['a ratio', { status: 'running', progress: 0.42 }, { progress: { ratio: 'progress' } }],
    ['a ratio that is called done', { status: 'running', done: 0.35 }, { progress: { ratio: 'done' } }],
    ['a ratio in text', { job: { status: 'running', completed: '0.4' } }, { progress: { ratio: 'completed' } }],
    ['a ratio that has its name', { status: 'running', done_ratio: 0 }, { progress: { ratio: 'done_ratio' } }],
    ['no flag in place of a ratio', { status: 'running', done: 0, finished: 1 }, { progress: undefined }],
    ['no other ratio', { status: 'running', aspect_ratio: 0.5, shot: { done: 0.5 } }, { progress: undefined }],
    ['a start by since when it runs', { status: 'running', since: 1795160000000 }, { createdAt: 'since' }],
    ['a start as a date', { status: 'running', triggered_at: '2026-11-20T08:00:00Z' }, { createdAt: 'triggered_at' }],
    [
      'a creation before a start',
      { since: 1795160000, submitted: 1795150000, status: 'done' },
      { createdAt: 'submitted' },
    ],
    ['no number that is no time', { status: 'running', since: 12 }, { createdAt: undefined }],
    ['a ratio at the end', { status: 'succeeded', progress: 1 }, { progress: { ratio: 'progress' } }],
    [
      'counts',
      { status: 'running', counts: { total_count: 9, success_count: 3, failed_count: 1 } },
      {
        progress: {
          completed: 'counts.success_count',
          failed: 'counts.failed_count',
          total: 'counts.total_count',
        },
      },
    ],
    [
      'counts without a total',
      { status: 'in_progress', request_counts: { processing: 5, succeeded: 3, errored: 1, canceled: 0, expired: 0 } },
      {
        progress: {
          completed: 'request_counts.succeeded',
          failed: ['request_counts.errored', 'request_counts.expired'],
          remaining: 'request_counts.processing',
        },
      },
    ],
    [
      'counts of what was done with things',
      { status: 'running', total_file_count: 9, downloaded_file_count: 3, numberComponentErrors: 1 },
      {
        progress: {
          completed: 'downloaded_file_count',
          failed: 'numberComponentErrors',
          total: 'total_file_count',
        },
      },
    ],
    ['no page of a list', { total: 1, count: 1, page: 1, status: 'running' }, {}],
    [
      'times in milliseconds',
      { status: 'running', startTime: 1795160000000, endTime: 0 },
      { createdAt: 'startTime', endedAt: 'endTime' },
    ],
    [
      'several ends',
      { status: 'running', created: 1795160000, completed_at: null, failed_at: null },
      { createdAt: 'created', endedAt: 'completed_at || failed_at' },
    ],
    [
      'a count beside its total that is called progress',
      { status: 'working', total: 20, progress: 1 },
      { progress: { completed: 'progress', total: 'total' } },
    ],
    [
      'counts of what was done, which are added up',
      { completed: false, status: { total: 9, updated: 3, created: 1 } },
      { progress: { completed: ['status.updated', 'status.created'], total: 'status.total' } },
    ],
    [
      'no name of another thing',
      { action: { id, status: 'in-progress', region: { name: 'New York' }, requested_for: { display_name: 'A' } } },
      { state: 'action.status', name: undefined },
    ],
    ['a word better than a number', { id, status: 3, status_humanized: 'Running' }, { state: 'status_humanized' }],
    [
      'a page on the host of the API',
      { status: 'running', web_url: 'https://api.example.com/jobs/4f9a1c7e2b6d', url: 'https://api.example.com/v4/x' },
      { link: 'web_url', page: 'https://api.example.com/jobs/{id}' },
    ],
    ['the page for people', { status: 'running', links: { web: 'https://example.com/j' } }, { link: 'links.web' }],
    ['no address of the API', { status: 'running', url: 'https://api.example.com/v1/jobs/1' }, {}],
    [
      'a list of failures',
      {
        status: 'done',
        success_list: [{ name: 'a' }],
        failure_list: [{ file_name: 'b', fail_reason: 'too large' }],
      },
      {
        items: [
          'success_list',
          { from: 'failure_list', state: "'failed'", source: 'file_name', reason: 'fail_reason' },
        ],
      },
    ],
    [
      'an error that the usual places would miss',
      { data: { info: { error_message: null }, task: { status: 'running' } } },
      { root: 'data', state: 'task.status', error: 'info.error_message' },
    ],
  ];
  for (const [name, body, expected] of cases) {
    it(`finds ${name}`, () => {
      const { id: _id, label: _label, credentials: _credentials, request: _request, ...keys } = defined(body);
      const found = Object.fromEntries(Object.keys(expected).map((key) => [key, keys[key as keyof typeof keys]]));
      assert.deepEqual(found, expected);
      if (Object.keys(expected).length === 0) {
        assert.deepEqual(Object.keys(keys), ['state']);
      }
    });
  }

  /** A response, and what others of the same API must be read as by what is guessed of it. */
  const ends: readonly (readonly [name: string, body: object, others: readonly (readonly [object, TaskState])[]])[] = [
    [
      'a life cycle with a result',
      { state: { life_cycle_state: 'RUNNING' } },
      [
        [{ state: { life_cycle_state: 'TERMINATED', result_state: 'SUCCESS' } }, 'succeeded'],
        [{ state: { life_cycle_state: 'TERMINATED', result_state: 'CANCELED' } }, 'cancelled'],
        [{ state: { life_cycle_state: 'INTERNAL_ERROR', result_state: 'FAILED' } }, 'failed'],
      ],
    ],
    [
      'a flag with a result',
      { building: true, result: null },
      [
        [{ building: false, result: 'SUCCESS' }, 'succeeded'],
        [{ building: false, result: 'UNSTABLE' }, 'partial'],
        [{ building: false, result: 'ABORTED' }, 'cancelled'],
      ],
    ],
    [
      'an outcome so far, beside the state',
      { state: 'running', status: 'SUCCESS' },
      [
        [{ state: 'finished', status: 'SUCCESS' }, 'succeeded'],
        [{ state: 'finished', status: 'FAILURE' }, 'failed'],
        [{ state: 'queued' }, 'queued'],
      ],
    ],
    [
      'an outcome, beside a state that is over',
      { state: 'finished', status: 'SUCCESS' },
      [
        [{ state: 'running', status: 'SUCCESS' }, 'running'],
        [{ state: 'finished', status: 'FAILURE' }, 'failed'],
      ],
    ],
    [
      'a result in an object',
      { state: { name: 'IN_PROGRESS' } },
      [
        [{ state: { name: 'COMPLETED', result: { name: 'SUCCESSFUL' } } }, 'succeeded'],
        [{ state: { name: 'COMPLETED', result: { name: 'FAILED' } } }, 'failed'],
      ],
    ],
    [
      'an error in place of the state',
      { ok: 'ASSEMBLY_EXECUTING' },
      [
        [{ ok: 'ASSEMBLY_COMPLETED' }, 'succeeded'],
        [{ error: 'INVALID_FILE', message: 'not a picture' }, 'failed'],
      ],
    ],
    [
      'a state with details',
      { status: { state: 'RUNNING' }, statistics: { creationTime: '1795160000000' } },
      [
        [{ status: { state: 'DONE' } }, 'succeeded'],
        [{ status: { state: 'DONE', errorResult: { reason: 'invalid', message: 'Bad' } } }, 'failed'],
      ],
    ],
  ];
  for (const [name, body, others] of ends) {
    it(`reads the ends of ${name}`, () => {
      const provider = providerOf(defined(body));
      for (const [other, state] of others) {
        assert.equal(snapshotOf(provider.parse(answer(other), id)).state, state, JSON.stringify(other));
      }
    });
  }

  it('takes the HTTP status for the state where there is nothing else', () => {
    const pasted = pastedRequest('https://api.example.com/v1/jobs/4f9a1c7e2b6d');
    const provider = providerOf(define(guess({ request: pasted.sent, response: answer('', 202) }), pasted));
    assert.equal(snapshotOf(provider.parse(answer('', 202), id)).state, 'running');
    assert.equal(snapshotOf(provider.parse(answer('', 200), id)).state, 'succeeded');
    assert.equal(snapshotOf(provider.parse(answer('', 303), id)).state, 'succeeded');
    assert.equal(snapshotOf(provider.parse(answer({ message: 'no' }, 422), id)).state, 'failed');
  });

  it('finds the refusals of GraphQL, JSON-RPC and Tencent Cloud', () => {
    const graph = `curl https://api.example.com/graphql --json '{"query":"{ job { state } }","variables":{"id":"${id}"}}'`;
    assert.deepEqual(defined({ data: { job: { id, state: 'done' } } }, graph).refusal, 'errors');
    const rpc = `curl https://api.example.com --json '{"jsonrpc":"2.0","method":"get","params":["${id}"]}'`;
    assert.equal(defined({ result: { status: 'done' } }, rpc).refusal, 'error');
    assert.equal(defined({ Response: { Status: 'DONE' } }).refusal, 'Response.Error');
  });
});
