#!/usr/bin/env node
// Packs the extension into cloud-task-tracker-<version>.vsix in the root of the checkout.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly } from './host/command.mjs';
import { readJson } from './host/json.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Builds and packs an extension.
 * @param {string} [folder] the folder with the package.json; the product's when left out
 * @param {string} [target] the folder for the VSIX
 * @returns {Promise<string>} the path of the VSIX
 */
export async function packageExtension(folder = root, target = folder) {
  const manifest = /** @type {{ name: string, version: string }} */ (await readJson(path.join(folder, 'package.json')));
  const { name, version } = manifest;
  const vsix = path.join(target, `${name}-${version}.vsix`);
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // The bundle contains all dependencies.
  const options = [
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--no-rewrite-relative-links',
    '--out',
    vsix,
  ];
  await runQuietly(process.execPath, [vsce, 'package', ...options], { cwd: folder });
  return vsix;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(path.relative(root, await packageExtension()));
}
