import { ConfigurationTarget, workspace } from 'vscode';
import type { ConnectionSetting } from '../../connections/connectionDirectory';
import { SettingsError } from '../../connections/settingsError';
import { settingIds, settingsSection } from '../../ids';

/** Reads and writes the connections in the user settings. Workspace settings are ignored. */
export const connectionSetting: ConnectionSetting = userSetting(settingIds.connections);

/** Reads and writes the definitions of providers in the user settings. */
export const providerSetting = userSetting(settingIds.providers);

function userSetting(id: string): ConnectionSetting {
  return {
    read: () => workspace.getConfiguration(settingsSection).inspect<unknown>(id)?.globalValue ?? undefined,
    async write(entries) {
      try {
        await workspace.getConfiguration(settingsSection).update(id, entries, ConfigurationTarget.Global);
      } catch (error) {
        throw new SettingsError(error);
      }
    },
    onDidChange: (listener) =>
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${settingsSection}.${id}`)) {
          listener(change);
        }
      }),
  };
}
