// The product without its editor, and a window made of it.
import { loadProduct } from './loadProduct.mjs';

/**
 * @typedef {object} Product the exports that a window is made of
 * @property {typeof import('../../src/connections/connectionDirectory.ts').ConnectionDirectory} ConnectionDirectory
 * @property {typeof import('../../src/auth/credentialVault.ts').createCredentialVault} createCredentialVault
 * @property {typeof import('../../src/http/httpClient.ts').createHttpClient} createHttpClient
 * @property {typeof import('../../test/support/manualClock.ts').createManualClock} createManualClock
 * @property {typeof import('../../test/support/memorySetting.ts').createMemorySetting} createMemorySetting
 * @property {typeof import('../../src/providers/registry.ts').createProviderRegistry} createProviderRegistry
 * @property {typeof import('../../test/support/secretStore.ts').createSecretStore} createSecretStore
 * @property {typeof import('../../src/store/taskStore.ts').createTaskStore} createTaskStore
 * @property {typeof import('../../src/tracking/hurry.ts').hurryWhenSeen} hurryWhenSeen
 * @property {typeof import('../../src/providers/huaweiDsc.ts').huaweiDsc} huaweiDsc
 * @property {typeof import('../../src/providers/huaweiVod.ts').huaweiVod} huaweiVod
 * @property {typeof import('../../src/store/database.ts').openDatabase} openDatabase
 * @property {typeof import('../../src/tracking/serviceAsker.ts').ServiceAsker} ServiceAsker
 * @property {typeof import('../../src/tracking/attention.ts').SharedAttention} SharedAttention
 * @property {typeof import('../../src/base/slices.ts').Slices} Slices
 * @property {typeof import('../../src/base/clock.ts').systemClock} systemClock
 * @property {typeof import('../../src/tasks/advance.ts').takeAnswer} takeAnswer
 * @property {typeof import('../../src/tracking/tracker.ts').Tracker} Tracker
 */

/** @type {Product} */
const product = await loadProduct('product', {
  ConnectionDirectory: 'src/connections/connectionDirectory.ts',
  createCredentialVault: 'src/auth/credentialVault.ts',
  createHttpClient: 'src/http/httpClient.ts',
  createManualClock: 'test/support/manualClock.ts',
  createMemorySetting: 'test/support/memorySetting.ts',
  createProviderRegistry: 'src/providers/registry.ts',
  createSecretStore: 'test/support/secretStore.ts',
  createTaskStore: 'src/store/taskStore.ts',
  hurryWhenSeen: 'src/tracking/hurry.ts',
  huaweiDsc: 'src/providers/huaweiDsc.ts',
  huaweiVod: 'src/providers/huaweiVod.ts',
  openDatabase: 'src/store/database.ts',
  ServiceAsker: 'src/tracking/serviceAsker.ts',
  SharedAttention: 'src/tracking/attention.ts',
  Slices: 'src/base/slices.ts',
  systemClock: 'src/base/clock.ts',
  takeAnswer: 'src/tasks/advance.ts',
  Tracker: 'src/tracking/tracker.ts',
});
const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: console.error, error: console.error };

/** @typedef {import('../../src/base/clock.ts').Clock} Clock */
/** @typedef {import('../../src/tasks/taskRepository.ts').TaskRepository} TaskRepository */

/** From an earlier answer to what is written; a clock that moves only when told; the machine's own. */
export const { takeAnswer, createManualClock, systemClock } = product;

/**
 * Opens a task list as a window does.
 * @param {string} file
 * @param {object} [options]
 * @param {Clock} [options.clock] the machine's when left out
 * @param {string} [options.windowId]
 * @returns {TaskRepository}
 */
export function openTestStore(file, { clock = systemClock, windowId = String(process.pid) } = {}) {
  const opened = product.openDatabase({ file, clock, log });
  if (opened.kind !== 'opened') throw new Error(opened.problem.text);
  return product.createTaskStore(opened.database, { clock, windowId, log });
}

/**
 * Asks services as the product does.
 * @param {TaskRepository} store
 * @returns {import('../../src/tracking/ask.ts').Asker}
 */
export function createAsker(store) {
  const http = product.createHttpClient({ clock: systemClock, log });
  return new product.ServiceAsker(http, systemClock, () => 30_000, store);
}

/**
 * A window without its views: it tracks what is due until it is closed.
 * @param {object} options
 * @param {TaskRepository} options.store is closed with it
 * @param {readonly Pick<import('./scale/clouds.mjs').Account, 'connection' | 'credentials'>[]} options.accounts
 * @param {import('../../src/tracking/ask.ts').Asker} options.asker
 * @param {Clock} [options.clock] the machine's when left out
 * @param {import('../../src/tracking/schedule.ts').PollingLimits} options.limits
 * @param {import('../../src/tasks/attention.ts').Attention} [options.attention] where the user's eyes are; `focused` when left out
 * @param {() => number} [options.random]
 */
export async function openWindow({ store, accounts, asker, limits, ...options }) {
  const { clock = systemClock, attention = 'focused', random = Math.random } = options;
  const vault = product.createCredentialVault(product.createSecretStore(), { ...clock, now: () => 1 });
  for (const { connection, credentials } of accounts) await vault.write(connection.id, credentials);
  const providers = product.createProviderRegistry([product.huaweiDsc, product.huaweiVod]);
  const setting = product.createMemorySetting(accounts.map(({ connection }) => connection));
  const connections = new product.ConnectionDirectory(setting, vault, () => undefined);
  const slices = new product.Slices(clock, console.error);
  const shared = new product.SharedAttention(store, clock, log);
  const around = { store, clock, slices, limits: () => limits };
  const tracker = new product.Tracker({
    ...{ ...around, connections, providers, asker, log, random },
    attention: () => shared.best(),
  });
  const onDidHurry = () => {
    tracker.lookNow();
  };
  const hurry = product.hurryWhenSeen({ ...around, attention: shared, onDidHurry });
  await connections.load();
  return {
    store,
    start() {
      tracker.start();
      shared.set(attention);
    },
    close() {
      for (const part of [hurry, tracker, shared, connections, providers, vault, slices, store]) part.dispose();
    },
  };
}
