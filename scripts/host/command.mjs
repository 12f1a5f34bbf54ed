// Runs programs for installations, without printing their output.
import { spawn } from 'node:child_process';

const EDGE_LINES = 20;

/**
 * Runs a program without printing its output. If it fails, the error contains the beginning and the end of the output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options] `env` is added to this process's environment
 * @returns {Promise<string>} the output
 */
export function runQuietly(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // On Windows npm is a batch file, which needs a shell.
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(output);
        return;
      }
      const lines = output
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('npm warn'));
      const shown =
        lines.length > 2 * EDGE_LINES ? [...lines.slice(0, EDGE_LINES), '…', ...lines.slice(-EDGE_LINES)] : lines;
      const end = signal ?? `code ${code}`;
      reject(new Error(`"${command} ${args.join(' ')}" ended with ${end}:\n${shown.join('\n')}`));
    });
  });
}

/**
 * Whether a program can be started.
 * @param {string} command
 * @returns {Promise<boolean>}
 */
export async function isAvailable(command) {
  return runQuietly(command, ['--version']).then(
    () => true,
    () => false,
  );
}
