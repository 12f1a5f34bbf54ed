// Bundles the page of the Details panel into dist/panel.
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build, context } from 'esbuild';

/** @satisfies {import('esbuild').BuildOptions} */
const options = {
  entryPoints: ['src/panel/panel.ts', 'src/panel/panel.css'],
  outdir: 'dist/panel',
  bundle: true,
  metafile: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  // VS Code 1.106 has Chromium 142.
  target: 'chrome140',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Builds the page: its script, its style, and the icons that it names.
 * @param {string} root the checkout
 * @returns {Promise<{ folder: string, inputs: string[] }>} the folder, and the files that were bundled, relative to the checkout
 */
export async function buildPanel(root) {
  const folder = path.join(root, options.outdir);
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({ ...options, absWorkingDir: root });
  const codicons = path.join(root, 'node_modules', '@vscode', 'codicons', 'dist');
  await Promise.all(
    ['codicon.css', 'codicon.ttf'].map((name) => copyFile(path.join(codicons, name), path.join(folder, name))),
  );
  const icons = path.join('node_modules', '@vscode', 'codicons', 'dist', 'codicon.css');
  return { folder, inputs: [...Object.keys(metafile.inputs), icons] };
}

/**
 * Builds the page, and then again whenever one of its files changes.
 * @param {string} root the checkout
 * @returns {Promise<void>} resolves after the first build; watching continues until this process ends
 */
export async function watchPanel(root) {
  await buildPanel(root);
  const watched = await context({ ...options, absWorkingDir: root });
  await watched.watch();
}
