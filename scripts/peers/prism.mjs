// Prism, which knows of an API what its OpenAPI description says and nothing else.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureNpmPackages } from './npmPackages.mjs';

const VERSION = '5.14.2';

/** @typedef {{ origin: string, stop: () => Promise<void> }} Prism */

/** Installs Prism into the cache, unless it is there. */
export function ensurePrism() {
  return ensureNpmPackages(`prism-${VERSION}`, [`@stoplight/prism-cli@${VERSION}`]);
}

/**
 * Answers as a description says, with its examples, and refuses what is not as it says.
 * @param {string} description path of an OpenAPI document
 * @returns {Promise<Prism>}
 */
export function startPrismMock(description) {
  return startPrism(['mock', description]);
}

/**
 * Stands in front of a server, and answers an error of its own in place of what is not as the description says.
 * @param {string} description path of an OpenAPI document
 * @param {string} upstream the server's origin
 * @returns {Promise<Prism>}
 */
export function startPrismProxy(description, upstream) {
  return startPrism(['proxy', description, upstream]);
}

/**
 * @param {string[]} args
 * @returns {Promise<Prism>}
 */
async function startPrism([command, ...args]) {
  const folder = await ensurePrism();
  const script = path.join(folder, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
  const options = ['--host', '127.0.0.1', '--port', '0', '--errors'];
  const child = spawn(process.execPath, [script, command, ...options, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  // Whoever is ended before it can stop the server takes it along.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  const origin = await new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        said = (said + text).slice(-4000);
        const [, found] = /listening on (http:\/\/[\d.]+:\d+)/.exec(said) ?? [];
        if (found) resolve(found);
      });
    }
    void ended.then(() => reject(new Error(`Prism ended as it started.\n${said}`)));
  });
  return {
    origin,
    async stop() {
      kill();
      await ended;
    },
  };
}
