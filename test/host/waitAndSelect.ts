import { Selection, tasks, window, workspace } from 'vscode';
import type { TaskRef } from '../../src/api';
import { commandIds, type CommandId } from '../../src/ids';
import { until } from '../support/until';
import type { Stage } from './stage';

/** Waits for a task in a terminal, ends the wait, and tracks the task whose ID is selected in an editor. */
export async function waitAndSelect(
  stage: Stage,
  run: (id: CommandId, argument?: unknown) => Promise<void>,
  ref: TaskRef,
): Promise<void> {
  await stage.api.track(ref);
  await run(commandIds.waitForTask, ref);
  await endWaits();
  const editor = await window.showTextDocument(await workspace.openTextDocument({ content: ref.id }));
  editor.selection = new Selection(0, 0, 0, ref.id.length);
  await run(commandIds.trackSelection);
}

/** Ends all waits in terminals. The editor knows a wait some time after it has begun, and cannot end it before. */
export async function endWaits(): Promise<void> {
  await until('the waits have ended', () => {
    for (const execution of tasks.taskExecutions) {
      execution.terminate();
    }
    return tasks.taskExecutions.length === 0;
  });
}
