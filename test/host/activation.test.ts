import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import type { CloudTasksExports } from '../../src/api';
import { commandIds } from '../../src/ids';

describe('the extension', () => {
  it('registers every command', async () => {
    const extension = extensions.getExtension<CloudTasksExports>('cloud-task-tracker.cloud-task-tracker');
    assert.ok(extension);
    const exports = await extension.activate();
    assert.deepEqual(exports.getAPI(1).listTasks(), []);
    const known = new Set(await commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((id) => !known.has(id)),
      [],
    );
  });
});
