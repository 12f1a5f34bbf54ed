#!/usr/bin/env node
// `npm run test:peers`: holds the product against parts that others wrote: a real Keystone, Huawei's own SDK, and Prism with
// the vendors' documents. It installs them into the cache. The last line is `N passed, N failed`.
// What follows `--` goes to mocha, such as `npm run test:peers -- --grep Keystone`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './host/dependencies.mjs';
import { readJson } from './host/json.mjs';
import { ensureNodeWithSqlite } from './host/nodeBinary.mjs';
import { ensureHuaweiSdk } from './peers/huaweiSdk.mjs';
import { ensureKeystone } from './peers/keystone.mjs';
import { ensurePrism } from './peers/prism.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// Where several servers start on a busy machine.
const TIMEOUT_MS = 240_000;

const { passed, failed } = await run().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  return { passed: 0, failed: 1 };
});
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function run() {
  await ensureDependencies();
  const [node] = await Promise.all([ensureNodeWithSqlite(), ensureKeystone(), ensureHuaweiSdk(), ensurePrism()]);
  const { buildTests } = await import('./test/buildTests.mjs');
  // Not where `npm test` builds: both may run at a time.
  const tests = await buildTests(root, path.join(root, 'node_modules', '.cache', 'peers'));
  return runMocha(node, [...process.argv.slice(2), path.join(tests, 'peers', '*.test.js')]);
}

/**
 * Runs tests, which leave their counts in a file.
 * @param {string} node
 * @param {readonly string[]} options mocha's
 * @returns {Promise<{ passed: number, failed: number }>} rejects when they do not come to their end
 */
async function runMocha(node, options) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-counts-'));
  const counts = path.join(folder, 'counts.json');
  const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = path.join(root, 'scripts', 'test', 'countingReporter.cjs');
  const words = ['--enable-source-maps', '--disable-warning=ExperimentalWarning', mocha];
  try {
    const child = spawn(node, [...words, '--reporter', reporter, '--timeout', String(TIMEOUT_MS), ...options], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, CLOUD_TASKS_TEST_COUNTS: counts },
    });
    await once(child, 'close');
    return /** @type {{ passed: number, failed: number }} */ (await readJson(counts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
