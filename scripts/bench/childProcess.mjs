import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { release } from '../host/codeServer.mjs';
import { ensureNode } from '../host/nodeBinary.mjs';

/**
 * What a process of the benchmark can do, by name. Each function takes one object, or nothing.
 * @typedef {Record<string, (options: never) => unknown>} Actions
 */

/**
 * Another process of the benchmark. It answers requests in their order.
 * @template {Actions} Available
 * @typedef {object} Child
 * @property {<Name extends keyof Available>(name: Name, ...options: Parameters<Available[Name]>) =>
 *   Promise<Awaited<ReturnType<Available[Name]>>>} ask
 * @property {() => Promise<void>} end
 */

/** @typedef {{ name: string, options: unknown }} Request */
/** @typedef {{ value: unknown } | { error: string }} Response */

/**
 * Starts a module in a process of its own, in the Node that VS Code brings.
 * @template {Actions} Available what the module hands to `answerParent`
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
  const ask = async (name, options) => {
    child.send({ name, options });
    /** @type {unknown[]} */
    const messages = await Promise.race([
      once(child, 'message'),
      exit.then(([code]) => Promise.reject(new Error(`${address} ended with ${code}.`))),
    ]);
    const response = /** @type {Response} */ (messages[0]);
    if ('error' in response) throw new Error(response.error);
    return response.value;
  };
  return {
    ask: /** @type {Child<Available>['ask']} */ (ask),
    async end() {
      if (child.connected) child.disconnect();
      child.kill();
      await exit;
    },
  };
}

/**
 * The child's side: answers each request, until the parent leaves.
 * @param {Actions} actions
 */
export function answerParent(actions) {
  /** @param {Request} request @returns {Promise<Response>} */
  const answer = async ({ name, options }) => {
    try {
      const act = /** @type {((options: unknown) => unknown) | undefined} */ (actions[name]);
      if (!act) throw new Error(`This process cannot "${name}".`);
      return { value: await act(options) };
    } catch (error) {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (message) => {
    void answer(/** @type {Request} */ (message)).then((response) => process.send?.(response));
  });
  process.on('disconnect', () => process.exit());
}
