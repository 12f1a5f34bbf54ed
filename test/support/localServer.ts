import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';

/** A server on loopback. */
export interface LocalServer {
  /** Its base URL, without a slash at the end. */
  readonly endpoint: string;
  stop(): void;
}

/** Starts a server on loopback. @param respond called for each request */
export async function startLocalServer(respond: RequestListener): Promise<LocalServer> {
  const server = createServer(respond).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
