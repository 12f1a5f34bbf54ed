import { ConfigurationTarget, workspace } from 'vscode';
import type { ConnectionSetting } from '../../connections/connectionDirectory';
import { settingIds, settingsSection } from '../../ids';

/** Reads and writes the connections in the user settings. Workspace settings are ignored. */
export const connectionSetting: ConnectionSetting = userSetting(settingIds.connections);

/** Reads the definitions of providers in the user settings. */
export const providerSetting = userSetting(settingIds.providers);

function userSetting(id: string): ConnectionSetting {
  return {
    read: () => workspace.getConfiguration(settingsSection).inspect<unknown>(id)?.globalValue ?? undefined,
    write: (entries) => workspace.getConfiguration(settingsSection).update(id, entries, ConfigurationTarget.Global),
    onDidChange: (listener) =>
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${settingsSection}.${id}`)) {
          listener(change);
        }
      }),
  };
}
