import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ensureVsCode } from '../host/codeServer.mjs';

/**
 * Another process of the benchmark: what it is told is answered by its `answer` messages, in their order.
 * @typedef {object} Child
 * @property {(message: unknown) => Promise<any>} ask
 * @property {() => Promise<void>} end
 */

/** The Node that VS Code runs extensions with: the store needs a newer one than a machine may have. */
export async function hostNode() {
  return process.platform === 'linux' ? (await ensureVsCode('1.139')).node : process.execPath;
}

/**
 * Starts a module in a process of its own, in the Node that VS Code brings.
 * @param {string} address of the module, as `import.meta.resolve` gives it
 * @returns {Promise<Child>}
 */
export async function startChild(address) {
  const child = fork(fileURLToPath(address), [], {
    execPath: await hostNode(),
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
  const exit = once(child, 'exit');
  return {
    async ask(message) {
      child.send(/** @type {any} */ (message));
      const [answer] = await Promise.race([
        once(child, 'message'),
        exit.then(([code]) => Promise.reject(new Error(`${address} ended with ${code}.`))),
      ]);
      if (answer.error) throw new Error(answer.error);
      return answer.value;
    },
    async end() {
      if (child.connected) child.disconnect();
      child.kill();
      await exit;
    },
  };
}

/**
 * The child's side: answers each message, until the parent leaves.
 * @param {(message: any) => unknown} answer
 */
export function answerParent(answer) {
  process.on('message', async (message) => {
    try {
      process.send?.({ value: await answer(message) });
    } catch (error) {
      process.send?.({ error: error instanceof Error ? error.stack : String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}
