import { commands, l10n, workspace } from 'vscode';
import { isJsonObject } from '../../base/json';
import type { TaskRef } from '../../tasks/task';
import type { Services } from '../services';
import { pickTask } from '../prompts/pickTask';
import type { TreeNode } from '../views/tree/treeNode';
import { rowsFromArgs, tasksFromArgs } from './commandArguments';
import type { Handlers } from './handlers';
import { requireTracked } from './taskTargets';

/** Two clicks on a row within this time (ms) are a double click: what Windows takes, and the others take less. */
const doubleClickMs = 500;

/** The row that was clicked last, and when (ms since the epoch). A window has one mouse. */
let clicked: { readonly id: string; readonly at: number } | undefined;

/** The commands that open the details of a task. */
export function detailsCommands(deps: Services): Handlers<'showDetails' | 'clickRow'> {
  const { details, statusBar, clock } = deps;
  const open = async (ref: TaskRef): Promise<void> => {
    requireTracked(deps, ref);
    statusBar.failuresSeen();
    await details.show(ref);
  };
  return {
    async showDetails(...args) {
      const row = currentRow(args);
      if (row && (row.kind === 'task' || row.kind === 'item')) {
        await open(row.ref);
      } else if (row) {
        // A key cannot know what row has the focus: on others Enter does what it does in every list.
        await commands.executeCommand('list.select');
      } else {
        const placeholder = l10n.t('Select a task to show its details');
        await open(tasksFromArgs(args[0])[0] ?? (await pickTask(deps, { title: l10n.t('Show Details'), placeholder })));
      }
    },
    // The editor runs the command of a row with each click, and does not say which: the first only selects the row.
    async clickRow(row) {
      if (!isJsonObject(row)) {
        return;
      }
      const { id, ref } = row as TreeNode & { readonly kind: 'task' };
      const now = clock.now();
      const isSecond = clicked?.id === id && now - clicked.at <= doubleClickMs;
      clicked = isSecond ? undefined : { id, at: now };
      if (isSecond || opensWithDoubleClick()) {
        await open(ref);
      }
    },
  };
}

/** The one row that a command is about: the one in focus for a key, else the one that was clicked. */
function currentRow([first]: readonly unknown[]): TreeNode | undefined {
  return rowsFromArgs(Array.isArray(first) ? [first[0]] : [first], [])?.[0];
}

/** Whether the user has set lists to run a row's command with a double click only. */
function opensWithDoubleClick(): boolean {
  return workspace.getConfiguration('workbench.list').get('openMode') === 'doubleClick';
}
