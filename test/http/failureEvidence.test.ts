import assert from 'node:assert/strict';
import type { FailureKind, RequestFailure } from '../../src/http/failure';
import { readFailure } from '../../src/http/failureParser';
import type { FailureScope } from '../../src/http/failure';
import { scopeOf } from '../../src/http/failureScope';
import { readJson } from '../../src/http/jsonBody';
import type { HttpResponse } from '../../src/http/request';

function response(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body), sentAt: 0, receivedAt: 0 };
}

function read(status: number, body: unknown, headers?: Record<string, string>): RequestFailure {
  return readFailure(response(status, body, headers)) ?? assert.fail('no failure found');
}

describe('who failed, by the evidence', () => {
  describe('A6: only the service’s own JSON says that a task is gone', () => {
    const html = { 'content-type': 'text/html; charset=utf-8' };
    const others: [string, unknown, Record<string, string>?][] = [
      // kubernetes/ingress-nginx#3888: this body, as text/plain.
      ['the default backend of an ingress', 'default backend - 404', { 'content-type': 'text/plain; charset=utf-8' }],
      ['plain text of a Go router', '404 page not found\n', { 'content-type': 'text/plain' }],
      ['nothing', ''],
      ['a JSON text', '"not found"'],
      ['null', 'null'],
      ['a page', '<!DOCTYPE html><title>Not Found</title>'],
      ['a page behind an XML declaration', '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html></html>'],
      ['a page behind a comment', '<!-- proxy 7 --> <html></html>'],
      ['a page without its first tags', '<center><h1>404 Not Found</h1></center>'],
      ['a page by its content type', 'The page <b>cannot</b> be shown', html],
      ['an XML document', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>'],
      ['the router of Shoplazza', { error: 'page not found' }],
      ['Kong', { message: 'no Route matched with those values' }],
      ['Express', { message: 'Cannot GET /openapi/2023-04/file/task/1', statusCode: 404 }],
      ['Fastify', { message: 'Route GET:/v9/tasks/1 not found', error: 'Not Found', statusCode: 404 }],
      ['Laravel', { message: 'The route v9/tasks/1 could not be found.' }],
      ['Spring', { status: 404, error: 'Not Found', message: 'No static resource v9/tasks/1.' }],
      ['Spring 6, as RFC 9457 has it', { title: 'Not Found', status: 404, detail: 'No static resource v9/tasks/1.' }],
      ['Symfony', { title: 'An error occurred', status: 404, detail: 'No route found for "GET https://a.example/v9"' }],
      ['APISIX', { error_msg: '404 Route Not Found' }],
      // docs.apigee.com, "404 Unable to identify proxy for host".
      ['Apigee', { fault: { faultstring: 'Unable to identify proxy for host: default and url: /v9' } }],
      ['Google’s API Gateway', { code: 404, message: 'The current request is not defined by this API.' }],
      // TencentBlueKing/blueking-apigateway#1259.
      ['BlueKing', { code: 1640401, code_name: 'API_NOT_FOUND', message: 'API not found [path="/" method="GET"]' }],
      ['Huawei’s gateway', { error_msg: 'The API does not exist or has not been published in the environment' }],
      ['ASP.NET', { Message: "No HTTP resource was found that matches the request URI 'https://a.example/v9'." }],
      // Yidadaa/ChatGPT-Next-Web#423.
      ['OpenAI', { error: { message: 'Invalid URL (GET /v9/tasks/1)', type: 'invalid_request_error', code: null } }],
      ['Stripe', { error: { message: 'Unrecognized request URL (GET: /v9/tasks/1).' } }],
      ['Kubernetes', { kind: 'Status', message: 'the server could not find the requested resource', code: 404 }],
      ['a router in Chinese', { code: 404, msg: '请求的接口不存在' }],
    ];
    for (const status of [404, 410]) {
      for (const [name, body, headers] of others) {
        it(`A6: ${status} of ${name} is the address’s, and passes`, () => {
          const failure = read(status, body, headers);
          assert.deepEqual([failure.kind, scopeOf(failure)], ['address', 'service']);
        });
      }
    }

    const own: [string, unknown, Record<string, string>?][] = [
      ['words about a task', { error: 'Missing or invalid data' }],
      ['a code', { error_code: 'DSC.00000404', error_msg: 'The task does not exist' }],
      ['JSON that is declared as a page, as PHP does', { message: 'No such task' }, html],
      ['a route in the words of a task', { message: 'Task 7 was not found on the route planner' }],
      ['a title and a detail', { title: 'Not Found', status: 404, detail: 'There is no task 7.' }],
      ['names in capitals', { Code: 'InvalidTask.NotFound', Message: 'The specified task does not exist.' }],
      ['words in Chinese', { code: 404, msg: '任务不存在' }],
    ];
    for (const [name, body, headers] of own) {
      it(`A6: 404 with ${name} is about the task`, () => {
        const failure = read(404, body, headers);
        assert.deepEqual([failure.kind, scopeOf(failure), failure.evidence], ['not-found', 'task', 'json']);
      });
    }

    it('A6: a page in place of a good response passes, cut-off JSON is this request’s', () => {
      const scope = (body: string): FailureScope => {
        const json = readJson(response(200, body));
        return json.ok ? assert.fail('JSON') : scopeOf(json.failure);
      };
      assert.deepEqual(['<html></html>', '', 'OK', '{"task_id":'].map(scope), [
        'service',
        'service',
        'service',
        'request',
      ]);
    });

    it('A6: a page that rejects the request is not the service’s', () => {
      const failure = read(400, '<html><title>400 No required SSL certificate was sent</title></html>');
      assert.deepEqual([failure.kind, scopeOf(failure), failure.evidence], ['rejected', 'service', 'page']);
    });
  });

  describe('A8: the status wins over the code', () => {
    const codes: [number, string, FailureKind][] = [
      [400, 'StoreNotFound', 'rejected'],
      [400, 'TaskNotFound', 'rejected'],
      [401, 'TaskNotFound', 'unauthorised'],
      [403, 'TaskNotFound', 'forbidden'],
      [503, 'TaskNotFound', 'server-error'],
      [503, 'Unauthorized', 'server-error'],
      [404, 'StoreNotFound', 'address'],
      [404, 'TaskNotFound', 'not-found'],
      [410, 'JOB_NOTFOUND', 'not-found'],
      [404, 'STORE_NOT_FOUND', 'address'],
      [404, 'route-not-found', 'address'],
      [404, 'InvalidPipelineId.NotFound', 'address'],
      [404, 'StoreNotFoundException', 'address'],
      [404, 'InvalidTaskId.NotFound', 'not-found'],
      [404, 'job_not_found', 'not-found'],
      [404, 'NOT_FOUND', 'not-found'],
      [200, 'TaskNotFound', 'not-found'],
      [200, 'NOT_FOUND', 'not-found'],
      [200, 'StoreNotFound', 'rejected'],
      [200, 'STORE_NOT_FOUND', 'rejected'],
    ];
    for (const [status, code, kind] of codes) {
      it(`A8: ${code} with ${status} is ${kind}`, () => {
        assert.equal(read(status, { code, message: 'said', data: null }).kind, kind);
      });
    }

    it('A8: the provider’s own table speaks of the task with the same statuses only', () => {
      const classify = (code: string): FailureKind | undefined => (code === 'E.7' ? 'not-found' : undefined);
      const kind = (status: number): FailureKind | undefined =>
        readFailure(response(status, { code: 'E.7', message: 'check the token' }), classify)?.kind;
      assert.deepEqual([200, 404, 400, 503].map(kind), ['not-found', 'not-found', 'rejected', 'server-error']);
    });
  });

  describe('A9: a body with a state and an id is the task', () => {
    const tasks: [string, unknown][] = [
      ['DSC', { task_id: 'f84d', status: 2, total: 6, error_code: 'DSC.1', error_msg: 'disk full' }],
      ['a state in words', { id: 'a', state: 'FAILED', error: 'out of disk' }],
      ['a code and a message of its own', { job_id: 7, job_status: 'FAILED', code: 'E1', message: 'bad input' }],
      ['an envelope', { code: 1001, msg: 'processing', data: { status: 'running' } }],
    ];
    for (const [name, body] of tasks) {
      it(`A9: ${name}`, () => {
        assert.equal(readFailure(response(200, body)), undefined);
      });
    }

    it('A9: an error without a task stays one', () => {
      for (const body of [
        { error_code: 'DSC.1', error_msg: 'no', task_id: 'f84d' },
        { code: 404, message: 'no', status: 404 },
        { code: 'E1', message: 'no', data: { id: 7 } },
      ]) {
        assert.ok(readFailure(response(200, body)), JSON.stringify(body));
      }
    });
  });

  describe('B10: throttling in other words', () => {
    it('B10: codes inside lists', () => {
      const failure = read(400, { errors: [{ code: 'TooManyRequests' }] });
      assert.deepEqual([failure.kind, failure.code], ['throttled', 'TooManyRequests']);
      assert.equal(read(400, [{ errorCode: 'E1', message: 'one' }, { message: 'two' }]).code, 'E1');
    });

    for (const [status, words] of [
      [422, 'Too many requests'],
      [400, 'Rate limit exceeded for this shop'],
      [409, 'request was throttled'],
    ] as const) {
      it(`B10: ${status} ${words}`, () => {
        assert.equal(read(status, { errors: [words] }).kind, 'throttled');
      });
    }

    it('B10: a status with a reason of its own keeps it', () => {
      assert.equal(read(403, { message: 'Too many requests' }).kind, 'forbidden');
    });
  });

  describe('words of a parser, of pages and of uploads', () => {
    for (const words of [
      'Unexpected token < in JSON at position 0',
      'Invalid page token.',
      'The continuation-token is not valid',
      'The upload session was not found',
    ]) {
      it(`say nothing of the credentials: ${words}`, () => {
        assert.equal(read(400, { message: words }).kind, 'rejected');
        assert.equal(read(400, { message: `${words}; the access token has expired` }).kind, 'unauthorised');
      });
    }
  });

  it('Shoplazza 20: a fault of the parser is the service’s', () => {
    const failure = read(404, { error: 'Response message parsing error' });
    assert.deepEqual([failure.kind, scopeOf(failure)], ['server-error', 'request']);
  });

  describe('A2: a step that tasks share is the connection’s', () => {
    it('A2: whatever its kind', () => {
      for (const kind of ['not-found', 'rejected', 'server-error', 'timeout', 'forbidden'] as const) {
        assert.equal(scopeOf({ kind, step: 'sign-in', status: 503 }), 'connection', kind);
      }
      assert.equal(scopeOf({ kind: 'tls', caFile: '/ca.pem' }), 'connection');
    });

    it('A2: a scope that a foreign provider made up does not count', () => {
      assert.equal(scopeOf({ kind: 'not-found', scope: 'galaxy' as FailureScope }), 'task');
    });
  });
});
