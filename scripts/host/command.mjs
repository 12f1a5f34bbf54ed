// Runs the programs that an installation needs, without their chatter.
import { spawn } from 'node:child_process';

const EDGE_LINES = 20;

/**
 * Runs a program to its end and keeps its output to itself. When it fails, the error carries the
 * beginning and the end of what it complained of.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options] `env` is added to this process's own
 * @returns {Promise<string>} what the program wrote
 */
export function runQuietly(command, args, { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a batch file on Windows, which only a shell can start.
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
 * Whether a program of that name can be started.
 * @param {string} command
 * @returns {Promise<boolean>}
 */
export async function isAvailable(command) {
  return runQuietly(command, ['--version']).then(
    () => true,
    () => false,
  );
}
