import assert from 'node:assert/strict';
import { failureKinds, type FailureKind, type RequestFailure } from '../../src/http/failure';
import { readFailure } from '../../src/http/failureParser';
import type { HttpResponse } from '../../src/http/request';

const receivedAt = Date.parse('2026-01-13T08:09:10Z');

function response(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: text, sentAt: receivedAt - 50, receivedAt };
}

function read(status: number, body: unknown, headers?: Record<string, string>): RequestFailure {
  return readFailure(response(status, body, headers)) ?? assert.fail('no failure found');
}

const apigw = (code: string, words = 'said'): unknown => ({ error_code: code, error_msg: words, request_id: 'id-1' });

describe('readFailure', () => {
  describe('finds no failure in a good response', () => {
    const good: [string, unknown][] = [
      ['DSC', { completed: 6, total: 6, failed: 0, status: 1, waited: 0, task_id: 'f84d', failed_embed_info: [] }],
      ['Shoplazza 2022-01', { task_id: '300b', total: 1, finished: 1, status: 0, success_list: [], failure_list: [] }],
      ['Shoplazza 2025-06', { code: 'Success', message: 'success', data: { status: 0 } }],
      ['Shoplazza 2026-01', { code: 'success', message: '', data: { status: 1 } }],
      ['VOD', { total: 0, tasks: [] }],
      ['KooDrive, number', { taskId: '1', status: 3, resultCode: '18000205', code: 0, msg: 'Success.' }],
      ['KooDrive, text', { taskId: '1', status: 2, code: '0', msg: '成功' }],
      [
        'GraphQL with a part of what was asked for',
        { errors: [{ message: 'slow' }], data: { job: { state: 'DONE' } } },
      ],
      ['an error of the task itself', { id: 'a', state: 'failed', error: 'out of disk' }],
      ['empty errors', { errors: [] }],
      ['WeCom', { errcode: 0, errmsg: 'ok', progress: 7 }],
      ['a task that has not succeeded yet', { success: false, error: null, progress: 40 }],
      ['a task with a code and a title', { code: 'AB-12', title: 'Trailer', progress: 40 }],
      ['what is not JSON', '<html>'],
      ['nothing', ''],
    ];
    for (const [name, body] of good) {
      it(name, () => {
        assert.equal(readFailure(response(200, body)), undefined);
      });
    }
  });

  describe('recognizes every documented shape', () => {
    const cases: [string, number, unknown, Partial<RequestFailure>][] = [
      [
        'gateway',
        401,
        apigw('APIGW.0301', 'Incorrect IAM authentication information: decrypt token fail'),
        {
          kind: 'unauthorised',
          code: 'APIGW.0301',
          detail: 'Incorrect IAM authentication information: decrypt token fail',
          requestId: 'id-1',
        },
      ],
      [
        'IAM, whose code is the status again',
        401,
        { error: { message: 'Unauthorized.', code: 401, title: 'Unauthorized' } },
        { kind: 'unauthorised', detail: 'Unauthorized.' },
      ],
      ['KooDrive rejecting a token with 400', 400, { code: 1, msg: 'Authentication failed' }, { kind: 'unauthorised' }],
      ['KooDrive rejecting a token in Chinese', 400, { code: 1, msg: '认证失败' }, { kind: 'unauthorised' }],
      ['Shoplazza 2022-01', 404, { error: 'Missing or invalid data' }, { kind: 'not-found' }],
      [
        'Shoplazza rejecting a token with 400',
        400,
        { error: 'Invalid domain url or credentials' },
        { kind: 'unauthorised' },
      ],
      ['Shoplazza, errors as a list', 422, { errors: ['a', 'b'] }, { kind: 'rejected', detail: 'a; b' }],
      [
        'Shoplazza, errors by field',
        400,
        { errors: { task_id: ['is missing'] } },
        { kind: 'rejected', detail: 'task_id is missing' },
      ],
      [
        'Shoplazza, errors as objects',
        400,
        { errors: [{ code: 'X1', message: 'first' }] },
        { kind: 'rejected', detail: 'first' },
      ],
      ['Shoplazza, errors as text', 200, { errors: 'page not found' }, { kind: 'rejected', detail: 'page not found' }],
      [
        'Shoplazza 2025-06',
        400,
        { code: 'InvalidParameter', message: 'task_id is empty' },
        { kind: 'rejected', code: 'InvalidParameter', detail: 'task_id is empty' },
      ],
      [
        'Shoplazza 2025-06 with status 200',
        200,
        { code: 'InvalidParameter', message: 'task_id is empty', data: null },
        { kind: 'rejected', code: 'InvalidParameter' },
      ],
      [
        'nested',
        400,
        { result: { fault: { code: 'E1', message: 'deep' } } },
        { kind: 'rejected', detail: 'deep', code: 'E1' },
      ],
      [
        'RFC 9457, which says more in its detail',
        403,
        { type: 'about:blank', title: 'Forbidden', status: 403, detail: 'Your plan has no exports.' },
        { kind: 'forbidden', detail: 'Your plan has no exports.' },
      ],
      ['FastAPI', 401, { detail: 'Could not validate credentials' }, { detail: 'Could not validate credentials' }],
      [
        'FastAPI, as a list',
        422,
        { detail: [{ loc: ['path', 'id'], msg: 'value is not a valid integer', type: 'type_error.integer' }] },
        { kind: 'rejected', detail: 'value is not a valid integer' },
      ],
      [
        'NestJS, as a list',
        400,
        { message: ['id must be a UUID', 'page must be positive'], error: 'Bad Request', statusCode: 400 },
        { kind: 'rejected', detail: 'id must be a UUID; page must be positive' },
      ],
      [
        'names in capitals',
        400,
        { RequestId: 'A-1', Code: 'Throttling.User', Message: 'Request was denied due to user flow control.' },
        { kind: 'throttled', code: 'Throttling.User', requestId: 'A-1' },
      ],
      [
        'WeCom, with status 200',
        200,
        { errcode: 40001, errmsg: 'invalid credential' },
        { kind: 'unauthorised', code: '40001', detail: 'invalid credential' },
      ],
      [
        'Slack, with status 200',
        200,
        { ok: false, error: 'invalid_auth' },
        { kind: 'rejected', detail: 'invalid_auth' },
      ],
      [
        'success that is false, with status 200',
        200,
        { success: false, message: 'It is too late to cancel', data: null },
        { kind: 'rejected', detail: 'It is too late to cancel' },
      ],
      [
        'GraphQL, with status 200',
        200,
        { errors: [{ message: 'No such field', path: ['job'] }], data: { job: null } },
        { kind: 'rejected', detail: 'No such field' },
      ],
      [
        'SOAP',
        500,
        '<?xml version="1.0"?><Envelope><faultstring>disk full</faultstring></Envelope>',
        { kind: 'server-error', detail: 'disk full' },
      ],
      ['text', 503, 'upstream   down\n', { kind: 'server-error', detail: 'upstream down' }],
      ['JSON text', 500, '"broken"', { kind: 'server-error', detail: 'broken' }],
      ['nothing', 500, '', { kind: 'server-error' }],
      ['null', 400, 'null', { kind: 'rejected' }],
      [
        'a web page, of which only the title is kept',
        502,
        '<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>',
        { kind: 'server-error', detail: '502 Bad Gateway' },
      ],
      [
        'a web page where a task was requested, which says nothing about the task',
        404,
        '<!DOCTYPE html><title>Not Found</title>',
        { kind: 'address', detail: 'Not Found' },
      ],
    ];
    for (const [name, status, body, expected] of cases) {
      it(name, () => {
        const failure = read(status, body);
        assert.equal(failure.status, status);
        for (const [key, value] of Object.entries(expected)) {
          assert.equal(failure[key as keyof RequestFailure], value, key);
        }
      });
    }

    it('has no code where the code is the status again', () => {
      assert.ok(!('code' in read(401, { error: { message: 'Unauthorized.', code: 401 } })));
    });
  });

  describe('knows what codes and statuses mean', () => {
    const codes: [number, string, FailureKind][] = [
      [400, 'InvalidAccessToken', 'unauthorised'],
      [400, 'Unauthorized', 'unauthorised'],
      [400, 'TooManyRequests', 'throttled'],
      [403, 'RateLimitExceeded', 'throttled'],
      [404, 'TaskNotFound', 'not-found'],
      [200, 'TaskNotFound', 'not-found'],
      [400, 'InvalidParameter', 'rejected'],
    ];
    for (const [status, code, kind] of codes) {
      it(`${code} with ${status} is ${kind}, whichever service says so`, () => {
        assert.equal(read(status, { code, message: 'said' }).kind, kind);
      });
    }

    it('asks the service’s own table first, with code and status', () => {
      const classify = (code: string, status: number): FailureKind | undefined =>
        code === 'E.7' ? (status === 403 ? 'throttled' : 'server-error') : code === 'NotFound' ? 'rejected' : undefined;
      const kindOf = (status: number, code: string) =>
        readFailure(response(status, { code, message: 'check the token' }), classify)?.kind;
      assert.deepEqual(
        [kindOf(403, 'E.7'), kindOf(400, 'E.7'), kindOf(404, 'NotFound'), kindOf(404, 'E.8'), kindOf(400, 'E.8')],
        ['throttled', 'server-error', 'rejected', 'not-found', 'unauthorised'],
      );
    });

    const statuses: [number, FailureKind][] = [
      [400, 'rejected'],
      [401, 'unauthorised'],
      [403, 'forbidden'],
      [404, 'not-found'],
      [406, 'rejected'],
      [410, 'not-found'],
      [422, 'rejected'],
      [429, 'throttled'],
      [500, 'server-error'],
      [503, 'server-error'],
      [599, 'server-error'],
    ];
    for (const [status, kind] of statuses) {
      it(`${status} without words is ${kind}`, () => {
        assert.equal(read(status, {}).kind, kind);
      });
    }

    it('returns one of the closed set for any status', () => {
      for (let status = 300; status < 600; status++) {
        assert.ok(failureKinds.includes(read(status, 'x').kind));
      }
    });
  });

  it('returns the retry time', () => {
    const { retryAt } = read(429, apigw('APIGW.0308'), { 'retry-after': '30' });
    assert.equal(retryAt, receivedAt + 30_000);
    assert.equal(read(503, '', { 'retry-after': 'Tue, 13 Jan 2026 08:10:00 GMT' }).retryAt, receivedAt + 50_000);
    assert.ok(!('retryAt' in read(429, '', { 'retry-after': 'soon' })));
  });

  for (const status of [403, 404, 429, 503]) {
    it(`limits the retry time of a ${status} to an hour`, () => {
      assert.equal(read(status, {}, { 'retry-after': '999999999' }).retryAt, receivedAt + 3_600_000);
    });
  }

  it('takes the request id of the header before that of the body', () => {
    assert.equal(read(500, { request_id: 'body' }, { 'x-request-id': 'header' }).requestId, 'header');
    assert.equal(read(500, { request_id: 'body' }).requestId, 'body');
  });

  it('keeps nothing that may be a secret', () => {
    const secrets = [
      'MIIDkgYJKoZIhvcNAQcCoIIDgzCCA38CAQExDTALBglghkgBZQMEAgEwgXXXXXX',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
      'f84dcc533e864a4e944a4df346601819',
      'HSKTESTabcdefGHIJ0123456789klmnop+/=xyz12',
    ];
    for (const secret of secrets) {
      const failure = read(401, apigw('APIGW.0301', `decrypt token fail, token is ${secret} of user`));
      for (const part of secret.split('.')) {
        assert.ok(!JSON.stringify(failure).includes(part), part);
      }
      assert.match(failure.detail ?? '', /^decrypt token fail, token is .* of user$/);
    }
    for (const echo of ['x-auth-token: short1', 'Bearer+short1234', '{"password":"hunter"}', 'access_token=abc']) {
      const { detail = '' } = read(400, { error: echo });
      assert.ok(!/short1|hunter|abc/.test(detail), detail);
    }
    assert.ok(!('code' in read(400, { code: secrets[3], message: 'x' })));
  });

  it('shortens, and drops tags and control characters', () => {
    const { detail = '' } = read(400, { message: `<b>bad</b>\u0000\u001b[31m\n${'word '.repeat(100)}` });
    assert.match(detail, /^bad \[31m word .*…$/);
    assert.ok(detail.length <= 300);
  });

  it('reads a deep or huge body without harm', () => {
    const deep = '{"a":'.repeat(5000) + '1' + '}'.repeat(5000);
    assert.equal(read(500, deep).kind, 'server-error');
    assert.ok((read(500, `<${'a'.repeat(2_000_000)}`).detail ?? '').length <= 300);
  });
});
