#!/usr/bin/env node
// `npm run coverage`: runs the unit and host tests, and prints which lines of src no test of either runs.
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './host/dependencies.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = path.join(root, 'test-results', 'coverage');
const raw = path.join(folder, 'raw');

await ensureDependencies();
await rm(folder, { recursive: true, force: true });
run('scripts/test.mjs', ['unit', 'host'], { NODE_V8_COVERAGE: raw });
run('node_modules/c8/bin/c8.js', [
  'report',
  `--temp-directory=${raw}`,
  `--reports-dir=${folder}`,
  ...['--reporter=text', '--reporter=html'],
  // What a page of the browser runs is tested by journeys.
  ...['--src=src', '--include=src/**', '--exclude=src/panel/**', '--exclude-after-remap'],
]);

/**
 * Runs a script of Node to its end, whether it succeeds or not: a test that fails has run lines as well.
 * @param {string} script
 * @param {string[]} options
 * @param {Record<string, string>} [env]
 */
function run(script, options, env = {}) {
  spawnSync(process.execPath, [path.join(root, script), ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
}
