// Stages the product as it is packed, with the benchmark's entry instead of its own.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildExtension } from '../../build.mjs';
import { readJsonObject } from '../../host/json.mjs';
import { root } from '../loadProduct.mjs';

/**
 * Writes an extension and the benchmark into a folder. The extension activates the product when the benchmark calls it.
 * @param {string} folder
 * @returns {Promise<{ extensionDevelopmentPath: string, extensionTestsPath: string }>}
 */
export async function stageExtension(folder) {
  const extension = path.join(folder, 'extension');
  await buildExtension();
  await mkdir(extension, { recursive: true });
  for (const name of ['dist', 'media', 'l10n', 'package.nls.json', 'package.nls.zh-cn.json']) {
    await cp(path.join(root, name), path.join(extension, name), { recursive: true });
  }
  const manifest = await readJsonObject(path.join(root, 'package.json'));
  await writeFile(
    path.join(extension, 'package.json'),
    JSON.stringify({ ...manifest, main: './entry.js', activationEvents: [] }),
  );
  const tests = path.join(folder, 'run.js');
  await bundle(import.meta.resolve('./entry.mjs'), path.join(extension, 'entry.js'));
  await bundle(import.meta.resolve('./run.mjs'), tests);
  return { extensionDevelopmentPath: extension, extensionTestsPath: tests };
}

/** @param {string} address @param {string} outfile */
function bundle(address, outfile) {
  return build({
    entryPoints: [fileURLToPath(address)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
}
