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
  await Promise.all([
    // A relative `import('…')` that stays in CommonJS would need the extension of the file.
    transpile(root, out, 'src', { supported: { 'dynamic-import': false } }),
    transpile(root, out, 'test'),
  ]);
  return path.join(out, 'test');
}

/**
 * @param {string} root
 * @param {string} out
 * @param {string} folder
 * @param {import('esbuild').BuildOptions} [options]
 */
async function transpile(root, out, folder, options) {
  await build({
    entryPoints: await typescriptIn(path.join(root, folder)),
    outdir: out,
    outbase: root,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'inline',
    logLevel: 'warning',
    ...options,
  });
}

/** @param {string} folder */
async function typescriptIn(folder) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
}
