import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { release } from '../host/codeServer.mjs';
import { ensureNode } from '../host/nodeBinary.mjs';

/**
 * The functions that a child process provides, by name. Each takes one object, or nothing.
 * @typedef {Record<string, (options: never) => unknown>} Actions
 */

/**
 * A child process of the benchmark. It handles calls in order.
 * @template {Actions} Available
 * @typedef {object} Child
 * @property {<Name extends keyof Available>(name: Name, ...options: Parameters<Available[Name]>) =>
 *   Promise<Awaited<ReturnType<Available[Name]>>>} call
 * @property {() => Promise<void>} end
 */

/** @typedef {{ name: string, options: unknown }} Call */
/** @typedef {{ value: unknown } | { error: string }} Result */

/**
 * Starts a module in a child process, in the Node version of VS Code.
 * @template {Actions} Available the argument of `serveParent`
 * @param {string} address of the module, as `import.meta.resolve` gives it
 * @returns {Promise<Child<Available>>}
 */
export async function startChild(address) {
  const { executable } = await ensureNode(release('1.139').node);
  const child = fork(fileURLToPath(address), [], {
    execPath: executable,
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
  });
  const exit = once(child, 'exit');
  /** @param {string} name @param {unknown} [options] @returns {Promise<unknown>} */
  const call = async (name, options) => {
    child.send({ name, options });
    /** @type {unknown[]} */
    const messages = await Promise.race([
      once(child, 'message'),
      exit.then(([code]) => Promise.reject(new Error(`${address} ended with ${code}.`))),
    ]);
    const result = /** @type {Result} */ (messages[0]);
    if ('error' in result) throw new Error(result.error);
    return result.value;
  };
  return {
    call: /** @type {Child<Available>['call']} */ (call),
    async end() {
      if (child.connected) child.disconnect();
      child.kill();
      await exit;
    },
  };
}

/**
 * Runs in the child: handles the parent's calls until the parent disconnects.
 * @param {Actions} actions
 */
export function serveParent(actions) {
  /** @param {Call} call @returns {Promise<Result>} */
  const handle = async ({ name, options }) => {
    try {
      const act = /** @type {((options: unknown) => unknown) | undefined} */ (actions[name]);
      if (!act) throw new Error(`This process has no function "${name}".`);
      return { value: await act(options) };
    } catch (error) {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (message) => {
    void handle(/** @type {Call} */ (message)).then((result) => process.send?.(result));
  });
  process.on('disconnect', () => process.exit());
}
