// One simulated cloud for each connection, in a process of its own: its work is none of the product's.
import { answerParent } from '../childProcess.mjs';
import { loadProduct } from '../loadProduct.mjs';

/** @typedef {{ connection: any, credentials: any, taskIds: string[] }} Account what the product is told of one connection */

const { createSimulatedCloud, createTestAccount, systemClock } = await loadProduct('clouds', {
  createSimulatedCloud: 'src/simulator/simulatedCloud.ts',
  createTestAccount: 'test/support/testAccounts.ts',
  systemClock: 'src/base/clock.ts',
});
let requests = 0;

answerParent(({ what, names, tasks }) => {
  switch (what) {
    case 'start':
      return Promise.all(
        names.map((/** @type {string} */ name, /** @type {number} */ index) => start(name, index, tasks)),
      );
    case 'requests': {
      const counted = requests;
      requests = 0;
      return counted;
    }
  }
});

/**
 * @param {string} name of a test account
 * @param {number} index
 * @param {number} tasks how many run in this cloud
 * @returns {Promise<Account>}
 */
async function start(name, index, tasks) {
  const cloud = createSimulatedCloud({ clock: systemClock, unlimited: true });
  cloud.onDidAnswer(() => (requests += 1));
  const origin = await cloud.start();
  const { connection, credentials, account, service } = createTestAccount(name, origin);
  cloud.accounts.allow(account);
  const plan = { queuedMs: 0, runningMs: 6 * 3_600_000, outcome: 'succeeded', files: 300 };
  const taskIds = Array.from({ length: tasks }, () => cloud.addTask(service, plan));
  const id = `account-${String(index + 1).padStart(2, '0')}`;
  return { connection: { ...connection, id, name: `Account ${index + 1}` }, credentials, taskIds };
}
