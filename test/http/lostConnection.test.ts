import assert from 'node:assert/strict';
import http, { type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { systemClock } from '../../src/base/clock';
import { RequestError } from '../../src/http/failure';
import { createHttpClient } from '../../src/http/httpClient';
import type { HttpRequest } from '../../src/http/request';

describe('A12: a connection that is lost before the response', () => {
  let server: Server;
  let origin: string;
  /** The socket of each request. */
  let sockets: Socket[];
  /** Which requests are reset, from 1. */
  let resets: readonly number[];
  const client = createHttpClient({ clock: systemClock });
  const send = (method: HttpRequest['method']) =>
    client.send({ method, url: `${origin}/`, headers: {} }, { timeoutMs: 20_000 });
  const isOffline = (error: unknown): boolean => error instanceof RequestError && error.failure.kind === 'offline';

  beforeEach(async () => {
    sockets = [];
    resets = [];
    server = http.createServer((request, response) => {
      sockets.push(request.socket);
      if (resets.includes(sockets.length)) {
        request.socket.resetAndDestroy();
      } else {
        response.end('{}');
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('A12: a GET is sent once more on a new socket', async () => {
    resets = [2];
    await send('GET');
    assert.equal((await send('GET')).status, 200);
    assert.equal(sockets.length, 3);
    assert.notEqual(sockets[2], sockets[1]);
  });

  it('A12: only once', async () => {
    resets = [1, 2];
    await assert.rejects(send('GET'), isOffline);
    assert.equal(sockets.length, 2);
  });

  it('A12: a POST is not sent again, since it may have been carried out', async () => {
    resets = [1];
    await assert.rejects(send('POST'), isOffline);
    assert.equal(sockets.length, 1);
  });
});
