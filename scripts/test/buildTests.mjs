// Transpiles src and test file by file into out/: each module exists once, and stack traces name its file.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Transpiles the product and the tests.
 * @param {string} root the checkout
 * @param {string} [out] the folder to write to; its content is deleted first
 * @returns {Promise<string>} the folder with the tests, structured like `test/`
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
    // A relative `import('…')` that stays would need the extension of the file.
    supported: { 'dynamic-import': false },
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
