// Bundles the page of the Details panel into dist/panel.
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/**
 * Builds the page: its script, its style, and the icons that it names.
 * @param {string} root the checkout
 * @returns {Promise<{ folder: string, inputs: string[] }>} the folder, and the files that were bundled, relative to the checkout
 */
export async function buildPanel(root) {
  const folder = path.join(root, 'dist', 'panel');
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/panel/panel.ts', 'src/panel/panel.css'],
    outdir: folder,
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
  });
  const codicons = path.join(root, 'node_modules', '@vscode', 'codicons', 'dist');
  await Promise.all(
    ['codicon.css', 'codicon.ttf'].map((name) => copyFile(path.join(codicons, name), path.join(folder, name))),
  );
  const icons = path.join('node_modules', '@vscode', 'codicons', 'dist', 'codicon.css');
  return { folder, inputs: [...Object.keys(metafile.inputs), icons] };
}
