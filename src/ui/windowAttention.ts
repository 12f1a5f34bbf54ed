import { window, type TreeView } from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { answerScheme } from '../ids';
import type { Attention } from '../tasks/attention';
import type { SharedAttention } from '../tracking/attention';
import type { StatusBar } from './statusBar';

/** Whether the user has the tree before them. One beside another window that has the focus does not count. */
export function isTreeInSight(tree: TreeView<unknown>): boolean {
  return window.state.focused && tree.visible;
}

/** Tells where the user's eyes are in this window: now, and whenever that changes. */
export function followAttention(attention: SharedAttention, tree: TreeView<unknown>): Disposable {
  const tell = (): void => {
    attention.set(levelOf(tree));
  };
  const owned = new DisposableStore();
  owned.add(window.onDidChangeWindowState(tell));
  owned.add(window.onDidChangeVisibleTextEditors(tell));
  owned.add(tree.onDidChangeVisibility(tell));
  tell();
  return owned;
}

/** Notes that what the tree shows was seen, and looks for credentials again when the user comes to this window. */
export function registerUserPresence(parts: {
  readonly tree: TreeView<unknown>;
  readonly statusBar: StatusBar;
  readonly connections: ConnectionDirectory;
}): Disposable {
  const { tree, statusBar, connections } = parts;
  const owned = new DisposableStore();
  // Who opens the tree, or picks a row of it, has seen what it shows.
  owned.add(
    tree.onDidChangeVisibility(({ visible }) => {
      if (visible) {
        statusBar.failuresSeen();
      }
    }),
  );
  owned.add(
    tree.onDidChangeSelection(() => {
      statusBar.failuresSeen();
    }),
  );
  owned.add(
    window.onDidChangeWindowState(({ focused }) => {
      // A keychain that was locked at the start may be open by now.
      if (focused) {
        void connections.load();
      }
    }),
  );
  return owned;
}

function levelOf(tree: TreeView<unknown>): Attention {
  const isAnswerInSight = window.visibleTextEditors.some(({ document }) => document.uri.scheme === answerScheme);
  return !window.state.focused ? 'away' : tree.visible || isAnswerInSight ? 'watched' : 'focused';
}
