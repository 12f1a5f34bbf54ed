// The product without its editor, and a window made of it.
import { loadProduct } from '../loadProduct.mjs';

const product = await loadProduct('scale', {
  ConnectionDirectory: 'src/connections/connectionDirectory.ts',
  createCredentialVault: 'src/auth/credentialVault.ts',
  createHttpClient: 'src/http/httpClient.ts',
  createMemorySetting: 'test/support/memorySetting.ts',
  createProviderRegistry: 'src/providers/registry.ts',
  createSecretStore: 'test/support/secretStore.ts',
  createTaskStore: 'src/store/taskStore.ts',
  huaweiDsc: 'src/providers/huaweiDsc.ts',
  huaweiVod: 'src/providers/huaweiVod.ts',
  openDatabase: 'src/store/database.ts',
  ServiceAsker: 'src/tracking/serviceAsker.ts',
  Slices: 'src/base/slices.ts',
  systemClock: 'src/base/clock.ts',
  takeAnswer: 'src/tasks/advance.ts',
  Tracker: 'src/tracking/tracker.ts',
});
const { systemClock: clock } = product;
const silent = () => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: console.error, error: console.error };

/** From an earlier answer to what is written. */
export const { takeAnswer } = product;

/**
 * Opens a task list as a window does.
 * @param {string} file
 * @returns {import('../../../src/tasks/taskRepository.ts').TaskRepository}
 */
export function openTestStore(file) {
  const opened = product.openDatabase({ file, clock, log });
  if (opened.kind !== 'opened') throw new Error(opened.problem.text);
  return product.createTaskStore(opened.database, { clock, windowId: String(process.pid), log });
}

/**
 * A window without its views: it tracks what is due until it is closed.
 * @param {string} file
 * @param {readonly import('./clouds.mjs').Account[]} accounts
 */
export async function openWindow(file, accounts) {
  const store = openTestStore(file);
  const vault = product.createCredentialVault(product.createSecretStore(), { ...clock, now: () => 1 });
  for (const { connection, credentials } of accounts) await vault.write(connection.id, credentials);
  const providers = product.createProviderRegistry([product.huaweiDsc, product.huaweiVod]);
  const setting = product.createMemorySetting(accounts.map(({ connection }) => connection));
  const connections = new product.ConnectionDirectory(setting, vault, () => undefined);
  const asker = new product.ServiceAsker(product.createHttpClient({ clock, log }), clock, () => 30_000, store);
  const slices = new product.Slices(clock, console.error);
  const tracker = new product.Tracker({
    ...{ store, connections, providers, asker, clock, log, slices },
    limits: () => ({ minInterval: 60_000, maxInterval: 90_000 }),
    attention: () => 'focused',
    random: Math.random,
  });
  await connections.load();
  return {
    store,
    start: () => tracker.start(),
    close() {
      for (const part of [tracker, connections, providers, vault, slices, store]) part.dispose();
    },
  };
}
