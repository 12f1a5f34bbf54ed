import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { systemClock, type Clock } from '../../src/base/clock';
import { CancelledError } from '../../src/base/errors';
import type { Logger } from '../../src/base/log';
import { RequestError, type RequestFailure } from '../../src/http/failure';
import { scopeOf } from '../../src/http/failureScope';
import { createHttpClient, type HttpClient } from '../../src/http/httpClient';
import type { HttpRequest } from '../../src/http/request';

const limit = 64 * 1024;
const callOptions = { timeoutMs: 20_000 };

/** A clock whose timers fire when the test says so. */
function createManualClock(): Clock & { fire(): void; pending(): number } {
  const timers = new Set<() => void>();
  return {
    now: () => 1000,
    schedule(_delay, run) {
      timers.add(run);
      return { dispose: () => void timers.delete(run) };
    },
    fire() {
      for (const run of timers) {
        run();
      }
    },
    pending: () => timers.size,
  };
}

async function failureOf(response: Promise<unknown>): Promise<RequestFailure> {
  try {
    await response;
  } catch (error) {
    assert.ok(error instanceof RequestError, String(error));
    return error.failure;
  }
  return assert.fail('the request did not fail');
}

describe('createHttpClient', () => {
  let server: Server;
  let host: string;
  let listener: RequestListener;
  let sockets: Set<Socket>;
  let client: HttpClient;

  const get = (path = '/', headers = {}): HttpRequest => ({ method: 'GET', url: `http://${host}${path}`, headers });

  beforeEach(async () => {
    sockets = new Set();
    server = http.createServer((request, response) => {
      listener(request, response);
    });
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = createHttpClient({ clock: systemClock, maxBytes: limit });
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends method, path, query, headers and body, and returns the whole response', async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    listener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push({ request, body: Buffer.concat(chunks).toString() });
        response.writeHead(404, { 'X-Request-Id': 'r1' }).end('{"名":1}');
      });
    };
    const response = await client.send(
      { ...get('/v1/a%20b?x=1&x=2', { 'x-auth-token': 'T' }), method: 'POST', body: '{"é":1}' },
      callOptions,
    );
    const [{ request, body }] = seen as [(typeof seen)[0]];
    assert.equal(request.method, 'POST');
    assert.equal(request.url, '/v1/a%20b?x=1&x=2');
    assert.equal(body, '{"é":1}');
    assert.equal(request.headers.host, host);
    assert.equal(request.headers['x-auth-token'], 'T');
    assert.equal(request.headers.accept, 'application/json');
    assert.equal(request.headers['user-agent'], 'cloud-task-tracker');
    assert.equal(response.status, 404);
    assert.equal(response.body, '{"名":1}');
    assert.equal(response.headers['x-request-id'], 'r1');
    assert.ok(response.sentAt <= response.receivedAt);
  });

  it('uses one connection for one request after another', async () => {
    listener = (_request, response) => response.end('{}');
    await client.send(get(), callOptions);
    await client.send(get(), callOptions);
    assert.equal(sockets.size, 1);
  });

  for (const [coding, compress] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`reads a response in ${coding}`, async () => {
      listener = (_request, response) =>
        response.writeHead(200, { 'content-encoding': coding }).end(compress('\ufeff{"a":1}'));
      assert.equal((await client.send(get(), callOptions)).body, '{"a":1}');
    });

    it(`stops reading when ${coding} unpacks to more than the limit`, async () => {
      listener = (_request, response) =>
        response.writeHead(200, { 'content-encoding': coding }).end(compress(Buffer.alloc(4_000_000)));
      assert.equal((await failureOf(client.send(get(), callOptions))).kind, 'too-large');
    });
  }

  it('cuts the connection to a host that never stops talking', async () => {
    const gone = new Promise((resolve) => {
      listener = (request, response) => {
        const talk = (): void => {
          while (!response.destroyed && response.write('x'.repeat(10_000)));
        };
        response.on('drain', talk);
        request.socket.on('close', resolve);
        talk();
      };
    });
    assert.deepEqual(await failureOf(client.send(get(), callOptions)), { kind: 'too-large', host, status: 200 });
    await gone;
  });

  it('accepts a response of exactly the limit', async () => {
    listener = (_request, response) => response.end('x'.repeat(limit));
    assert.equal((await client.send(get(), callOptions)).body.length, limit);
  });

  it('does not follow a redirect, and names the other host only', async () => {
    let requests = 0;
    listener = (_request, response) => {
      requests++;
      response.writeHead(302, { location: 'https://elsewhere.example:8443/path?token=abc' }).end('moved');
    };
    const failure = await failureOf(client.send(get(), callOptions));
    assert.deepEqual(failure, { kind: 'redirected', host, status: 302, detail: 'elsewhere.example:8443' });
    assert.equal(requests, 1);
  });

  it('names no host for a redirect that leads to none', async () => {
    for (const location of ['javascript:alert(1)', 'data:text/html,x', 'http://[', undefined]) {
      listener = (_request, response) => response.writeHead(302, location === undefined ? {} : { location }).end();
      const failure = await failureOf(client.send(get(), callOptions));
      assert.deepEqual(failure, { kind: 'redirected', host, status: 302 }, location);
    }
  });

  it('reads the encoding that a response states, for what is no UTF-8', async () => {
    listener = (_request, response) =>
      response
        .writeHead(502, { 'content-type': 'text/html; Charset="GB2312"' })
        .end(Buffer.concat([Buffer.from('<title>502 '), Buffer.from([0xcd, 0xf8, 0xb9, 0xd8])]));
    assert.equal((await client.send(get(), callOptions)).body, '<title>502 网关');
  });

  it('cuts the connection to a redirect that never ends', async () => {
    const gone = new Promise((resolve) => {
      listener = (request, response) => {
        request.socket.on('close', resolve);
        response.writeHead(307, { location: '/elsewhere' }).write('moved');
      };
    });
    assert.deepEqual(await failureOf(client.send(get(), callOptions)), {
      kind: 'redirected',
      host,
      status: 307,
      detail: host,
    });
    await gone;
  });

  it('gives up on a host that accepts and sends nothing', async () => {
    const clock = createManualClock();
    const received = new Promise((resolve) => {
      listener = resolve;
    });
    const failure = failureOf(createHttpClient({ clock }).send(get(), callOptions));
    await received;
    clock.fire();
    assert.deepEqual(await failure, { kind: 'timeout', host });
    assert.equal(clock.pending(), 0);
  });

  it('gives up on a host that stops in the middle of a response', async () => {
    const clock = createManualClock();
    let gone: Promise<unknown> | undefined;
    const begun = new Promise((resolve) => {
      listener = (request, response) => {
        gone = new Promise((closed) => request.socket.on('close', closed));
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"a":', resolve);
      };
    });
    const failure = failureOf(createHttpClient({ clock }).send(get(), callOptions));
    await begun;
    clock.fire();
    assert.deepEqual(await failure, { kind: 'timeout', host });
    await gone;
  });

  it('aborts a pending request, and leaves no timer', async () => {
    const clock = createManualClock();
    const cancellation = new AbortController();
    const received = new Promise((resolve) => {
      listener = resolve;
    });
    const response = createHttpClient({ clock }).send(get(), { ...callOptions, signal: cancellation.signal });
    await received;
    cancellation.abort();
    await assert.rejects(response, CancelledError);
    assert.equal(clock.pending(), 0);
  });

  it('sends nothing when it was aborted before', async () => {
    let requests = 0;
    listener = () => requests++;
    const response = client.send(get(), { ...callOptions, signal: AbortSignal.abort() });
    await assert.rejects(response, CancelledError);
    assert.equal(requests, 0);
  });

  it('calls a reset connection offline', async () => {
    listener = (request) => request.socket.resetAndDestroy();
    assert.deepEqual(await failureOf(client.send(get(), callOptions)), {
      kind: 'offline',
      host,
      code: 'ECONNRESET',
    });
  });

  for (const [how, headers] of [
    ['announced', { 'content-length': '100' }],
    ['chunked', {}],
    ['compressed', { 'content-encoding': 'gzip' }],
  ] as const) {
    it(`calls a connection offline that is cut in the middle of a response (${how})`, async () => {
      listener = (request, response) => {
        response.writeHead(200, headers);
        response.write(how === 'compressed' ? gzipSync('{"a":1}').subarray(0, 12) : '{"a":', () => {
          request.socket.destroy();
        });
      };
      const failure = await failureOf(client.send(get(), callOptions));
      assert.deepEqual([failure.kind, scopeOf(failure)], ['offline', 'service']);
      assert.ok(failure.code);
    });
  }

  it('calls a port where nobody listens offline', async () => {
    const url = 'http://127.0.0.1:1/';
    const failure = await failureOf(client.send({ method: 'GET', url, headers: {} }, callOptions));
    assert.deepEqual(failure, { kind: 'offline', host: '127.0.0.1:1', code: 'ECONNREFUSED' });
  });

  it('calls a host that does not speak HTTP, or not its compression, not JSON', async () => {
    const scope = async () => {
      const failure = await failureOf(client.send(get(), callOptions));
      return [failure.kind, scopeOf(failure)];
    };
    listener = (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n');
    assert.deepEqual(await scope(), ['not-json', 'service']);
    for (const coding of ['gzip', 'br']) {
      listener = (_request, response) => response.writeHead(200, { 'content-encoding': coding }).end('{"a":1}');
      assert.deepEqual(await scope(), ['not-json', 'service']);
    }
    // One that ends too soon may be too long for something on the way.
    const whole = brotliCompressSync(JSON.stringify(Array.from({ length: 999 }, (_, index) => Math.sin(index))));
    listener = (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'br' }).end(whole.subarray(0, 999));
    assert.deepEqual(await scope(), ['not-json', 'request']);
  });

  for (const url of [
    'http://example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost.example.com/',
    'http://128.0.0.1/',
    'ftp://127.0.0.1/',
    'data:application/json,{}',
    'https://user:password@example.com/',
    '/v1/tasks',
    'https://',
    '',
  ]) {
    it(`rejects the address ${JSON.stringify(url)} before it sends anything`, async () => {
      const failure = await failureOf(client.send({ method: 'GET', url, headers: { a: 'b' } }, callOptions));
      assert.equal(failure.kind, 'address');
      assert.ok(!JSON.stringify(failure).includes('password'));
    });
  }

  it('rejects a header with a line break without quoting it', async () => {
    const failure = await failureOf(client.send(get('/', { 'x-auth-token': 'secret\r\nx: y' }), callOptions));
    assert.equal(failure.kind, 'rejected');
    assert.ok(!JSON.stringify(failure).includes('secret'));
  });

  it('logs neither headers nor query nor body', async () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const log: Logger = { trace: write, debug: write, info: write, warn: write, error: write };
    listener = (_request, response) => response.end('{"answer":1}');
    const logging = createHttpClient({ clock: systemClock, log });
    await logging.send(
      { ...get('/v1/tasks?key=query', { 'x-auth-token': 'secret' }), method: 'POST', body: 'b0dy' },
      callOptions,
    );
    listener = (request) => request.socket.destroy();
    await failureOf(logging.send(get('/v1/tasks?key=query', { 'x-auth-token': 'secret' }), callOptions));
    assert.match(lines[0] ?? '', /POST 127\.0\.0\.1:\d+\/v1\/tasks: 200, \d+ ms, 12 bytes/);
    assert.match(lines[1] ?? '', /GET 127\.0\.0\.1:\d+\/v1\/tasks: offline ECONNRESET/);
    assert.ok(!/secret|query|answer|b0dy/.test(lines.join('\n')), lines.join('\n'));
  });

  it('rejects a certificate that no authority has signed', async function () {
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    try {
      const [key, cert] = makeCertificate(folder) ?? this.skip();
      const secure = https.createServer({ key, cert }, (_request, response) => response.end('{}'));
      await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
      const secureHost = `127.0.0.1:${(secure.address() as AddressInfo).port}`;
      try {
        const response = client.send({ method: 'GET', url: `https://${secureHost}/`, headers: {} }, callOptions);
        assert.deepEqual(await failureOf(response), {
          kind: 'tls',
          host: secureHost,
          code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        });
      } finally {
        secure.closeAllConnections();
        await new Promise((resolve) => secure.close(resolve));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says tls when the port does not speak it', async () => {
    const failure = await failureOf(client.send({ method: 'GET', url: `https://${host}/`, headers: {} }, callOptions));
    assert.equal(failure.kind, 'tls');
  });
});

/** Key and certificate of a host that signed for itself; nothing where there is no openssl. */
function makeCertificate(folder: string): [Buffer, Buffer] | undefined {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', certificate];
  try {
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
        ...subject,
        ...files,
      ],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    return undefined;
  }
  return [readFileSync(key), readFileSync(certificate)];
}
