// What the editor takes for the extension: starts the product as often as the benchmark wants, and watches its tree.
import { window } from 'vscode';
import { createSecretStore } from '../../../test/support/secretStore.ts';

/** @type {import('vscode').ExtensionContext} */
let host;
/** @type {import('vscode').TreeDataProvider<any> | undefined} */
let provider;
/** When the first task's row was handed to the editor, and when the last one; `performance.now()`. */
let rows = { first: 0, last: 0, count: 0 };

/** @param {import('vscode').ExtensionContext} context */
export function activate(context) {
  host = context;
  const createTreeView = window.createTreeView.bind(window);
  window.createTreeView = /** @type {any} */ (
    (/** @type {string} */ id, /** @type {import('vscode').TreeViewOptions<any>} */ options) => {
      provider = options.treeDataProvider;
      return createTreeView(id, { ...options, treeDataProvider: watched(provider) });
    }
  );
  return { start, treeProvider: () => provider, rows: () => rows };
}

/**
 * Activates the product.
 * @param {object} options
 * @param {import('vscode').Uri} options.storage with the task list
 * @param {readonly import('../scale/clouds.mjs').Account[]} options.accounts
 */
async function start({ storage, accounts }) {
  const secrets = createSecretStore();
  for (const { connection, credentials } of accounts) {
    await secrets.store(`cloudTasks.credentials.${connection.id}`, JSON.stringify({ version: 1, credentials }));
  }
  const subscriptions = [];
  const state = new Map();
  const globalState = {
    get: (key, other) => state.get(key) ?? other,
    update: async (key, value) => void state.set(key, value),
    keys: () => [...state.keys()],
    setKeysForSync: () => undefined,
  };
  const changes = { globalStorageUri: storage, secrets, subscriptions, globalState };
  // The editor's own context cannot be changed.
  const context = { extension: host.extension, extensionUri: host.extensionUri, ...changes };
  rows = { first: 0, last: 0, count: 0 };
  const product = require('./dist/extension.js');
  const begun = performance.now();
  const exports = product.activate(context);
  const activated = performance.now() - begun;
  return {
    begun,
    activated,
    api: exports.getAPI(1),
    end() {
      for (const each of subscriptions.reverse()) each.dispose();
    },
  };
}

/** The same provider, with the times at which it was asked. */
function watched(inner) {
  return {
    onDidChangeTreeData: inner.onDidChangeTreeData,
    getChildren: (node) => inner.getChildren(node),
    getParent: (node) => inner.getParent(node),
    resolveTreeItem: (item, node, token) => inner.resolveTreeItem(item, node, token),
    getTreeItem(node) {
      const item = inner.getTreeItem(node);
      if (node.kind === 'task') {
        const note = () => {
          rows.last = performance.now();
          rows.first ||= rows.last;
          rows.count += 1;
        };
        if (item instanceof Promise) void item.then(note);
        else note();
      }
      return item;
    },
  };
}
