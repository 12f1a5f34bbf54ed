#!/usr/bin/env node
// Bundles the extension into dist/extension.js, the manifest's `main`, and its parts.
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build, context, transform } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What the start may read at most (bytes). A new part that only some need is read when it is wanted: `import('…')`. */
const startLimit = 170 * 1024;

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

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  entryPoints: ['src/extension.ts'],
  bundle: true,
  platform: 'node',
  target: 'node22',
  charset: 'utf8',
  // The host brings `vscode`; node-fetch asks for the polyfill only where Node has no streams of its own.
  external: ['vscode', 'web-streams-polyfill/*'],
  plugins: [withoutForms],
};

/**
 * Makes every `import('…')` in the code share one file with the start: a part that imports the entry shares all that the
 * start reads. Otherwise each set of parts gets a file of its own for what it shares, and the start would read twenty.
 * @type {import('esbuild').Plugin}
 */
const oneFileForTheStart = {
  name: 'one-file-for-the-start',
  setup(build) {
    /** @type {Set<string>} */
    const lazy = new Set();
    build.onResolve({ filter: /^\./ }, ({ path: asked, kind, resolveDir }) => {
      if (kind === 'dynamic-import') lazy.add(path.join(resolveDir, `${asked}.ts`));
      return undefined;
    });
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      if (!lazy.has(file)) return undefined;
      const entry = JSON.stringify(path.join(root, 'src', 'extension.ts'));
      return { contents: `${await readFile(file, 'utf8')}\nimport ${entry};\n`, loader: 'ts' };
    });
  },
};

/**
 * Bundles the extension: what every window needs, and beside it what is read only when it is wanted, such as the HTTP
 * client, the demo or the wizard.
 * @returns {Promise<number>} the bytes that are read at the start
 * @throws {Error} when they are more than the start may read
 */
export async function buildExtension() {
  const { metafile, outputFiles } = await build({
    ...common,
    outdir: 'dist',
    splitting: true,
    minify: true,
    metafile: true,
    write: false,
    // What splits; made into what the editor reads below.
    format: 'esm',
    legalComments: 'none',
    plugins: [...common.plugins, oneFileForTheStart],
    logLevel: 'warning',
  });
  const folder = path.join(root, 'dist');
  await mkdir(folder, { recursive: true });
  await Promise.all(outputFiles.map(async ({ path: file, text }) => writeFile(file, await toCommonJs(text))));
  // Services are named by their content; those of an earlier build would stay.
  const made = new Set(outputFiles.map(({ path: file }) => path.basename(file)));
  const stale = (await readdir(folder)).filter((name) => !made.has(name));
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { recursive: true })));
  const sizes = filesReadAtStart(metafile.outputs).map(async (file) => (await stat(path.join(root, file))).size);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  if (bytes > startLimit) {
    throw new Error(`The start reads ${kibibytes(bytes)}, more than the ${kibibytes(startLimit)} it may.`);
  }
  return bytes;
}

/** @param {number} bytes */
function kibibytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/**
 * Bundles the extension for debugging, again whenever a file changes: all in one file that is not minified, with its source
 * map inside. Before and after each build it prints a line, and for each problem one, which the task `watch` in
 * `.vscode/tasks.json` reads.
 * @returns {Promise<void>} resolves once it watches, which goes on until this process ends
 */
export async function watchExtension() {
  const watching = await context({
    ...common,
    outfile: 'dist/extension.js',
    format: 'cjs',
    sourcemap: 'inline',
    // Printed below, a line each.
    logLevel: 'silent',
    plugins: [...common.plugins, printingBuilds],
  });
  await watching.watch();
}

/** @type {import('esbuild').Plugin} */
const printingBuilds = {
  name: 'printing-builds',
  setup(build) {
    build.onStart(() => {
      console.log('Build started');
    });
    build.onEnd(({ errors, warnings }) => {
      for (const message of errors) console.log(toLine('error', message));
      for (const message of warnings) console.log(toLine('warning', message));
      console.log(errors.length > 0 ? 'Build failed' : 'Build finished');
    });
  },
};

/**
 * @param {'error' | 'warning'} severity
 * @param {import('esbuild').Message} message
 */
function toLine(severity, { location, text }) {
  const { file, line, column } = location ?? { file: 'src/extension.ts', line: 1, column: 0 };
  return `${file}:${line}:${column + 1}: ${severity}: ${text}`;
}

/** @param {string} code */
async function toCommonJs(code) {
  const { code: made } = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    supported: { 'dynamic-import': false },
  });
  return made;
}

/** The manifest's `main` and what it asks for at once. @param {import('esbuild').Metafile['outputs']} outputs */
function filesReadAtStart(outputs) {
  const found = new Set(['dist/extension.js']);
  // A set is gone through with what is added to it meanwhile.
  for (const file of found) {
    for (const { path: asked, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && asked in outputs) found.add(asked);
    }
  }
  return [...found];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildExtension();
  console.log(`${kibibytes(bytes)} are read at the start`);
}
