import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles modules of the product and loads them.
 * @template {object} Product the exports' types
 * @param {string} bundle the name of the bundle; each process writes a file of its own
 * @param {Readonly<Record<Extract<keyof Product, string>, string>>} modules the source file of each export
 * @returns {Promise<Product>} the exports
 */
export async function loadProduct(bundle, modules) {
  const outfile = path.join(root, 'node_modules', '.cache', 'bench', `${bundle}-${process.pid}.mjs`);
  const contents = Object.entries(modules)
    .map(([name, file]) => `export { ${name} } from ${JSON.stringify(`./${file}`)};`)
    .join('\n');
  await build({
    stdin: { contents, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    external: ['web-streams-polyfill/*'],
    // Some packages are CommonJS.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  try {
    // Bypasses the module cache, if the path was loaded before.
    /** @type {unknown} */
    const product = await import(`${pathToFileURL(outfile).href}?${Date.now()}`);
    return /** @type {Product} */ (product);
  } finally {
    await rm(outfile, { force: true });
  }
}
