#!/usr/bin/env node
// Packs the extension into cloud-task-tracker-<version>.vsix in the root of the checkout, from a bare clone. The same commit gives the
// same file.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './host/command.mjs';
import { ensureDependencies } from './host/dependencies.mjs';
import { readJson } from './host/json.mjs';
import { withoutRelativeLinks } from './package/packedReadme.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The address in `package.json` until the repository has one. */
const placeholder = /^https:\/\/example\.com\//;

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {{ url: string }} [repository]
 * @property {Record<string, string>} [scripts]
 */

/**
 * Builds and packs an extension. While its repository has no address, its README is packed without what would lead there.
 * @param {string} [folder] the folder with the package.json; the product's when left out
 * @param {string} [target] the folder for the VSIX
 * @returns {Promise<string>} the path of the VSIX
 */
export async function packageExtension(folder = root, target = folder) {
  const manifest = /** @type {Manifest} */ (await readJson(path.join(folder, 'package.json')));
  const vsix = path.join(target, `${manifest.name}-${manifest.version}.vsix`);
  if (manifest.repository && !placeholder.test(manifest.repository.url)) {
    await pack(folder, vsix, manifest.version, []);
    return vsix;
  }
  const prepublish = manifest.scripts?.['vscode:prepublish'];
  if (prepublish !== undefined) await runQuietly('npm', ['run', 'vscode:prepublish'], { cwd: folder });
  const staged = await mkdtemp(path.join(tmpdir(), 'ct-package-'));
  try {
    const ignored = new Set(['node_modules', 'out', '.git', 'test-results'].map((name) => path.join(folder, name)));
    await cp(folder, staged, { recursive: true, filter: (file) => !ignored.has(file) && !file.endsWith('.vsix') });
    await writeFile(path.join(staged, 'package.json'), JSON.stringify({ ...manifest, scripts: {} }, null, 2));
    const readme = path.join(staged, 'README.md');
    const markdown = await readFile(readme, 'utf8').catch(() => undefined);
    if (markdown !== undefined) await writeFile(readme, withoutRelativeLinks(markdown));
    const options = [
      '--no-dependencies',
      '--allow-missing-repository',
      '--skip-license',
      '--no-rewrite-relative-links',
    ];
    await pack(staged, vsix, manifest.version, options);
  } finally {
    await rm(staged, { recursive: true });
  }
  return vsix;
}

/**
 * @param {string} folder
 * @param {string} vsix
 * @param {string} version
 * @param {string[]} options
 */
async function pack(folder, vsix, version, options) {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  await runQuietly(process.execPath, [vsce, 'package', '--out', vsix, ...options], {
    cwd: folder,
    env: { SOURCE_DATE_EPOCH: String(await dateOf(folder, version)) },
  });
}

/**
 * The day of a version in the changelog, in seconds since the epoch: files in the VSIX have this date.
 * @param {string} folder
 * @param {string} version
 */
async function dateOf(folder, version) {
  const changelog = await readFile(path.join(folder, 'CHANGELOG.md'), 'utf8').catch(() => '');
  const day = new RegExp(`^## \\[${version.replaceAll('.', '\\.')}\\] - (\\S+)`, 'm').exec(changelog)?.[1];
  return Math.round(Date.parse(day ?? '2026-01-01') / 1000);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureDependencies();
  console.log(path.relative(root, await packageExtension()));
}
