// Lets tests in the extension host control the browser.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/** @typedef {(body: Record<string, unknown>) => Promise<unknown>} ControlAction */

/**
 * Serves the actions on loopback as `POST <url>/<name>`, with JSON bodies. A random path segment keeps other users of
 * this machine out.
 * @param {Record<string, ControlAction>} actions
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startControlServer(actions) {
  const base = `/${randomBytes(16).toString('hex')}/`;
  /** @param {import('node:http').IncomingMessage} request */
  const handle = async (request) => {
    try {
      const name = request.url?.startsWith(base) ? request.url.slice(base.length) : '';
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (request.method !== 'POST' || !action) return { status: 404, body: { error: 'No such action.' } };
      const body = /** @type {Record<string, unknown>} */ (await json(request));
      return { status: 200, body: (await action(body)) ?? {} };
    } catch (error) {
      return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  };
  const server = createServer((request, response) => {
    void handle(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}${base.slice(0, -1)}`, close };
}
