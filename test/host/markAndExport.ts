import assert from 'node:assert/strict';
import { window } from 'vscode';
import { commandIds, type CommandId } from '../../src/ids';
import { note } from './handedToEditor';
import { pressButton, shownTexts } from './shownMessages';
import { longRun, type Stage } from './stage';

/**
 * Runs the commands that mark, export and cancel tasks, on the tracked tasks of all connections.
 * @param run runs a command
 * @param cancels a connection whose service cancels tasks
 */
export async function markAndExport(
  stage: Stage,
  run: (id: CommandId, args?: unknown, answer?: () => null) => Promise<unknown>,
  cancels: string,
): Promise<void> {
  const tasks = await Promise.all((await stage.api.listTasks()).map((each) => stage.task(each)));
  const task = tasks.find(({ snapshot }) => (snapshot?.items.length ?? 0) > 0);
  assert.ok(task, 'a task has files');
  const { connection, id } = task;
  for (const command of ['mute', 'unmute', 'pin', 'unpin'] as const) {
    await run(commandIds[command], { connection, id });
  }
  for (const content of ['tasks', 'items']) {
    for (const format of ['csv', 'json']) {
      await run(commandIds.export, { connection, content, format, target: 'editor' });
      const text = window.activeTextEditor?.document.getText() ?? '';
      assert.ok(text.includes(connection), text);
      note('export', text);
    }
  }
  await run(commandIds.exportAll, undefined, () => null);
  pressButton('Cancel Task');
  await run(commandIds.cancelTask, {
    connection: cancels,
    id: stage.cloud.addTask('vod', { ...longRun, queuedMs: 600_000 }),
  });
  await run(commandIds.cancelTask, { connection: cancels, id: 'unknown0' });
  assert.match(shownTexts().join(), /was not canceled/);
}
