// Runs the static checks.
import path from 'node:path';
import { runCaptured } from './runCaptured.mjs';

/**
 * Checks types, lint, format and dead code, like `npm run typecheck` and `npm run lint`. Prints each result.
 * @param {string} root the checkout
 * @returns {Promise<import('../test.mjs').Counts>} each check counts as one test
 */
export async function runStaticChecks(root) {
  const cached = (/** @type {string} */ name) => path.join('node_modules', '.cache', name);
  const checks = {
    types: ['typescript/bin/tsc', '--noEmit', '--incremental', '--tsBuildInfoFile', cached('types.tsbuildinfo')],
    'types of the panel': ['typescript/bin/tsc', '--noEmit', '-p', 'src/panel'],
    lint: ['eslint/bin/eslint.js', '.', '--cache', '--cache-location', cached('eslint/')],
    format: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '--cache', '.'],
    'dead code': ['knip/bin/knip.js', '--no-progress'],
  };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, [script = '', ...options]] of Object.entries(checks)) {
    // Not through node_modules/.bin: its programs are batch files on Windows.
    const command = [path.join(root, 'node_modules', script), ...options];
    const { code, output } = await runCaptured(process.execPath, command, { cwd: root });
    console.log(code === 0 ? `  ✔ ${name}` : `  ✖ ${name}\n${output}`);
    counts[code === 0 ? 'passed' : 'failed'] += 1;
  }
  return counts;
}
