import { commands, l10n } from 'vscode';
import { CancelledError } from '../../base/errors';
import { viewIds } from '../../ids';
import { withCancellableProgress } from '../shell/progress';
import type { Services } from '../services';
import type { Handlers } from './handlers';
import { showMessage } from '../shell/showMessage';

/** The commands of the demo and of the log. */
export function demoCommands({ demo, log }: Services): Handlers<'startDemo' | 'stopDemo' | 'showLog'> {
  return {
    async startDemo() {
      await withCancellableProgress(l10n.t('Starting the demo…'), async (signal) => {
        const started = await demo();
        const isNew = !started.isSetUp;
        await started.start();
        if (signal.aborted && isNew) {
          await started.stop();
          throw new CancelledError();
        }
      });
      await commands.executeCommand(`${viewIds.tasks}.focus`);
    },
    async stopDemo() {
      await (await demo()).stop();
      void showMessage('information', l10n.t('The demo ended. Its connections and tasks are removed.'));
    },
    showLog() {
      log.show();
    },
  };
}
