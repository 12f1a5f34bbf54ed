import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/** A server on loopback. */
export interface LocalServer {
  /** Its base URL, without a slash at the end. Use it inside of tests only. */
  readonly endpoint: string;
}

/** Runs a server on loopback for each test of a `describe`. @param respond called for each request */
export function useLocalServer(respond: RequestListener): LocalServer {
  let server: Server | undefined;
  beforeEach(async () => {
    server = createServer(respond).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });
  return {
    get endpoint() {
      const address = server?.address();
      assert.ok(address && typeof address === 'object');
      return `http://127.0.0.1:${address.port}`;
    },
  };
}
