// Installs a real VS Code without its desktop: the server in the npm package `code-server`, and the Node that it needs.
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { isAvailable, runQuietly } from './command.mjs';
import { installDebianPackages } from './debian.mjs';
import { readJson } from './json.mjs';
import { ensureNode, installOnce, installPackages, QUICK_INSTALL } from './nodeBinary.mjs';

/** The oldest VS Code that the extension supports, and a recent one. `desktop` is the corresponding desktop release. */
const RELEASES = /** @type {const} */ ([
  { version: '1.106', codeServer: '4.106.3', node: '22.23.3', desktop: '1.106.0' },
  { version: '1.139', codeServer: '4.139.1', node: '24.21.0', desktop: 'stable' },
]);

/** The versions to test, oldest first. */
export const VSCODE_VERSIONS = RELEASES.map(({ version }) => version);

/** The native modules that the extension host loads at its start; the first was renamed. */
const NATIVE_MODULES = ['@vscode/native-watchdog', 'native-watchdog', '@vscode/spdlog'];

/** @typedef {(typeof RELEASES)[number]['version']} VsCodeVersion */
/** @typedef {{ version: string, node: string, serverMain: string, vscodeDir: string }} VsCode */

/**
 * Installs a version of VS Code into the cache, unless it is there.
 * @param {VsCodeVersion} version
 * @returns {Promise<VsCode>} the full `version`, the `node` binary, the server's main script and VS Code's folder
 */
export async function ensureVsCode(version) {
  const { codeServer, node } = release(version);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'VS Code can be installed from npm only on Linux (x64). Set VSCODE_EXECUTABLE to a desktop VS Code.',
    );
  }
  const { executable, folder: nodeDir } = await ensureNode(node);
  const folder = path.join(cacheFolder(), `code-server-${codeServer}-node-${node}`);
  await installOnce(folder, (partial) => install(version, partial, nodeDir));
  const vscodeDir = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const product = /** @type {{ version: string }} */ (await readJson(path.join(vscodeDir, 'package.json')));
  return {
    version: product.version,
    node: executable,
    serverMain: path.join(vscodeDir, 'out', 'server-main.js'),
    vscodeDir,
  };
}

/**
 * Returns the pinned packages of a version.
 * @param {VsCodeVersion} version
 */
export function release(version) {
  const found = RELEASES.find((candidate) => candidate.version === version);
  if (!found) throw new Error(`VS Code ${version} is none of ${VSCODE_VERSIONS.join(', ')}.`);
  return found;
}

/**
 * @param {VsCodeVersion} version
 * @param {string} folder
 * @param {string} nodeDir the package of the Node for this version
 */
async function install(version, folder, nodeDir) {
  if (!(await isAvailable('make')) || !(await isAvailable('g++'))) {
    await installDebianPackages(
      ['make', 'g++', 'python3'],
      'VS Code has native modules, and building them needs make and g++',
    );
  }
  console.log(`Installing VS Code ${version} (once, about a minute)…`);
  await installPackages(folder, [`code-server@${release(version).codeServer}`]);
  const vscodeDir = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  if (version === '1.106') await replaceGitDependency(vscodeDir);
  const env = {
    PATH: `${path.join(nodeDir, 'bin')}${path.delimiter}${process.env.PATH}`,
    npm_config_nodedir: nodeDir,
  };
  await runQuietly('npm', ['install', ...QUICK_INSTALL], { cwd: vscodeDir, env });
  // Builds only the native modules that are needed, because install scripts were not run.
  const needed = NATIVE_MODULES.filter((name) => existsSync(path.join(vscodeDir, 'node_modules', name)));
  await runQuietly('npm', ['rebuild', ...needed], { cwd: vscodeDir, env });
}

/**
 * Replaces the file watcher of VS Code 1.106, a git dependency, with the release of the same code on npm.
 * @param {string} vscodeDir
 */
async function replaceGitDependency(vscodeDir) {
  await rm(path.join(vscodeDir, 'npm-shrinkwrap.json'), { force: true });
  const manifestFile = path.join(vscodeDir, 'package.json');
  const manifest = /** @type {{ dependencies: Record<string, string> }} */ (await readJson(manifestFile));
  manifest.dependencies['@parcel/watcher'] = '2.5.6';
  await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
}
