import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Compiles modules of the product as they are, and loads them.
 * @template {object} Product the exports' types
 * @param {string} bundle a name for what is built; processes that build the same do not meet
 * @param {Readonly<Record<Extract<keyof Product, string>, string>>} modules from an export to the source file that has it
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
    // Some packages are not modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  try {
    // The same path was perhaps loaded before, as it was then.
    /** @type {unknown} */
    const product = await import(`${pathToFileURL(outfile).href}?${Date.now()}`);
    return /** @type {Product} */ (product);
  } finally {
    await rm(outfile, { force: true });
  }
}
