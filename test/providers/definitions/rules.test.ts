import assert from 'node:assert/strict';
import { RequestError } from '../../../src/http/failure';
import { scopeOf } from '../../../src/http/failureScope';
import { answer, connectionTo, failureOf, snapshotOf } from '../responses';
import { mistakesOf, parse, plain, providerOf } from './definitions';

const { id, request } = plain;
const stateOf = (more: object, body: unknown, status?: number) => snapshotOf(parse(more, body, status)).state;

/** What a sentence asks the user to do. */
const asks =
  /(^|[.:;,] )(Or )?(Add|Begin|Change|Choose|Correct|Keep|Name|Put|Remove|Shorten|Simplify|Use|Write)\b|The parser says: /;

describe('mistakes of a definition', () => {
  for (const [what, definition, expected] of [
    [
      'a broken expression',
      { ...plain, progress: { ratio: 'a[?' } },
      ['/progress/ratio: "a[?" is no JMESPath expression. The parser says: Invalid token (EOF).'],
    ],
    [
      'a word that stands twice',
      { ...plain, states: { succeeded: ['done'], failed: ['x', 'DONE'] } },
      ['/states/failed/1: The word "DONE" stands under succeeded, too.'],
    ],
    [
      'all of them',
      { id: 'No', stat: 1 },
      ['/request: The key "request" is needed. Add it.', '/id: Use small letters', '/stat: A definition has no key'],
    ],
    ['no state', { id, request }, ['/state: Add the key "state"']],
    ['a built-in id', { ...plain, id: 'huawei-vod' }, ['/id: The ID huawei-vod']],
    ['an unknown key deep inside', { ...plain, list: { request, tasks: 'a', nxt: 'b' } }, ['/list/nxt: ']],
    ['plain http', { ...plain, request: 'http://example.com/{id}' }, ['/request: Addresses with http://']],
    [
      'a header that credentials set',
      { ...plain, request: { url: request, headers: { Authorization: 'x' } } },
      ['/request/headers/Authorization: '],
    ],
    ['a body with GET', { ...plain, request: { method: 'GET', url: request, body: {} } }, ['/request/method: ']],
    ['a body and a form', { ...plain, request: { url: request, body: {}, form: {} } }, ['/request/form: ']],
    ['an id in a host', { ...plain, request: 'https://{id}.example.com/' }, ['/request: {id} cannot stand in a host']],
    [
      'a part of an id in a host',
      { ...plain, taskId: { form: '{a}/{b}' }, request: 'https://{a}.example.com/{b}' },
      ['/request: {a} cannot'],
    ],
    ['a page outside of a list', { ...plain, request: `${request}?p={page}` }, ['/request: {page} can stand']],
    ['a reserved field', { ...plain, request: `${request}?p={caFile}` }, ['/request: {caFile} cannot be a field']],
    ['a list of one task', { ...plain, list: { request, tasks: 'a' } }, ['/list/request: {id} is a part']],
    [
      'pages that are nowhere',
      { ...plain, list: { request: 'https://a.example/', tasks: 'a', next: 'page' } },
      ['/list/request: Add {page}'],
    ],
    [
      'the account of another service',
      { ...plain, credentials: [{ kind: 'vscode', account: 'github', scopes: ['repo'] }] },
      ['/request: The account of the editor is for https://api.github.com only. Change'],
    ],
    [
      'scopes that name no service',
      { ...plain, credentials: [{ kind: 'vscode', account: 'microsoft', scopes: ['User.Read'] }] },
      ['/credentials/0/scopes: Begin the scopes of Microsoft'],
    ],
    [
      'scopes of two services',
      {
        ...plain,
        credentials: [
          {
            kind: 'vscode',
            account: 'microsoft',
            scopes: [`${new URL(request).origin}/.default`, 'https://graph.microsoft.com/User.Read'],
          },
        ],
      },
      ['/credentials/0/scopes: Begin the scopes of Microsoft'],
    ],
    ['a field without a place', { ...plain, fields: { shop: 'Where?' } }, ['/fields/shop: No request']],
    [
      'too many fields',
      { ...plain, fields: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`f${n}`, ''])) },
      ['/fields: '],
    ],
  ] as const) {
    it(`are told with their places: ${what}`, () => {
      const found = mistakesOf(definition);
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const mistake of found) {
        assert.match(mistake, asks);
      }
      for (const each of expected) {
        assert.ok(
          found.some((mistake) => mistake.startsWith(each)),
          `${each} is not among\n${found.join('\n')}`,
        );
      }
    });
  }
});

