// Runs one simulated cloud per connection in a process of its own, apart from the measured product.
import { serveParent } from '../childProcess.mjs';
import { loadProduct } from '../loadProduct.mjs';

/**
 * @typedef {object} Account a connection and its tasks
 * @property {import('../../../src/connections/connection.ts').Connection} connection
 * @property {import('../../../src/auth/credentials.ts').Credentials} credentials
 * @property {readonly string[]} taskIds
 *
 * @typedef {import('../../../test/support/testAccounts.ts').TestAccountName} TestAccountName
 *
 * @typedef {Pick<typeof import('../../../src/simulator/simulatedCloud.ts'), 'createSimulatedCloud'>
 *   & Pick<typeof import('../../../test/support/testAccounts.ts'), 'createTestAccount'>
 *   & Pick<typeof import('../../../src/base/clock.ts'), 'systemClock'>} Product
 */

/** @type {Product} */
const { createSimulatedCloud, createTestAccount, systemClock } = await loadProduct('clouds', {
  createSimulatedCloud: 'src/simulator/simulatedCloud.ts',
  createTestAccount: 'test/support/testAccounts.ts',
  systemClock: 'src/base/clock.ts',
});
let requests = 0;

const actions = {
  /** @param {{ names: readonly TestAccountName[], tasks: number }} options `tasks`: the number of tasks in each cloud */
  start: ({ names, tasks }) => Promise.all(names.map((name, index) => start(name, index, tasks))),
  /** Returns the number of requests since the last call. */
  requests() {
    const counted = requests;
    requests = 0;
    return counted;
  },
};
serveParent(actions);

/** @typedef {typeof actions} CloudActions */

/**
 * @param {TestAccountName} name
 * @param {number} index
 * @param {number} tasks the number of running tasks
 * @returns {Promise<Account>}
 */
async function start(name, index, tasks) {
  const cloud = createSimulatedCloud({ clock: systemClock, unlimited: true });
  cloud.onDidRespond(() => {
    requests += 1;
  });
  const origin = await cloud.start();
  const { connection, credentials, account, service } = createTestAccount(name, origin);
  cloud.accounts.allow(account);
  const outcome = /** @type {const} */ ('succeeded');
  const plan = { queuedMs: 0, runningMs: 6 * 3_600_000, outcome, files: 300 };
  const taskIds = Array.from({ length: tasks }, () => cloud.addTask(service, plan));
  const id = `account-${String(index + 1).padStart(2, '0')}`;
  return { connection: { ...connection, id, name: `Account ${index + 1}` }, credentials, taskIds };
}
