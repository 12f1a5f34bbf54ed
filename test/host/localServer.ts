import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { startLocalServer, type LocalServer } from '../support/localServer';

/** Runs a server on loopback for each test of a `describe`. Use it inside of tests only. @param respond called for each request */
export function useLocalServer(respond: RequestListener): Pick<LocalServer, 'endpoint'> {
  let server: LocalServer | undefined;
  beforeEach(async () => {
    server = await startLocalServer(respond);
  });
  afterEach(() => {
    server?.stop();
  });
  return {
    get endpoint() {
      assert.ok(server);
      return server.endpoint;
    },
  };
}
