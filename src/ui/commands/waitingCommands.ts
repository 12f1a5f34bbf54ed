import { l10n, tasks } from 'vscode';
import { message } from '../../base/message';
import { isEnded } from '../../tasks/task';
import type { Services } from '../services';
import { createWaitTask } from '../waiting/waitTask';
import type { Handlers } from './handlers';
import { tasksOf } from './taskTargets';

/** The command that waits for tasks in terminals. */
export function waitingCommands(deps: Services): Handlers<'waitForTask'> {
  return {
    async waitForTask(...args) {
      const refs = await tasksOf(deps, args, {
        title: l10n.t('Wait for Task'),
        placeholder: l10n.t('Select the tasks to wait for'),
        isOffered: ({ state }) => !isEnded(state),
        none: message('No task is running.'),
      });
      for (const ref of refs) {
        await tasks.executeTask(createWaitTask(deps, ref));
      }
    },
  };
}
