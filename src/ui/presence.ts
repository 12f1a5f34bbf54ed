import { window, type TreeView } from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { responseScheme } from '../ids';
import type { PresenceLevel } from '../tasks/presence';
import type { SharedPresence } from '../polling/presence';
import type { StatusBar } from './views/statusBar';

/** Whether the user has the tree before them. One beside another window that has the focus does not count. */
export function isTreeInSight(tree: TreeView<unknown>): boolean {
  return window.state.focused && tree.visible;
}

/** Tells where the user's eyes are in this window: now, and whenever that changes. */
export function followPresence(presence: SharedPresence, tree: TreeView<unknown>): Disposable {
  const tell = (): void => {
    presence.set(levelOf(tree));
  };
  const owned = new DisposableStore();
  owned.add(window.onDidChangeWindowState(tell));
  owned.add(window.onDidChangeVisibleTextEditors(tell));
  owned.add(tree.onDidChangeVisibility(tell));
  tell();
  return owned;
}

/** What the user looks at, and what is read again when they come back. */
interface UserPresenceDeps {
  readonly tree: TreeView<unknown>;
  readonly statusBar: StatusBar;
  readonly connections: ConnectionDirectory;
}

/** Notes that what the tree shows was seen, and looks for credentials again when the user comes to this window. */
export function registerUserPresence({ tree, statusBar, connections }: UserPresenceDeps): Disposable {
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

function levelOf(tree: TreeView<unknown>): PresenceLevel {
  const isAnswerInSight = window.visibleTextEditors.some(({ document }) => document.uri.scheme === responseScheme);
  return !window.state.focused ? 'background' : tree.visible || isAnswerInSight ? 'visible' : 'focused';
}
