#!/usr/bin/env node
// `npm run test:peers`: holds the product against parts that others wrote: a real Keystone, Huawei's own SDK, and Prism with
// the vendors' documents. It installs them into the cache. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './host/dependencies.mjs';
import { ensureHuaweiSdk } from './peers/huaweiSdk.mjs';
import { ensureKeystone } from './peers/keystone.mjs';
import { ensureNodeWithSqlite } from './peers/nodeWithSqlite.mjs';
import { ensurePrism } from './peers/prism.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

// What cannot be installed or started is told in words, not with a stack.
process.on('uncaughtException', (error) => {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
});
await ensureDependencies();
const { buildTests } = await import('./test/buildTests.mjs');
const [node] = await Promise.all([ensureNodeWithSqlite(), ensureKeystone(), ensureHuaweiSdk(), ensurePrism()]);
// Not where `npm test` builds: both may run at a time.
const tests = await buildTests(root, path.join(root, 'node_modules', '.cache', 'peers'));
const { passed, failed } = await runMocha(path.join(tests, 'peers', '**', '*.test.js'));
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/**
 * Runs tests that leave their counts in a file. Tests that leave none have failed.
 * @param {string} files
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function runMocha(files) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ct-counts-'));
  const counts = path.join(folder, 'counts.json');
  const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const reporter = path.join(root, 'scripts', 'test', 'countingReporter.cjs');
  // A server may take a minute to start where the machine is busy.
  const options = ['--reporter', reporter, '--timeout', '240000', '--forbid-only', files];
  const child = spawn(node, ['--enable-source-maps', '--disable-warning=ExperimentalWarning', mocha, ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CLOUD_TASKS_TEST_COUNTS: counts },
  });
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  try {
    return JSON.parse(await readFile(counts, 'utf8'));
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
