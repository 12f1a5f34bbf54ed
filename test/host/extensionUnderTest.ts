import assert from 'node:assert/strict';
import { ConfigurationTarget, extensions, workspace } from 'vscode';
import type { CloudTasksApi, CloudTasksExports } from '../../src/api';
import { settingsSection } from '../../src/ids';

/** The extension's id in the editor. */
export const extensionId = 'cloud-task-tracker.cloud-task-tracker';

/** Activates the extension, unless it is active, and returns what it exports. */
export async function activateExtension(): Promise<CloudTasksExports> {
  const extension = extensions.getExtension<CloudTasksExports>(extensionId);
  assert.ok(extension, 'The extension is not there.');
  return extension.activate();
}

/** The interface for other extensions, which these tests use as well. */
export async function openApi(): Promise<CloudTasksApi> {
  return (await activateExtension()).getAPI(1);
}

/** The value of `cloudTasks.<name>` in the user's settings. */
export function readUserSetting(name: string): unknown {
  return workspace.getConfiguration(settingsSection).inspect(name)?.globalValue;
}

/** Changes the user's settings as a person would; `undefined` removes the line. */
export async function writeUserSetting(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration(settingsSection).update(name, value, ConfigurationTarget.Global);
}