describe('requests of a definition', () => {
  it('send a GraphQL query as it is, and fill its variables', () => {
    const query = 'query ($id: ID!) { node(id: $id) { id } }';
    const provider = providerOf({
      ...plain,
      request: { url: 'https://a.example/graphql', body: { query, variables: { id: '{id}', text: 'a {b} {id}' } } },
    });
    const { method, body = '', headers } = provider.request(connectionTo(id), '7"');
    assert.equal(method, 'POST');
    assert.equal(headers['content-type'], 'application/json');
    assert.deepEqual(JSON.parse(body), { query, variables: { id: '7"', text: 'a {b} {id}' } });
  });

  it('send forms, and leave out what has no value', () => {
    const provider = providerOf({
      ...plain,
      request: { url: 'https://a.example/q?shop={shop}', form: { job: '{id}', shop: '{shop}' } },
      fields: { shop: { optional: true } },
    });
    const { url, body } = provider.request(connectionTo(id), 'a&b=c');
    assert.deepEqual([url, body], ['https://a.example/q', 'job=a%26b%3Dc']);
  });

  it('ask for fields of the connection, with defaults that are not written there', () => {
    const provider = providerOf({
      ...plain,
      request: { url: 'https://{region}.a.example/{version}/{id}', headers: { 'x-shop': '{shop}' } },
      fields: { version: { default: 'v1', hint: 'Which?' } },
    });
    assert.deepEqual(
      provider.fields.map(({ key, label, fallback }) => [key, label, fallback]),
      [
        ['region', 'Region', undefined],
        ['version', 'Version', 'v1'],
        ['shop', 'Shop', undefined],
      ],
    );
    const { url, headers } = provider.request(connectionTo(id, { region: 'EU', shop: 's' }), '1');
    assert.deepEqual([url, headers['x-shop']], ['https://eu.a.example/v1/1', 's']);
    assert.throws(() => provider.request(connectionTo(id, { region: 'eu', shop: 'a\nb' }), '1'));
  });

  it('accept redirects that are states, and stop tasks', () => {
    const provider = providerOf({ ...plain, statusCodes: { '303': 'succeeded' }, cancel: `${request}/cancel` });
    assert.deepEqual(provider.request(connectionTo(id), '1').acceptedRedirects, [303]);
    assert.deepEqual(provider.cancel?.(connectionTo(id), '1').method, 'POST');
    assert.equal(snapshotOf(provider.parse(answer('', 303), '1')).state, 'succeeded');
  });
});

