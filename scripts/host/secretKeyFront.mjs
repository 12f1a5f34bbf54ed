// A reverse proxy for the VS Code server that adds the missing `/mint-key`. The workbench encrypts extensions' secrets
// with a key, and the server provides one half of it. Without it, SecretStorage loses all secrets when the window reloads.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request as startRequest } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';

const KEY_BYTES = 32;

/**
 * Starts the proxy. It handles requests for the key and forwards all others to the VS Code server.
 * @param {object} options
 * @param {number} options.port where to listen; 0 takes a free port
 * @param {number} options.serverPort where the VS Code server listens
 * @param {string} options.dataDir the folder for the key, so that the secrets outlive a restart of the server
 * @returns {Promise<{ port: number, close: () => void }>}
 */
export async function startSecretKeyFront({ port, serverPort, dataDir }) {
  const key = await readOrCreateKey(path.join(dataDir, 'secret-key'));
  const server = createServer((request, response) => {
    if (request.method === 'POST' && request.url === '/mint-key') {
      response.end(key);
      return;
    }
    const { method, url, headers } = request;
    const forwarded = startRequest({ host: '127.0.0.1', port: serverPort, method, path: url, headers }, (upstream) => {
      response.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
  });
  /** @type {Set<import('node:stream').Duplex>} */
  const tunnels = new Set();
  // The workbench uses WebSockets to communicate with its extension host.
  server.on('upgrade', (request, socket, head) => {
    const forwarded = connect(serverPort, '127.0.0.1', () => {
      const headers = Array.from({ length: request.rawHeaders.length / 2 }, (_, index) =>
        request.rawHeaders.slice(2 * index, 2 * index + 2).join(': '),
      );
      forwarded.write(`${[`${request.method} ${request.url} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`);
      forwarded.write(head);
      forwarded.pipe(socket).pipe(forwarded);
    });
    const ends = /** @type {const} */ ([
      [socket, forwarded],
      [forwarded, socket],
    ]);
    for (const [end, otherEnd] of ends) {
      tunnels.add(end);
      end.on('error', () => otherEnd.destroy());
      end.on('close', () => tunnels.delete(end) && otherEnd.destroy());
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
    for (const tunnel of tunnels) tunnel.destroy();
  };
  return { port: /** @type {import('node:net').AddressInfo} */ (server.address()).port, close };
}

/** @param {string} file */
async function readOrCreateKey(file) {
  const existing = await readFile(file).catch(() => undefined);
  if (existing?.length === KEY_BYTES) return existing;
  const key = randomBytes(KEY_BYTES);
  await writeFile(file, key, { mode: 0o600 });
  return key;
}
