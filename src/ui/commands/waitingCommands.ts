import { l10n, tasks, window, type Terminal } from 'vscode';
import { message } from '../../base/message';
import { sameJson } from '../../base/sameJson';
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
        const task = createWaitTask(deps, ref);
        // The editor would ask which of the two to end, as if that were the task of the cloud.
        const running = tasks.taskExecutions.find((each) => sameJson(each.task.definition, task.definition));
        if (running) {
          terminalOf(running.task.name)?.show();
        } else {
          await tasks.executeTask(task);
        }
      }
    },
  };
}

/** The terminal of a wait, whose name the editor may lengthen; the name of one task may begin with that of another. */
function terminalOf(name: string): Terminal | undefined {
  return window.terminals
    .filter((terminal) => terminal.name.includes(name))
    .reduce<Terminal | undefined>(
      (best, each) => (best && best.name.length <= each.name.length ? best : each),
      undefined,
    );
}
