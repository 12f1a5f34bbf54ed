import { commands, l10n, window } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import { commandIds, viewIds } from '../../ids';
import { withCancellableProgress } from '../cancellable';
import type { Parts } from '../parts';
import { registerCommand } from './registerCommand';

/** The commands of the demo, and of the log. */
export function registerDemoCommands({ demo, log }: Parts): Disposable {
  const owned = new DisposableStore();
  owned.add(
    registerCommand(commandIds.startDemo, log, async () => {
      await withCancellableProgress(l10n.t('Starting the demo…'), () => demo.start());
      await commands.executeCommand(`${viewIds.tasks}.focus`);
    }),
  );
  owned.add(
    registerCommand(commandIds.stopDemo, log, async () => {
      await demo.stop();
      void window.showInformationMessage(l10n.t('The demo ended. Its connections and tasks are removed.'));
    }),
  );
  owned.add(
    registerCommand(commandIds.showLog, log, () => {
      log.show();
    }),
  );
  return owned;
}
