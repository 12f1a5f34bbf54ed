#!/usr/bin/env node
// Bundles the extension into dist/extension.js, the manifest's `main`.
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The demo's simulator is a file of its own, which is read only when somebody wants the demo. */
const lazyDemo = {
  name: 'lazy-demo',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /\/demoCloud$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './demoCloud.js', external: true } : undefined,
    );
  },
};

/**
 * Bundles the extension.
 * @returns {Promise<number>} the size of dist/extension.js in bytes
 */
export async function buildExtension() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/extension.ts', 'src/simulator/demoCloud.ts'],
    entryNames: '[name]',
    outdir: 'dist',
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    legalComments: 'none',
    // The host brings `vscode`; node-fetch asks for the polyfill only where Node has no streams of its own.
    external: ['vscode', 'web-streams-polyfill/*'],
    plugins: [lazyDemo],
    logLevel: 'warning',
  });
  return metafile.outputs['dist/extension.js'].bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildExtension();
  console.log(`dist/extension.js ${(bytes / 1024).toFixed(1)} KiB`);
}
