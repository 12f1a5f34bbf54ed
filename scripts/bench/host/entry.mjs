// The entry of the staged extension. Activates the product when the benchmark calls `start`, and observes its tree.
import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { window } from 'vscode';
import { createSecretStore } from '../../../test/support/secretStore.ts';

/**
 * @typedef {import('../../../src/ui/views/tree/treeNode.ts').TreeNode} TreeNode
 * @typedef {import('../../../src/ui/views/tree/taskTree.ts').TaskTree} TaskTree
 *
 * @typedef {ReturnType<typeof activate>} Bench the exports for the benchmark's tests
 */

/** Loaded before the first measurement. @type {unknown} */
const loaded = createRequire(__filename)(path.join(__dirname, 'dist', 'extension.js'));
const product = /** @type {typeof import('../../../src/extension.ts')} */ (loaded);

/** @type {import('vscode').ExtensionContext} */
let host;
/** @type {TaskTree | undefined} */
let provider;
/** When the editor got the row of the first connection, of the first task and of the last task; `performance.now()`. */
const rows = { connection: 0, first: 0, last: 0, count: 0 };
/** When the editor first requested the tree; `performance.now()`. */
let requestedAt = 0;
/** Presses the button of the last message with a button. */
let pressButton = () => {};

/** @param {import('vscode').ExtensionContext} context */
export function activate(context) {
  host = context;
  const createTreeView = window.createTreeView.bind(window);
  /** @param {string} id @param {import('vscode').TreeViewOptions<TreeNode> & { treeDataProvider: TaskTree }} options */
  const createObservedView = (id, options) => {
    provider = options.treeDataProvider;
    return createTreeView(id, { ...options, treeDataProvider: observed(provider) });
  };
  // The product gets the same `window` object from the editor.
  Object.defineProperty(window, 'createTreeView', { value: createObservedView, configurable: true, writable: true });
  Object.defineProperty(window, 'showInformationMessage', { value: catchMessage, configurable: true, writable: true });
  const press = () => {
    pressButton();
  };
  return { start, treeProvider, drawFirstRows, rows: () => rows, treeRequestedAt: () => requestedAt, press };
}

/** Returns the product's tree. */
function treeProvider() {
  if (!provider) throw new Error('The product has not created its tree.');
  return provider;
}

/** Stores a message's button for the benchmark to press. @param {string} _text @param {readonly unknown[]} rest */
function catchMessage(_text, ...rest) {
  const button = rest.find((each) => typeof each === 'string');
  return new Promise((resolve) => {
    if (!button) return;
    pressButton = () => {
      resolve(button);
    };
  });
}

/**
 * Activates the product.
 * @param {object} options
 * @param {import('vscode').Uri} options.storage the folder with the task list
 * @param {readonly import('../scale/clouds.mjs').Account[]} options.accounts
 */
async function start({ storage, accounts }) {
  const secrets = createSecretStore();
  for (const { connection, credentials } of accounts) {
    // As a connection that was added in the editor has them.
    const origins = [connection.endpoint, connection.iamEndpoint].flatMap(
      (each) => URL.parse(each ?? '')?.origin ?? [],
    );
    const entry = JSON.stringify({ version: 1, credentials, origins });
    await secrets.store(`cloudTasks.credentials.${connection.id}`, entry);
  }
  /** @type {{ dispose(): unknown }[]} */
  const subscriptions = [];
  // The editor's own context is read-only.
  const { extension, extensionUri, globalState, workspaceState } = host;
  /** @type {unknown} */
  const context = {
    ...{ extension, extensionUri, globalState, workspaceState, globalStorageUri: storage, secrets, subscriptions },
  };
  const startedAt = performance.now();
  const exported = await product.activate(/** @type {import('vscode').ExtensionContext} */ (context));
  const activated = performance.now() - startedAt;
  // The editor never requests rows in the same tick.
  await setImmediate();
  const drawn = await drawFirstRows();
  const end = () => {
    for (const each of subscriptions.reverse()) each.dispose();
  };
  return { startedAt, activated, drawn: performance.now() - startedAt, rows: drawn, api: exported.getAPI(1), end };
}

/** Requests the first rows like the editor, but without its delays: all rows above the tasks, and one page of tasks. */
async function drawFirstRows() {
  const tree = treeProvider();
  let rows = await tree.getChildren();
  for (;;) {
    await Promise.all(rows.map(async (row) => tree.getTreeItem(row)));
    const [first] = rows;
    if (!first || !['provider', 'connection', 'state'].includes(first.kind)) return rows.length;
    rows = await tree.getChildren(first);
  }
}

/**
 * Wraps the provider to record when the editor gets rows.
 * @param {TaskTree} inner
 * @returns {import('vscode').TreeDataProvider<TreeNode>}
 */
function observed(inner) {
  const record = (/** @type {TreeNode} */ node) => {
    const now = performance.now();
    if (node.kind === 'connection') rows.connection ||= now;
    if (node.kind !== 'task') return;
    rows.first ||= now;
    rows.last = now;
    rows.count += 1;
  };
  return {
    onDidChangeTreeData: inner.onDidChangeTreeData,
    getChildren(node) {
      requestedAt ||= performance.now();
      return inner.getChildren(node);
    },
    getParent: (node) => inner.getParent(node),
    resolveTreeItem: (item, node) => inner.resolveTreeItem(item, node),
    async getTreeItem(node) {
      const item = await inner.getTreeItem(node);
      record(node);
      return item;
    },
  };
}
