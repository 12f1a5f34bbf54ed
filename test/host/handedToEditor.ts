import assert from 'node:assert/strict';
import {
  env,
  MarkdownString,
  Uri,
  window,
  workspace,
  type TextDocument,
  type TreeDataProvider,
  type TreeItem,
} from 'vscode';

/** A text that the extension handed to the editor, and where it was to be seen. */
export type HandedText = readonly [place: string, text: string];

const handed = new Map<string, HandedText>();
let tree: TreeDataProvider<unknown> | undefined;

/** Everything of `window` that shows something, by how it is recorded; messages are caught in `shownMessages.ts`. */
export const recordedCalls = [
  'createStatusBarItem',
  'createTreeView',
  'createQuickPick',
  'createInputBox',
  'createOutputChannel',
  'createWebviewPanel',
  'showQuickPick',
  'showInputBox',
  'showOpenDialog',
  'showSaveDialog',
  'showTextDocument',
  'setStatusBarMessage',
  'withProgress',
] as const;

/**
 * Notes from now on all that the extension hands to the editor, which shows it as before; links are noted and not opened.
 * It must begin before the extension does. It can for the same reason as `catchMessages`.
 */
export function recordViews(): void {
  for (const name of recordedCalls) {
    const call = window[name] as (...args: readonly unknown[]) => unknown;
    replace(window, name, (...args: readonly unknown[]) => {
      note(name, args);
      const made: unknown = Reflect.apply(call, window, args.map(recordedArgument));
      return name.startsWith('create') && typeof made === 'object' && made ? recorded(name, made) : made;
    });
  }
  replace(env, 'openExternal', (uri: Uri) => {
    note('openExternal', uri);
    return Promise.resolve(true);
  });
  workspace.onDidOpenTextDocument(noteDocument);
  workspace.onDidChangeTextDocument(({ document }) => {
    noteDocument(document);
  });
}

/** Files, such as the settings, are the user's own and are not noted. */
function noteDocument(document: TextDocument): void {
  if (document.uri.scheme !== 'file') {
    note(`document ${document.uri.scheme}`, document.getText());
  }
}

/** All that was handed over so far. */
export function handedTexts(): readonly HandedText[] {
  return [...handed.values()];
}

/** Draws rows of the tree with their tooltips, as if each were in sight and the pointer rested on it. */
export async function drawRows(nodes: readonly unknown[]): Promise<void> {
  assert.ok(tree, 'The extension made its tree before anything was recorded.');
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };
  for (const node of nodes) {
    await tree.resolveTreeItem?.(await tree.getTreeItem(node), node, token);
  }
}

/** The same object, but all values that are set on it or on its webview, or passed to their methods, are noted. */
export function recorded<T extends object>(place: string, target: T): T {
  return new Proxy(target, {
    set(to, key, value: unknown) {
      // The value of a masked box is not visible.
      if (!(key === 'value' && 'password' in to)) {
        note(`${place} ${String(key)}`, value);
      }
      return Reflect.set(to, key, value);
    },
    get(from, key) {
      const value: unknown = Reflect.get(from, key);
      if (key === 'webview') {
        return recorded(`${place} webview`, value as object);
      }
      if (typeof value !== 'function') {
        return value;
      }
      // This also notes log lines below the level that is written.
      return (...args: readonly unknown[]): unknown => {
        note(`${place} ${String(key)}`, args);
        return Reflect.apply(value, from, args);
      };
    },
  });
}

/** Notes every text in a value. */
export function note(place: string, value: unknown): void {
  for (const text of textsIn(value)) {
    handed.set(`${place}\n${text}`, [place, text]);
  }
}

/** The argument itself, or for a tree the same with its rows noted. */
function recordedArgument(argument: unknown): unknown {
  const provider = (argument as { readonly treeDataProvider?: TreeDataProvider<unknown> } | undefined)
    ?.treeDataProvider;
  if (!provider) {
    return argument;
  }
  const noted = (item: TreeItem): TreeItem => {
    note('tree', item);
    return item;
  };
  tree = new Proxy(provider, {
    get(from, key) {
      const value: unknown = Reflect.get(from, key);
      if (typeof value !== 'function') {
        return value;
      }
      const call = value.bind(from) as (...args: readonly unknown[]) => unknown;
      return key === 'getTreeItem' || key === 'resolveTreeItem'
        ? async (...args: readonly unknown[]) => noted((await call(...args)) as TreeItem)
        : call;
    },
  });
  return { ...(argument as object), treeDataProvider: tree };
}

function textsIn(value: unknown, known: ReadonlySet<unknown> = new Set()): readonly string[] {
  if (typeof value === 'string') {
    return value === '' ? [] : [value];
  }
  if (typeof value !== 'object' || value === null || known.has(value)) {
    return [];
  }
  if (value instanceof MarkdownString) {
    return [value.value];
  }
  if (value instanceof Uri) {
    return [value.toString(true)];
  }
  const inside = new Set([...known, value]);
  return Object.values(value).flatMap((part) => textsIn(part, inside));
}

function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
