// Lets tests inside of the extension host ask for what only the browser outside of it can do.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/** @typedef {(body: Record<string, unknown>) => Promise<unknown>} ControlAction */

/**
 * Serves the actions on the loopback interface as `POST <url>/<name>` with JSON in and out. A random part in the address
 * keeps other users of this machine out.
 * @param {Record<string, ControlAction>} actions
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function startControlServer(actions) {
  const base = `/${randomBytes(16).toString('hex')}/`;
  const server = createServer(async (request, response) => {
    const answer = (/** @type {number} */ status, /** @type {unknown} */ body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      const name = request.url?.startsWith(base) ? request.url.slice(base.length) : '';
      if (request.method !== 'POST' || !Object.hasOwn(actions, name)) return answer(404, { error: 'No such action.' });
      const body = /** @type {Record<string, unknown>} */ (await json(request));
      answer(200, (await actions[name](body)) ?? {});
    } catch (error) {
      answer(500, { error: error instanceof Error ? error.message : String(error) });
    }
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
