#!/usr/bin/env node
// `npm test`: from a bare clone runs the tests that take minutes; `npm run test:editors` runs those that take longer.
// `npm test -- --help` explains how to run a part of them. The last line is `N passed, N failed`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './host/chromium.mjs';
import { ensureVsCode } from './host/codeServer.mjs';
import { printErrorsWithoutStack } from './host/commandLine.mjs';
import { ensureDependencies } from './host/dependencies.mjs';
import { readJson } from './host/json.mjs';
import { ensureNodeWithSqlite } from './host/nodeBinary.mjs';
import { packageExtension } from './package.mjs';
import { runCaptured } from './test/runCaptured.mjs';
import { readSelection, testFilesOf } from './test/selection.mjs';
import { runStaticChecks } from './test/staticChecks.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** How long a test may take. A step of a journey waits for an editor more than once. */
const timeoutsMs = { unit: '120000', journey: '300000' };

const root = fileURLToPath(new URL('..', import.meta.url));
const { parts, files, grep } = readSelection(root);
const usesHost = parts.has('host') || parts.has('oldest');

printErrorsWithoutStack();
await ensureDependencies();
// Each part prepares only what it needs: `static` builds nothing, and `unit` needs no VS Code.
const node = parts.has('unit') || parts.has('journey') ? await ensureNodeWithSqlite() : '';
if (process.platform === 'linux') await ensureEditors();
const bytes = parts.has('unit') || usesHost || parts.has('journey') ? await buildAll() : 0;
const consumer = usesHost ? await buildTestConsumer() : '';
const vsix = parts.has('journey') ? await packageExtension() : '';

// Two lanes in parallel: with a third, editors keep each other from starting in time.
const lanes = await Promise.all([
  lane(
    parts.has('static') && (() => runStaticChecks(root)),
    parts.has('unit') && (() => runMocha('unit')),
    parts.has('oldest') && (() => runHost('1.106', 'essential')),
  ),
  lane(
    parts.has('host') && (() => runHost('1.139', 'essential')),
    parts.has('host') && (() => runHost('1.139', 'independent')),
    parts.has('journey') && (() => runMocha('journey', { CLOUD_TASKS_VSIX: vsix })),
  ),
]);
const counts = lanes.flat();
const sum = (/** @type {keyof Counts} */ key) => counts.reduce((total, each) => total + each[key], 0);
const foundNothing = grep !== undefined && sum('passed') + sum('failed') + sum('skipped') === 0;
if (foundNothing) console.error(`\nNo test has "${grep}" in its title.`);
const failed = foundNothing ? 1 : sum('failed');
console.log(`\n${sum('passed')} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** Installs VS Code's servers and the browser if the tests use them. A desktop VS Code replaces both. */
async function ensureEditors() {
  const usesServer = usesHost && !process.env.VSCODE_EXECUTABLE;
  if (!usesServer && !parts.has('journey')) return;
  if (parts.has('oldest')) await ensureVsCode('1.106');
  if (parts.has('host') || parts.has('journey')) await ensureVsCode('1.139');
  await ensureChromium();
}

/**
 * Builds the tests and the extension.
 * @returns {Promise<number>} the size of the code that every start loads (bytes)
 */
async function buildAll() {
  // Imported here, because they need packages that may just have been installed.
  const { buildTests } = await import('./test/buildTests.mjs');
  const { buildExtension } = await import('./build.mjs');
  await buildTests(root);
  return buildExtension({ readable: process.env.NODE_V8_COVERAGE !== undefined });
}

/** Builds an extension that uses this one. It needs packages that may just have been installed. */
async function buildTestConsumer() {
  const { buildConsumer } = await import('./test/buildConsumer.mjs');
  return buildConsumer(root);
}

/**
 * Runs parts one after another.
 * @param {...(false | (() => Promise<Counts>))} runs
 */
async function lane(...runs) {
  /** @type {Counts[]} */
  const counts = [];
  for (const run of runs) {
    if (run) counts.push(await run());
  }
  return counts;
}

/**
 * Runs tests in the extension host, in a child process, because other parts run at the same time.
 * @param {'1.139' | '1.106'} version
 * @param {'essential' | 'independent'} share the tests that depend on the editor, or the others
 */
function runHost(version, share) {
  return counted(`In the extension host of VS Code ${version}: ${share}`, (file) => {
    const names = files.map((name) => path.posix.basename(name).replace(/\.ts$/, '.js'));
    const options = {
      version,
      extensionDevelopmentPath: root,
      otherExtensions: [consumer, path.join(root, 'test', 'fixtures', 'accounts')],
      extensionTestsPath: path.join(root, 'out', 'test', 'host', 'index.js'),
      env: {
        CLOUD_TASKS_TEST_COUNTS: file,
        CLOUD_TASKS_BUNDLE_BYTES: String(bytes),
        CLOUD_TASKS_HOST_TESTS: share,
        ...(grep !== undefined && { CLOUD_TASKS_TEST_GREP: grep }),
        ...(files.length > 0 && { CLOUD_TASKS_TEST_FILES: names.join(',') }),
      },
    };
    const runner = new URL('host/runHostTests.mjs', import.meta.url).href;
    const script = `const { runHostTests } = await import(${JSON.stringify(runner)});
      await runHostTests(${JSON.stringify(options)}).catch((error) => console.error(error.message));`;
    return runCaptured(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
  });
}

/**
 * Runs test files in plain Node.
 * @param {'unit' | 'journey'} part
 * @param {Record<string, string>} [env]
 */
function runMocha(part, env = {}) {
  return counted(part, async (file) => {
    const command = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const reporter = path.join(root, 'scripts', 'test', 'countingReporter.cjs');
    const sources = await testFilesOf(root, part, files);
    const options = [
      ...['--enable-source-maps', command, '--reporter', reporter, '--timeout', timeoutsMs[part]],
      ...(grep === undefined ? [] : ['--grep', grep]),
      ...sources.map((source) => path.join('out', source.replace(/\.ts$/, '.js'))),
    ];
    return runCaptured(node, options, { cwd: root, env: { ...env, CLOUD_TASKS_TEST_COUNTS: file } });
  });
}

/**
 * Runs tests that write their counts to a file, and prints their output. Tests that write no counts have failed.
 * @param {string} title
 * @param {(file: string) => Promise<{ output: string }>} runTests
 * @returns {Promise<Counts>}
 */
async function counted(title, runTests) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-counts-'));
  const file = path.join(folder, 'counts.json');
  try {
    const { output } = await runTests(file);
    console.log(`\n${title}\n${output}`);
    return /** @type {Counts} */ (await readJson(file));
  } catch {
    console.error(`${title}: the tests did not finish.`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
