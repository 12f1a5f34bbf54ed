// Prism, which knows of an API what its OpenAPI description says and nothing else.
import path from 'node:path';
import { cacheFolder } from '../host/cache.mjs';
import { installOnce, installPackages } from '../host/nodeBinary.mjs';
import { startLocalServer } from './localServer.mjs';

const VERSION = '5.14.2';

/** Installs Prism into the cache, unless it is there. */
export async function ensurePrism() {
  const folder = path.join(cacheFolder(), `prism-${VERSION}`);
  await installOnce(folder, async (partial) => {
    console.log(`Installing Prism ${VERSION} (once)…`);
    await installPackages(partial, [`@stoplight/prism-cli@${VERSION}`]);
  });
  return path.join(folder, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
}

/**
 * Responds with the examples of a description, and rejects requests that it does not allow.
 * @param {string} description path of an OpenAPI document
 */
export function startPrismMock(description) {
  return startPrism('mock', description);
}

/**
 * Forwards requests to a server, and responds with an error in place of what the description does not allow.
 * @param {string} description path of an OpenAPI document
 * @param {string} upstream the server's origin
 */
export function startPrismProxy(description, upstream) {
  return startPrism('proxy', description, upstream);
}

/**
 * @param {'mock' | 'proxy'} command
 * @param {string[]} args
 */
async function startPrism(command, ...args) {
  const options = ['--host', '127.0.0.1', '--port', '0', '--errors'];
  const words = [await ensurePrism(), command, ...options, ...args];
  return startLocalServer(process.execPath, words, /listening on http:\/\/[\d.]+:(\d+)/);
}
