// Transpiles src and test file by file into out/: each module is there once, and stack traces lead to it.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Transpiles everything that tests need.
 * @param {string} root the checkout
 * @param {string} [out] where to; what is there is deleted
 * @returns {Promise<string>} the folder with the tests, whose structure is that of `test/`
 */
export async function buildTests(root, out = path.join(root, 'out')) {
  await rm(out, { recursive: true, force: true });
  const files = await Promise.all(['src', 'test'].map((folder) => typescriptIn(path.join(root, folder))));
  await build({
    entryPoints: files.flat(),
    outdir: out,
    outbase: root,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.join(out, 'test');
}

/** @param {string} folder */
async function typescriptIn(folder) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
}
