import { TabInputWebview, window, type Tab, type TreeView } from 'vscode';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import type { ConnectionDirectory } from '../connections/connectionDirectory';
import { responseScheme } from '../ids';
import type { PresenceLevel } from '../tasks/presence';
import type { SharedPresence } from '../polling/presence';
import { detailsViewType } from './views/details/detailsViewType';
import type { StatusBar } from './views/statusBar';

/** Whether the tree is visible in the focused window. */
export function isTreeInSight(tree: TreeView<unknown>): boolean {
  return window.state.focused && tree.visible;
}

/** Reports the presence level of this window, now and when it changes. */
export function followPresence(presence: SharedPresence, tree: TreeView<unknown>): Disposable {
  const tell = (): void => {
    presence.set(levelOf(tree));
  };
  const owned = new DisposableStore();
  owned.add(window.onDidChangeWindowState(tell));
  owned.add(window.onDidChangeVisibleTextEditors(tell));
  owned.add(window.tabGroups.onDidChangeTabs(tell));
  owned.add(tree.onDidChangeVisibility(tell));
  tell();
  return owned;
}

/** What depends on the presence of the user. */
interface UserPresenceDeps {
  readonly tree: TreeView<unknown>;
  readonly statusBar: StatusBar;
  readonly connections: ConnectionDirectory;
}

/** Marks failures as seen when the tree is opened, and reloads credentials when the window gets the focus. */
export function registerUserPresence({ tree, statusBar, connections }: UserPresenceDeps): Disposable {
  const owned = new DisposableStore();
  // Opening the tree or selecting a row marks its failures as seen.
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
      // A keychain that was locked at startup may be open by now.
      if (focused) {
        void connections.load();
      }
    }),
  );
  return owned;
}

function levelOf(tree: TreeView<unknown>): PresenceLevel {
  const isResponseInSight = window.visibleTextEditors.some(({ document }) => document.uri.scheme === responseScheme);
  const isInSight =
    tree.visible || isResponseInSight || window.tabGroups.all.some(({ activeTab }) => isDetails(activeTab));
  return !window.state.focused ? 'background' : isInSight ? 'visible' : 'focused';
}

/** Whether a tab shows the details of a task. VS Code puts a prefix before the type of a webview. */
function isDetails(tab: Tab | undefined): boolean {
  return tab?.input instanceof TabInputWebview && tab.input.viewType.endsWith(detailsViewType);
}
