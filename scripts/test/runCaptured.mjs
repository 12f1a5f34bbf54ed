import { spawn } from 'node:child_process';

/**
 * Runs a program and returns its output, so that the output of parallel programs does not mix.
 * @param {string} command
 * @param {readonly string[]} options
 * @param {{ cwd: string, env?: Record<string, string> }} place `env` is added to this process's environment
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runCaptured(command, options, { cwd, env = {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
    }
    child.once('error', reject).once('close', (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
