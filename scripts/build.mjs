#!/usr/bin/env node
// Bundles the extension into dist/extension.js, the manifest's `main`, and its lazy chunks.
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { build, context, transform } from 'esbuild';
import { buildApiTypes } from './apiTypes.mjs';
import { buildPanel, watchPanel } from './buildPanel.mjs';
import { thirdPartyNotices } from './package/thirdPartyNotices.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The limit for the code that every start loads. Load code that few windows need with `import('…')`. */
const maxStartBytes = 170 * 1024;

/** Replaces the polyfills of node-fetch for forms and blobs: Node has its own, and the product uses no forms. */
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
  // The host provides `vscode`. node-fetch imports the polyfill only in a Node without web streams.
  external: ['vscode', 'web-streams-polyfill/*'],
  plugins: [withoutForms],
};

/** The paths that are read with `require`, as they are in the sources. @type {Set<string>} */
const required = new Set();

/**
 * Keeps the code of the start in one file: adds an import of the entry to every module that is loaded with
 * `import('…')`. Otherwise esbuild writes a file for each combination of chunks that share code, and the start would
 * load twenty files.
 * @type {import('esbuild').Plugin}
 */
const oneFileForStart = {
  name: 'one-file-for-the-start',
  async setup(build) {
    // Known before esbuild reads a module, in whatever order it does: two builds give the same files.
    const { imported, required: demanded } = await lazyModules();
    const lazy = new Set([...imported, ...demanded]);
    build.onResolve({ filter: /^\./ }, ({ path: name, kind }) => {
      if (kind !== 'require-call') return undefined;
      required.add(name);
      return { path: name, external: true };
    });
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      if (!lazy.has(file)) return undefined;
      const entry = JSON.stringify(path.join(root, 'src', 'extension.ts'));
      return { contents: `${await readFile(file, 'utf8')}\nimport ${entry};\n`, loader: 'ts' };
    });
  },
};

/**
 * The modules that are loaded with `import('…')` or `require('…')` somewhere.
 * @returns {Promise<{ imported: ReadonlySet<string>, required: ReadonlySet<string> }>} full paths
 */
async function lazyModules() {
  const source = path.join(root, 'src');
  const names = await readdir(source, { recursive: true });
  /** @type {{ imported: Set<string>, required: Set<string> }} */
  const lazy = { imported: new Set(), required: new Set() };
  for (const name of names.filter((each) => each.endsWith('.ts'))) {
    const file = path.join(source, name);
    for (const [, how, module = ''] of (await readFile(file, 'utf8')).matchAll(/\b(import|require)\(\s*'(\.[^']+)'/g)) {
      lazy[how === 'import' ? 'imported' : 'required'].add(path.join(path.dirname(file), `${module}.ts`));
    }
  }
  return lazy;
}

/**
 * Bundles the extension: one file that every window loads, chunks that are loaded on demand, such as the HTTP client, the
 * demo or the wizard, and the page of the Details panel.
 * @param {{ readable?: boolean }} [options] `readable`: with source maps and of any size, to measure the coverage
 * @returns {Promise<number>} the size of the code that every start loads (bytes)
 * @throws {Error} when it is larger than the limit
 */
export async function buildExtension({ readable = false } = {}) {
  const lazy = await lazyModules();
  // What is only read with `require` is a chunk as well.
  const others = [...lazy.required].filter((file) => !lazy.imported.has(file));
  const { metafile, outputFiles } = await build({
    ...common,
    entryPoints: [...common.entryPoints, ...others],
    entryNames: '[name]',
    outdir: 'dist',
    splitting: true,
    minify: !readable,
    sourcemap: readable && 'inline',
    metafile: true,
    write: false,
    // esbuild splits only ES modules. They are converted to CommonJS below.
    format: 'esm',
    legalComments: 'none',
    plugins: [...common.plugins, oneFileForStart],
    logLevel: 'warning',
  });
  const folder = path.join(root, 'dist');
  await mkdir(folder, { recursive: true });
  const linked = (/** @type {string} */ code) => linkRequired(code, metafile.outputs);
  await Promise.all(
    outputFiles.map(async ({ path: file, text }) => writeFile(file, await toCommonJs(linked(text), readable))),
  );
  // Chunk names contain a hash of the content: delete the chunks of earlier builds.
  const panel = await buildPanel(root);
  const written = new Set(
    [...outputFiles.map(({ path: file }) => file), panel.folder].map((file) => path.basename(file)),
  );
  const stale = (await readdir(folder)).filter((name) => !written.has(name));
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { recursive: true })));
  await writeFile(
    path.join(folder, 'ThirdPartyNotices.txt'),
    await thirdPartyNotices(root, [...Object.keys(metafile.inputs), ...panel.inputs]),
  );
  const sizes = filesLoadedAtStart(metafile.outputs).map(async (file) => (await stat(path.join(root, file))).size);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  if (bytes > maxStartBytes && !readable) {
    throw new Error(`The start loads ${kibibytes(bytes)}. The limit is ${kibibytes(maxStartBytes)}.`);
  }
  return bytes;
}

/** @param {number} bytes */
function kibibytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/**
 * Bundles the extension for debugging whenever a file changes: one file, not minified, with an inline source map.
 * The page of the Details panel is built again, too. Prints a line before and after each build of the extension and for each of its
 * problems; the task `watch` in `.vscode/tasks.json` parses them.
 * @returns {Promise<void>} resolves when watching has started; it continues until this process ends
 */
export async function watchExtension() {
  const buildContext = await context({
    ...common,
    outfile: 'dist/extension.js',
    format: 'cjs',
    sourcemap: 'inline',
    // `printBuilds` prints the problems instead.
    logLevel: 'silent',
    plugins: [...common.plugins, printBuilds],
  });
  await watchPanel(root);
  await buildContext.watch();
}

/** @type {import('esbuild').Plugin} */
const printBuilds = {
  name: 'print-builds',
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

/**
 * Names the chunks that are read with `require`, because their callers cannot wait (`loadChunkNow`). Each is also read with
 * `import('…')`, which makes it a chunk.
 * @param {string} code
 * @param {import('esbuild').Metafile['outputs']} outputs
 */
function linkRequired(code, outputs) {
  return [...required].reduce((linked, name) => {
    const module = name.replace(/^[./]+/, '');
    const chunk = Object.keys(outputs).find((file) => outputs[file]?.entryPoint?.endsWith(`/${module}.ts`));
    if (!chunk) throw new Error(`No chunk begins with ${module}: some other place has to import it.`);
    return linked.replaceAll(JSON.stringify(name), JSON.stringify(`./${path.basename(chunk)}`));
  }, code);
}

/**
 * @param {string} code
 * @param {boolean} readable
 */
async function toCommonJs(code, readable) {
  const { code: commonJs } = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    minify: !readable,
    sourcemap: readable && 'inline',
    legalComments: 'none',
    charset: 'utf8',
    supported: { 'dynamic-import': false },
  });
  return commonJs;
}

/** Returns the manifest's `main` and its static imports. @param {import('esbuild').Metafile['outputs']} outputs */
function filesLoadedAtStart(outputs) {
  const files = new Set(['dist/extension.js']);
  // The iteration includes files that are added meanwhile.
  for (const file of files) {
    for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) files.add(imported);
    }
  }
  return [...files];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildExtension();
  await writeFile(path.join(root, 'dist', 'api.d.ts'), buildApiTypes());
  console.log(`${kibibytes(bytes)} are loaded at the start`);
}
