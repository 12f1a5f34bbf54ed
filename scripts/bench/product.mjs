// The product without the editor, and a window composed of it.
import { loadProduct } from './loadProduct.mjs';

/**
 * @typedef {object} Product the exports that a window consists of
 * @property {typeof import('../../src/connections/connectionDirectory.ts').ConnectionDirectory} ConnectionDirectory
 * @property {typeof import('../../src/auth/credentialVault.ts').createCredentialVault} createCredentialVault
 * @property {typeof import('../../src/http/httpClient.ts').createHttpClient} createHttpClient
 * @property {typeof import('../../test/support/manualClock.ts').createManualClock} createManualClock
 * @property {typeof import('../../test/support/memorySetting.ts').createMemorySetting} createMemorySetting
 * @property {typeof import('../../src/providers/registry.ts').createProviderRegistry} createProviderRegistry
 * @property {typeof import('../../test/support/secretStore.ts').createSecretStore} createSecretStore
 * @property {typeof import('../../src/store/taskStore.ts').createTaskStore} createTaskStore
 * @property {typeof import('../../src/polling/reschedule.ts').rescheduleOnPresence} rescheduleOnPresence
 * @property {typeof import('../../src/providers/builtInProviders.ts').builtInProviders} builtInProviders
 * @property {typeof import('../../src/providers/checkConnection.ts').createConnectionRules} createConnectionRules
 * @property {typeof import('../../src/store/sqlite/database.ts').openDatabase} openDatabase
 * @property {typeof import('../../src/client/serviceClient.ts').HttpServiceClient} HttpServiceClient
 * @property {typeof import('../../src/polling/presence.ts').SharedPresence} SharedPresence
 * @property {typeof import('../../src/base/timeSlicer.ts').TimeSlicer} TimeSlicer
 * @property {typeof import('../../src/base/clock.ts').systemClock} systemClock
 * @property {typeof import('../../src/tasks/taskUpdate.ts').applySnapshot} applySnapshot
 * @property {typeof import('../../src/polling/poller.ts').Poller} Poller
 */

/** @type {Product} */
const product = await loadProduct('product', {
  builtInProviders: 'src/providers/builtInProviders.ts',
  ConnectionDirectory: 'src/connections/connectionDirectory.ts',
  createConnectionRules: 'src/providers/checkConnection.ts',
  createCredentialVault: 'src/auth/credentialVault.ts',
  createHttpClient: 'src/http/httpClient.ts',
  createManualClock: 'test/support/manualClock.ts',
  createMemorySetting: 'test/support/memorySetting.ts',
  createProviderRegistry: 'src/providers/registry.ts',
  createSecretStore: 'test/support/secretStore.ts',
  createTaskStore: 'src/store/taskStore.ts',
  rescheduleOnPresence: 'src/polling/reschedule.ts',
  openDatabase: 'src/store/sqlite/database.ts',
  HttpServiceClient: 'src/client/serviceClient.ts',
  SharedPresence: 'src/polling/presence.ts',
  TimeSlicer: 'src/base/timeSlicer.ts',
  systemClock: 'src/base/clock.ts',
  applySnapshot: 'src/tasks/taskUpdate.ts',
  Poller: 'src/polling/poller.ts',
});
const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: console.error, error: console.error };

/** @typedef {import('../../src/base/clock.ts').Clock} Clock */
/** @typedef {import('../../src/tasks/ports/store.ts').Store} Store */

export const { applySnapshot, createManualClock, systemClock } = product;

/**
 * Opens a task list as a window does.
 * @param {string} file
 * @param {object} [options]
 * @param {Clock} [options.clock] the system clock when left out
 * @param {string} [options.windowId]
 * @returns {Store}
 */
export function openTestStore(file, { clock = systemClock, windowId = String(process.pid) } = {}) {
  const opened = product.openDatabase({ file, clock, log });
  if (opened.kind !== 'opened') throw new Error(opened.problem.text);
  return product.createTaskStore(opened.database, { clock, windowId, log });
}

/**
 * Creates the client of the product.
 * @param {Store} store
 * @returns {import('../../src/client/callContext.ts').ServiceClient}
 */
export function createClient(store) {
  const http = product.createHttpClient({ clock: systemClock, log });
  return new product.HttpServiceClient(http, systemClock, () => 30_000, store.connections);
}

/**
 * Opens a window without views. It polls due tasks until it is closed.
 * @param {object} options
 * @param {Store} options.store closed with the window
 * @param {readonly Pick<import('./scale/clouds.mjs').Account, 'connection' | 'credentials'>[]} options.accounts
 * @param {import('../../src/client/callContext.ts').ServiceClient} options.client
 * @param {Clock} [options.clock] the system clock when left out
 * @param {import('../../src/polling/schedule.ts').PollingLimits} options.limits
 * @param {import('../../src/tasks/presence.ts').PresenceLevel} [options.presence] where the user looks; `focused` when left out
 * @param {() => number} [options.random]
 */
export async function openWindow({ store, accounts, client, limits, ...options }) {
  const { clock = systemClock, presence = 'focused', random = Math.random } = options;
  const vault = product.createCredentialVault(product.createSecretStore(), { ...clock, now: () => 1 });
  for (const { connection, credentials } of accounts) await vault.write(connection.id, credentials);
  const providers = product.createProviderRegistry(product.builtInProviders);
  const setting = product.createMemorySetting(accounts.map(({ connection }) => connection));
  const connections = new product.ConnectionDirectory({
    ...{ setting, vault, clock },
    rules: product.createConnectionRules(providers),
  });
  const timeSlicer = new product.TimeSlicer(clock, console.error);
  const shared = new product.SharedPresence(store, clock, log);
  const deps = { store, clock, timeSlicer, limits: () => limits };
  const poller = new product.Poller({
    ...{ ...deps, connections, providers, client, log, random },
    presence: () => shared.best(),
  });
  const onDidReschedule = () => {
    poller.checkSoon();
  };
  const rescheduling = product.rescheduleOnPresence({
    ...deps,
    connections,
    providers,
    presence: shared,
    onDidReschedule,
  });
  await connections.load();
  return {
    store,
    start() {
      poller.start();
      shared.set(presence);
    },
    close() {
      for (const each of [rescheduling, poller, shared, connections, providers, vault, timeSlicer, store])
        each.dispose();
    },
  };
}
