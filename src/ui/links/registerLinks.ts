import { window, type TerminalLinkProvider } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { loadChunk } from '../../base/loadChunk';
import type { Services } from '../services';
import type { TaskTerminalLink } from './terminalLinks';

/** Registers what leads to a task from outside of the views: links of the operating system, and addresses in terminals. */
export function registerLinks(deps: Services): Disposable {
  const owned = new DisposableStore();
  owned.add(
    window.registerUriHandler({
      handleUri: async (uri) => {
        const { openTaskLink } = await loadChunk(() => import('./openTaskLink'));
        await openTaskLink(deps, uri);
      },
    }),
  );
  const terminalLinks: TerminalLinkProvider<TaskTerminalLink> = {
    provideTerminalLinks: async ({ line }) => {
      // Terminals ask for each line that they draw.
      if (!/https?:\/\//i.test(line)) {
        return [];
      }
      const { findTaskLinks } = await loadChunk(() => import('./terminalLinks'));
      return findTaskLinks(deps, line);
    },
    handleTerminalLink: async (link) => {
      const { openTerminalLink } = await loadChunk(() => import('./terminalLinks'));
      await openTerminalLink(deps, link);
    },
  };
  owned.add(window.registerTerminalLinkProvider(terminalLinks));
  return owned;
}
