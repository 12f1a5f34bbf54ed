import path from 'node:path';
import { commands, window } from 'vscode';
import { until } from '../support/until';

/** The folder of the profile with all that the editor keeps; found through the user's settings file, which is in it. */
export async function profileFolder(): Promise<string> {
  await commands.executeCommand('workbench.action.openSettingsJson');
  const { uri } = await until('the settings are open', () =>
    window.visibleTextEditors
      .map(({ document }) => document)
      .find(({ uri: shown }) => path.basename(shown.path) === 'settings.json'),
  );
  await commands.executeCommand('workbench.action.closeActiveEditor');
  return path.dirname(path.dirname(uri.fsPath));
}
