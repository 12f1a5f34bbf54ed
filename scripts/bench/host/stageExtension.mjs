// The product as it is packed, with an entry of the benchmark's around its own.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { buildExtension } from '../../build.mjs';
import { root } from '../loadProduct.mjs';

/**
 * Puts an extension into a folder that starts the product only when the benchmark says so, and the benchmark itself.
 * @param {string} folder
 * @returns {Promise<{ extension: string, tests: string }>} what `runHostTests` wants
 */
export async function stageExtension(folder) {
  const extension = path.join(folder, 'extension');
  if (process.env.DEBUG_NAMES) {
    const { build: b } = await import('esbuild');
    await b({
      absWorkingDir: root,
      entryPoints: ['src/extension.ts'],
      outdir: path.join(folder, 'extension', 'dist'),
      bundle: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      external: ['vscode', 'web-streams-polyfill/*', '*/demoCloud'],
    });
    globalThis.skipDist = true;
  } else await buildExtension();
  await mkdir(extension, { recursive: true });
  for (const name of [
    ...(globalThis.skipDist ? [] : ['dist']),
    'media',
    'l10n',
    'package.nls.json',
    'package.nls.zh-cn.json',
  ]) {
    await cp(path.join(root, name), path.join(extension, name), { recursive: true });
  }
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const staged = { ...manifest, main: './entry.js', activationEvents: [], type: 'commonjs' };
  await writeFile(path.join(extension, 'package.json'), JSON.stringify(staged));
  await bundle('entry.mjs', path.join(extension, 'entry.js'), ['./dist/extension.js']);
  const tests = path.join(folder, 'run.js');
  await bundle('run.mjs', tests, []);
  return { extension, tests };
}

/** @param {string} name @param {string} outfile @param {string[]} external */
function bundle(name, outfile, external) {
  return build({
    entryPoints: [path.join(root, 'scripts', 'bench', 'host', name)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', ...external],
    logLevel: 'warning',
  });
}
