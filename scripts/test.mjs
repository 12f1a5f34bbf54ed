#!/usr/bin/env node
// `npm test`: everything, from a bare clone. `npm test -- unit` (or static, host, journey) runs a part of it.
// The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './host/dependencies.mjs';

/** @typedef {{ passed: number, failed: number }} Counts */

const root = fileURLToPath(new URL('..', import.meta.url));
const parts = ['static', 'unit', 'host', 'journey'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.includes(name));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown[0]}". The parts are ${parts.join(', ')}.`);
  process.exit(2);
}
const isAsked = (/** @type {string} */ part) => asked.length === 0 || asked.includes(part);

// What cannot be installed or started is told in words, not with a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  process.exit(1);
});
await ensureDependencies();
const { buildTests } = await import('./test/buildTests.mjs');
const { buildExtension } = await import('./build.mjs');
const { ensureVsCode } = await import('./host/codeServer.mjs');
const { ensureChromium } = await import('./host/chromium.mjs');
const { packageExtension } = await import('./package.mjs');
const isLinux = process.platform === 'linux';

// The store needs a newer Node than a machine may have; the one that came with VS Code will do.
const node = isLinux ? (await ensureVsCode('1.139')).node : process.execPath;
if (isLinux && isAsked('host')) await ensureVsCode('1.106');
if (isLinux && (isAsked('host') || isAsked('journey'))) await ensureChromium();
const tests = await buildTests(root);
const bytes = await buildExtension();
const vsix = isAsked('journey') ? await packageExtension() : '';

/** @type {Counts[]} */
const counts = [];
// Lanes: editors mostly wait, but more than two or three at a time only wait for each other.
await Promise.all([
  lane(isAsked('host') && (() => runHost('1.139', 'independent'))),
  // The oldest supported release gets what depends on the editor.
  lane(
    isAsked('host') && (() => runHost('1.106', 'essential')),
    isAsked('host') && (() => runHost('1.139', 'essential')),
  ),
  lane(isAsked('journey') && runJourney, isAsked('static') && runStatic, isAsked('unit') && runUnit),
]);

const sum = (/** @type {keyof Counts} */ key) => counts.reduce((total, each) => total + each[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') > 0 ? 1 : 0);

/**
 * Runs parts one after the other.
 * @param {...(false | (() => Promise<void>))} runs
 */
async function lane(...runs) {
  for (const run of runs) {
    if (run) await run();
  }
}

function runUnit() {
  return runMocha('unit', {}, 'test/{[!hj]*,http}/**/*.test.js', 'test/*.test.js');
}

function runJourney() {
  return runMocha('journey', { CLOUD_TASKS_VSIX: vsix }, 'test/journey/**/*.test.js');
}

/**
 * Runs the tests inside of the extension host, in a process of its own: two releases run at the same time.
 * @param {'1.139' | '1.106'} version
 * @param {'essential' | 'independent'} share of the tests: those that depend on the editor, or the others
 */
function runHost(version, share) {
  return counted(`In the extension host of VS Code ${version}: ${share}`, (file) => {
    const options = {
      version,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(tests, 'host', 'index.js'),
      env: {
        CLOUD_TASKS_TEST_COUNTS: file,
        CLOUD_TASKS_BUNDLE_BYTES: String(bytes),
        CLOUD_TASKS_HOST_TESTS: share,
      },
    };
    const runner = new URL('host/runHostTests.mjs', import.meta.url).href;
    const script = `const { runHostTests } = await import(${JSON.stringify(runner)});
      await runHostTests(${JSON.stringify(options)}).catch((error) => console.error(error.message));`;
    return run(process.execPath, ['--input-type=module', '--eval', script]);
  });
}

/** Type check, lint, format and dead code; each counts as one test. */
async function runStatic() {
  const bin = (/** @type {string} */ name) => path.join(root, 'node_modules', '.bin', name);
  const cached = (/** @type {string} */ name) => path.join('node_modules', '.cache', name);
  const checks = {
    types: [bin('tsc'), ['--noEmit', '--incremental', '--tsBuildInfoFile', cached('types.tsbuildinfo')]],
    lint: [bin('eslint'), ['.', '--cache', '--cache-location', cached('eslint/')]],
    format: [bin('prettier'), ['--check', '--log-level', 'warn', '--cache', '.']],
    'dead code': [bin('knip'), ['--no-progress']],
  };
  for (const [name, [command, options]] of Object.entries(checks)) {
    const { code, output } = await run(/** @type {string} */ (command), /** @type {string[]} */ (options));
    console.log(code === 0 ? `  ✔ ${name}` : `  ✖ ${name}\n${output}`);
    counts.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
  }
}

/**
 * Runs test files in plain Node.
 * @param {string} title
 * @param {Record<string, string>} env
 * @param {string[]} globs below out/
 */
function runMocha(title, env, ...globs) {
  return counted(title, (file) => {
    const command = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const reporter = path.join(root, 'scripts', 'test', 'countingReporter.cjs');
    const files = globs.map((glob) => path.join('out', glob));
    const options = ['--enable-source-maps', command, '--reporter', reporter, '--timeout', '120000', ...files];
    return run(node, options, { ...env, CLOUD_TASKS_TEST_COUNTS: file });
  });
}

/**
 * Runs tests that leave their counts in a file, and prints what they said. Tests that leave none have failed.
 * @param {string} title
 * @param {(file: string) => Promise<{ output: string }>} runTests
 */
async function counted(title, runTests) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-counts-'));
  const file = path.join(folder, 'counts.json');
  try {
    const { output } = await runTests(file);
    console.log(`\n${title}\n${output}`);
    counts.push(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    console.error(`${title}: the tests did not come to their end.`);
    counts.push({ passed: 0, failed: 1 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a program and keeps its output, since others run at the same time.
 * @param {string} command
 * @param {string[]} options
 * @param {Record<string, string>} [env]
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, options, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', reject).once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
