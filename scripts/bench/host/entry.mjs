// What the editor takes for the extension: starts the product when the benchmark wants it, and watches its tree.
import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { window } from 'vscode';
import { createSecretStore } from '../../../test/support/secretStore.ts';

/**
 * @typedef {import('../../../src/ui/views/tree/treeNode.ts').TreeNode} TreeNode
 * @typedef {import('../../../src/ui/views/tree/taskTree.ts').TaskTree} TaskTree
 *
 * @typedef {ReturnType<typeof activate>} Bench what the benchmark's tests get
 */

/** Read before anything is measured. @type {unknown} */
const loaded = createRequire(__filename)(path.join(__dirname, 'dist', 'extension.js'));
const product = /** @type {typeof import('../../../src/extension.ts')} */ (loaded);

/** @type {import('vscode').ExtensionContext} */
let host;
/** @type {TaskTree | undefined} */
let provider;
/** When the first connection's row was handed to the editor, the first task's and the last task's; `performance.now()`. */
const rows = { connection: 0, first: 0, last: 0, count: 0 };
/** When the editor first asked for the tree; `performance.now()`. */
let askedAt = 0;
/** Presses the button of the last message that had one. */
let pressButton = () => {};

/** @param {import('vscode').ExtensionContext} context */
export function activate(context) {
  host = context;
  const createTreeView = window.createTreeView.bind(window);
  /** @param {string} id @param {import('vscode').TreeViewOptions<TreeNode> & { treeDataProvider: TaskTree }} options */
  const createWatchedView = (id, options) => {
    provider = options.treeDataProvider;
    return createTreeView(id, { ...options, treeDataProvider: withNotes(provider) });
  };
  // The editor hands the product the same `window`.
  Object.defineProperty(window, 'createTreeView', { value: createWatchedView, configurable: true, writable: true });
  Object.defineProperty(window, 'showInformationMessage', { value: catchMessage, configurable: true, writable: true });
  const press = () => {
    pressButton();
  };
  return { start, treeProvider, rows: () => rows, asked: () => askedAt, press };
}

/** The product's tree. */
function treeProvider() {
  if (!provider) throw new Error('The product has not made its tree.');
  return provider;
}

/** Keeps a message's button for the benchmark to press. @param {string} _text @param {readonly unknown[]} rest */
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
  /** @type {unknown} */
  const context = { extension, extensionUri, globalState, globalStorageUri: storage, secrets, subscriptions };
  const begun = performance.now();
  const exported = await product.activate(/** @type {import('vscode').ExtensionContext} */ (context));
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
  const tree = treeProvider();
  let rows = await tree.getChildren();
  for (;;) {
    await Promise.all(rows.map(async (row) => tree.getTreeItem(row)));
    const [first] = rows;
    if (first?.kind !== 'provider' && first?.kind !== 'connection') return rows.length;
    rows = await tree.getChildren(first);
  }
}

/**
 * The same provider; notes when it hands tasks' rows to the editor.
 * @param {TaskTree} inner
 * @returns {import('vscode').TreeDataProvider<TreeNode>}
 */
function withNotes(inner) {
  const note = (/** @type {TreeNode} */ node) => {
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
      askedAt ||= performance.now();
      return inner.getChildren(node);
    },
    getParent: (node) => inner.getParent(node),
    resolveTreeItem: (item, node) => inner.resolveTreeItem(item, node),
    async getTreeItem(node) {
      const item = await inner.getTreeItem(node);
      note(node);
      return item;
    },
  };
}
