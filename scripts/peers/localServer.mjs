// A server of others that says where it listens.
import { spawn } from 'node:child_process';

const KEPT_CHARACTERS = 4_000;

/** @typedef {{ origin: string, stop: () => Promise<void> }} LocalServer */

/**
 * Starts a program that serves a free port of the loopback interface.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RegExp} announcement what the program prints once it listens, with the port as its first group
 * @param {Record<string, string>} [env] added to this process's own
 * @returns {Promise<LocalServer>} rejects with the program's last words when it ends instead
 */
export async function startLocalServer(command, args, announcement, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const kill = () => {
    child.kill('SIGKILL');
  };
  // A run that is ended before it can stop the server takes it along.
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  /** @type {string} */
  const port = await new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        said = (said + text).slice(-KEPT_CHARACTERS);
        const found = announcement.exec(said)?.[1];
        if (found) resolve(found);
      });
    }
    void ended.then(() => {
      reject(new Error(`"${command} ${args.join(' ')}" ended as it started:\n${said}`));
    });
  });
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      kill();
      await ended;
    },
  };
}
