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

/** What node-fetch brings for forms and blobs: Node has its own by now, and no form is ever sent or read here. */
const withoutForms = {
  name: 'without-forms',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    const filter = /^(fetch-blob(\/from\.js)?|formdata-polyfill\/esm\.min\.js|\.\/utils\/multipart-parser\.js)$/;
    build.onResolve({ filter }, () => ({ path: 'forms', namespace: 'node', sideEffects: false }));
    build.onLoad({ filter: /^forms$/, namespace: 'node' }, () => ({
      contents: `const { Blob, File, FormData } = globalThis;
        const unused = () => { throw new Error('Forms are neither sent nor read.'); };
        export default Blob;
        export { Blob, File, FormData, unused as formDataToBlob, unused as toFormData,
          unused as fileFrom, unused as fileFromSync, unused as blobFrom, unused as blobFromSync };`,
    }));
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
    charset: 'utf8',
    // The host brings `vscode`; node-fetch asks for the polyfill only where Node has no streams of its own.
    external: ['vscode', 'web-streams-polyfill/*'],
    plugins: [lazyDemo, withoutForms],
    logLevel: 'warning',
  });
  return metafile.outputs['dist/extension.js'].bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildExtension();
  console.log(`dist/extension.js ${(bytes / 1024).toFixed(1)} KiB`);
}