describe('responses to a definition', () => {
  it('are read by their task, whatever envelope is around it', () => {
    assert.equal(stateOf({}, { status: 'FAILED', task_id: '1', code: 'E1', message: 'bad input' }), 'failed');
    assert.equal(
      stateOf({ state: 'data.status' }, { code: 1001, msg: 'processing', data: { status: 'running' } }),
      'running',
    );
    const { error } = snapshotOf(parse({}, { status: 'FAILED', code: 'E1', message: 'bad input' }));
    assert.deepEqual(error, { code: 'E1', message: 'bad input' });
  });

  it('that say only “over” are looked at again', () => {
    assert.equal(stateOf({}, { status: 'done' }), 'succeeded');
    assert.equal(stateOf({}, { status: 'done', error: { code: 0, message: 'ok' } }), 'succeeded');
    assert.equal(stateOf({}, { status: 'DONE', errorResult: { reason: 'invalid' } }), 'failed');
    assert.equal(stateOf({}, { status: 'completed', result: 'partiallySucceeded' }), 'partial');
    assert.equal(
      stateOf({ state: 'job.status' }, { job: { status: 'completed', conclusion: 'cancelled' } }),
      'cancelled',
    );
    const { error } = snapshotOf(parse({}, { status: 'done', error: 'disk full' }));
    assert.deepEqual(error, { message: 'disk full' });
    assert.equal(stateOf({ states: { succeeded: 'done' } }, { status: 'done', error: 'old' }), 'succeeded');
  });

  it('that say only “over” or “stopped” are read with what stands beside: a word, a flag, an exit status', () => {
    const stateAt = { state: 'job.status' };
    for (const [beside, word, state] of [
      [{ state: 'FAILURE' }, 'finished', 'failed'],
      [{ finalStatus: 'KILLED' }, 'FINISHED', 'failed'],
      [{ job_result: 'SUCCEEDED' }, 'FINISHED', 'succeeded'],
      [{ result: { name: 'STOPPED' } }, 'completed', 'cancelled'],
      [{ executionInfo: { result: 'failure' } }, 'completed', 'failed'],
      [{ successful: false }, 'finished', 'failed'],
      [{ cancelled: true }, 'done', 'cancelled'],
      [{ ExitCode: 0 }, 'exited', 'succeeded'],
      [{ ExitCode: 1 }, 'exited', 'failed'],
      [{ exitstatus: 'OK' }, 'stopped', 'succeeded'],
      [{ exitstatus: 'unexpected status' }, 'stopped', 'failed'],
      [{ result_state: 'SUCCESS' }, 'TERMINATED', 'succeeded'],
      [{}, 'TERMINATED', 'succeeded'],
      [{}, 'stopped', 'cancelled'],
      [{ exit_status: 255 }, 'canceled', 'cancelled'],
    ] as const) {
      const body = { status: 'success', job: { status: word, ...beside } };
      assert.equal(stateOf(stateAt, body), state, JSON.stringify(body));
    }
    const { error } = snapshotOf(parse({}, { status: 'exited', exit_code: 137 }));
    assert.deepEqual(error, { code: '137', message: 'Exit code {0}.', args: ['137'] });
  });

  it('with failures are partial, and failed when nothing completed', () => {
    const progress = { completed: ['a', 'b'], failed: 'f', total: 't' };
    assert.equal(stateOf({ progress }, { status: 'succeeded', a: 1, b: 2, f: 1, t: 4 }), 'partial');
    assert.equal(stateOf({ progress }, { status: 'succeeded', a: 0, f: 4, t: 4 }), 'failed');
    assert.equal(stateOf({ progress }, { status: 'succeeded', a: 4, f: 4, t: 4 }), 'failed');
    const counted = (status: string, a: number) => {
      const { completed, failed, percent } = snapshotOf(parse({ progress }, { status, a, f: 13, t: 500 }));
      return { completed, failed, percent };
    };
    // The service counts failures among the completed, which shows at the end; until then no count goes back.
    assert.deepEqual(counted('running', 487), { completed: 487, failed: 13, percent: 100 });
    assert.deepEqual(counted('running', 488), { completed: 488, failed: 13, percent: 100 });
    assert.deepEqual(counted('done', 500), { completed: 487, failed: 13, percent: 100 });
    assert.equal(
      stateOf({ items: 'files' }, { status: 'ok', files: [{ path: 'a' }, { path: 'b', error: 'no' }] }),
      'partial',
    );
    // A word that nobody knows, beside an error, is no doubt about the row.
    const broken = [
      { path: 'a', state: 'done' },
      { path: 'b', state: 'BROKEN', error: 'no' },
    ];
    assert.equal(stateOf({ items: 'files' }, { status: 'ok', files: broken }), 'partial');
    const { items } = snapshotOf(parse({ items: 'files' }, { status: 'running', files: broken }));
    assert.deepEqual(
      items.map(({ state }) => state),
      ['succeeded', 'unknown'],
    );
  });

  it('state progress as a number, a text, a ratio or counts', () => {
    const percentOf = (progress: unknown, p: unknown) =>
      snapshotOf(parse({ progress }, { status: 'running', p, r: 1 })).percent;
    assert.equal(percentOf('p', '42%'), 42);
    assert.equal(percentOf('p', '3 of 12'), 25);
    assert.equal(percentOf('p', -1), undefined);
    assert.equal(percentOf('p', 101), undefined);
    assert.equal(percentOf({ ratio: 'p' }, 0.25), 25);
    assert.equal(percentOf({ completed: 'p', remaining: 'r' }, 3), 75);
    assert.equal(percentOf({ completed: 'p' }, 3), undefined);
  });

  it('state a usual percentage where the definition names none', () => {
    const percentOf = (body: object, more: object = {}) =>
      snapshotOf(parse(more, { status: 'running', ...body })).percent;
    assert.equal(percentOf({ progress: 42 }), 42);
    assert.equal(percentOf({ percentComplete: '42%' }), 42);
    assert.equal(percentOf({ progress: 0.42 }), 42);
    assert.equal(percentOf({ progress: 1 }), 1);
    assert.equal(percentOf({ progress: 1, status: 'done' }), 100);
    assert.equal(percentOf({ progress: '3/4' }), 75);
    assert.equal(percentOf({ progress: { percent: 42 } }), 42);
    assert.equal(percentOf({ job: { state: 'running', pct: 42 }, percent: 7 }, { state: 'job.state' }), 42);
    assert.equal(percentOf({ progress: -1, percent_off: 20 }), undefined);
    assert.equal(percentOf({ progress: 42 }, { progress: '`null`' }), undefined);
  });

  it('are states by their status or a header', () => {
    const statusCodes = { '202': 'running', '200': 'succeeded', '404': 'expired' };
    for (const [status, state] of [
      [202, 'running'],
      [200, 'succeeded'],
      [404, 'expired'],
    ] as const) {
      assert.equal(stateOf({ state: undefined, statusCodes }, '', status), state);
    }
    assert.equal(stateOf({ statusCodes }, { status: 404, message: 'gone' }, 404), 'expired');
    assert.equal(
      snapshotOf(parse({ state: { header: 'X-Job-State' } }, '', 200, { 'x-job-state': 'Running' })).state,
      'running',
    );
    assert.equal(failureOf(parse({ statusCodes }, '<html></html>')).kind, 'not-json');
  });

  it('that refuse are failed polls of the right kind', () => {
    const kindOf = (error: unknown) => failureOf(parse({ refusal: 'errors || Response.Error' }, error)).kind;
    assert.equal(kindOf({ errors: [{ message: 'slow down', extensions: { code: 'THROTTLED' } }] }), 'throttled');
    assert.equal(
      kindOf({ Response: { Error: { Code: 'AuthFailure.SignatureExpire', Message: 'late' } } }),
      'unauthorised',
    );
    assert.equal(kindOf({ errors: [{ message: 'the access token is invalid' }] }), 'rejected');
    assert.equal(stateOf({ refusal: 'errors' }, { errors: [], status: 'ok' }), 'succeeded');
    assert.equal(failureOf(parse({ root: 'data.node' }, { data: { node: null } })).kind, 'not-found');
    const broken = { errors: [{ message: 'a resolver failed' }], data: { node: null } };
    assert.equal(failureOf(parse({ root: 'data.node' }, broken)).kind, 'rejected');
    const job = { state: 'data.state', root: undefined };
    const refused = failureOf(parse(job, { status: 'error', message: 'The queue is closed' }));
    assert.deepEqual([refused.kind, refused.detail], ['rejected', 'The queue is closed']);
    const unknown = { root: 'data', state: 'state' };
    assert.equal(failureOf(parse(unknown, { success: false, msg: 'The queue is closed' })).kind, 'rejected');
    assert.equal(failureOf(parse(unknown, { success: true, msg: 'ok' })).kind, 'not-found');
    const unexpected = failureOf(parse({}, { a: 1, b: 2 }));
    assert.deepEqual(
      [unexpected.kind, unexpected.detail],
      ['unexpected-shape', 'state found nothing; the answer has a, b'],
    );
  });

  it('name times in any form, and links that can be opened', () => {
    const more = { createdAt: 'c', endedAt: 'e', timeZone: '+08:00', link: 'l' };
    const snapshot = snapshotOf(
      parse(more, { status: 'ok', c: '2026/11/20 08:00:00', e: 1795132800.5, l: 'javascript:x' }),
    );
    assert.equal(snapshot.createdAt, Date.UTC(2026, 10, 20));
    assert.equal(snapshot.endedAt, 1795132800500);
    assert.equal(snapshot.link, undefined);
    // E4: a link with the signature of a session is long, and half of it opens nothing.
    const signed = `https://a.example/f?X-Amz-Security-Token=${'a%2B'.repeat(1_000)}`;
    assert.equal(snapshotOf(parse(more, { status: 'ok', l: signed })).link, signed);
    assert.equal(snapshotOf(parse(more, { status: 'ok', l: signed.repeat(9) })).link, undefined);
    assert.equal(snapshotOf(parse(more, { status: 'running', e: 1795132800 })).endedAt, undefined);
    const result = parse({ retryAfter: 'wait' }, { status: 'running', wait: 20 });
    assert.ok(result.ok && result.retryAfterMs === 20_000);
  });
});

describe('ids of a definition', () => {
  it('are refused where they cannot stand in the path, before they are tracked', () => {
    const provider = providerOf({ ...plain, request: 'https://a.example/repos/{+id}/status' });
    assert.equal(provider.validateId?.('acme/widgets/7'), undefined);
    for (const id of ['acme//7', '/acme/7', 'acme/7/', 'acme/../7']) {
      assert.equal(provider.validateId?.(id)?.text, '"{0}" cannot stand in an address.', id);
      // One that is there all the same keeps no other task from being polled.
      assert.throws(
        () => provider.request(connectionTo(provider.id), id),
        (error) => error instanceof RequestError && scopeOf(error.failure) === 'request',
      );
    }
    const inQuery = providerOf({ ...plain, request: 'https://a.example/jobs?id={id}' });
    assert.equal(inQuery.validateId?.('/acme/7'), undefined);
  });
});
