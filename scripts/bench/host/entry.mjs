// What the editor takes for the extension: starts the product when the benchmark wants it, and watches its tree.
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { window } from 'vscode';
import { createSecretStore } from '../../../test/support/secretStore.ts';

// Read before anything is measured.
const product = require(path.join(__dirname, 'dist', 'extension.js'));

/** @type {import('vscode').ExtensionContext} */
let host;
/** @type {import('vscode').TreeDataProvider<any> | undefined} */
let provider;
/** When the first connection's row was handed to the editor, the first task's and the last task's; `performance.now()`. */
const rows = { connection: 0, first: 0, last: 0, count: 0 };
/** When the editor first asked for the tree; `performance.now()`. */
let askedAt = 0;
/** Presses the button of the last message that had one. */
let press = () => {};

/** @param {import('vscode').ExtensionContext} context */
export function activate(context) {
  host = context;
  const createTreeView = window.createTreeView.bind(window);
  window.createTreeView = /** @type {any} */ (
    (/** @type {string} */ id, /** @type {import('vscode').TreeViewOptions<any>} */ options) => {
      provider = options.treeDataProvider;
      return createTreeView(id, { ...options, treeDataProvider: withNotes(provider) });
    }
  );
  // The editor hands the product the same `window`.
  Object.defineProperty(window, 'showInformationMessage', { value: catchMessage, configurable: true, writable: true });
  return { start, treeProvider: () => provider, rows: () => rows, asked: () => askedAt, press: () => press() };
}

/** Keeps a message's button for the benchmark to press. @param {string} _text @param {readonly unknown[]} rest */
function catchMessage(_text, ...rest) {
  const button = rest.find((each) => typeof each === 'string');
  return new Promise((resolve) => {
    if (button) press = () => resolve(button);
  });
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
  /** @type {{ dispose(): unknown }[]} */
  const subscriptions = [];
  // The editor's own context cannot be changed.
  const { extension, extensionUri, globalState } = host;
  const context = { extension, extensionUri, globalState, globalStorageUri: storage, secrets, subscriptions };
  const begun = performance.now();
  const exported = await product.activate(context);
  const activated = performance.now() - begun;
  // The editor never asks within the same turn.
  await setImmediate();
  const drawn = await drawFirstRows();
  const end = () => {
    for (const each of subscriptions.reverse()) each.dispose();
  };
  return { begun, activated, drawn: performance.now() - begun, rows: drawn, api: exported.getAPI(1), end };
}

/** What the editor asks for first, without the time that it takes to ask: everything above the tasks, and one page of them. */
async function drawFirstRows() {
  let rows = await provider?.getChildren(undefined);
  for (;;) {
    await Promise.all((rows ?? []).map((row) => provider?.getTreeItem(row)));
    const [first] = rows ?? [];
    if (first?.kind !== 'provider' && first?.kind !== 'connection') return rows?.length ?? 0;
    rows = await provider?.getChildren(first);
  }
}

/** The same provider; notes when it hands tasks' rows to the editor. */
function withNotes(/** @type {import('vscode').TreeDataProvider<any>} */ inner) {
  const note = (/** @type {any} */ node) => {
    const now = performance.now();
    if (node.kind === 'connection') rows.connection ||= now;
    if (node.kind !== 'task') return;
    rows.first ||= now;
    rows.last = now;
    rows.count += 1;
  };
  return {
    onDidChangeTreeData: inner.onDidChangeTreeData,
    getChildren(/** @type {any} */ node) {
      askedAt ||= performance.now();
      return inner.getChildren(node);
    },
    getParent: (/** @type {any} */ node) => inner.getParent?.(node),
    resolveTreeItem: (/** @type {any} */ item, /** @type {any} */ node, /** @type {any} */ token) =>
      inner.resolveTreeItem?.(item, node, token),
    async getTreeItem(/** @type {any} */ node) {
      const item = await inner.getTreeItem(node);
      note(node);
      return item;
    },
  };
}
