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
const isHostNeeded = isAsked('host') || isAsked('journey');
const hosts = process.platform === 'linux' ? ['1.139', ...(isAsked('host') ? ['1.106'] : [])] : [];
/** @type {Counts[]} */
const counts = [];

// The store needs a newer Node than a machine may have; the one that came with VS Code will do.
let node = process.execPath;
for (const version of hosts) {
  const host = await ensureVsCode(version);
  node = version === '1.139' ? host.node : node;
}
if (isHostNeeded && hosts.length > 0) await ensureChromium();
const tests = await buildTests(root);
const bytes = await buildExtension();

await Promise.all([
  isAsked('static') && runStatic(),
  isAsked('unit') && mocha('unit', 'test/{[!hj]*,http}/**/*.test.js', 'test/*.test.js'),
]);
if (isAsked('host')) {
  const { runHostTests } = await import('./host/runHostTests.mjs');
  for (const version of ['1.139', '1.106']) {
    console.log(`\nIn the extension host of VS Code ${version}`);
    await counted(`host ${version}`, async (file) => {
      await runHostTests({
        version,
        extensionDevelopmentPath: root,
        extensionTestsPath: path.join(tests, 'host', 'index.js'),
        env: { CLOUD_TASKS_TEST_COUNTS: file, CLOUD_TASKS_BUNDLE_BYTES: String(bytes) },
      });
    });
  }
}
if (isAsked('journey')) {
  const { packageExtension } = await import('./package.mjs');
  process.env.CLOUD_TASKS_VSIX = await packageExtension();
  await mocha('journey', 'test/journey/**/*.test.js');
}

const sum = (/** @type {keyof Counts} */ key) => counts.reduce((total, each) => total + each[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(sum('failed') > 0 ? 1 : 0);

/** Type check, lint, format and dead code; each counts as one test. */
async function runStatic() {
  const bin = (/** @type {string} */ name) => path.join(root, 'node_modules', '.bin', name);
  const checks = {
    types: [bin('tsc'), ['--noEmit']],
    lint: [bin('eslint'), ['.', '--cache', '--cache-location', 'out/.eslintcache']],
    format: [bin('prettier'), ['--check', '--log-level', 'warn', '.']],
    'dead code': [bin('knip'), ['--no-progress']],
  };
  for (const [name, [command, options]] of Object.entries(checks)) {
    const code = await run(/** @type {string} */ (command), /** @type {string[]} */ (options));
    console.log(`${code === 0 ? '  ✔' : '  ✖'} ${name}`);
    counts.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 });
  }
}

/**
 * Runs test files in plain Node.
 * @param {string} name of the part
 * @param {string[]} globs below out/
 */
async function mocha(name, ...globs) {
  await counted(name, async (file) => {
    const command = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const reporter = path.join(root, 'scripts', 'test', 'countingReporter.cjs');
    const files = globs.map((glob) => path.join('out', glob));
    await run(node, ['--enable-source-maps', command, '--reporter', reporter, '--timeout', '120000', ...files], {
      CLOUD_TASKS_TEST_COUNTS: file,
    });
  });
}

/**
 * Runs tests that leave their counts in a file. Tests that leave none have failed.
 * @param {string} name of the part
 * @param {(file: string) => Promise<void>} runTests
 */
async function counted(name, runTests) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-counts-'));
  const file = path.join(folder, 'counts.json');
  try {
    await runTests(file).catch((error) => {
      console.error(`${name}: ${error.message}`);
    });
    counts.push(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    console.error(`${name}: the tests did not come to their end.`);
    counts.push({ passed: 0, failed: 1 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {string[]} options
 * @param {Record<string, string>} [env]
 * @returns {Promise<number>} the exit code
 */
function run(command, options, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.once('error', reject).once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
