import { ConfigurationTarget, workspace } from 'vscode';
import type { ConnectionSetting } from '../../connections/connectionDirectory';
import { settingIds, settingsSection } from '../../ids';

/** Reads and writes the connections in the user settings. Workspace settings are ignored. */
export const connectionSetting: ConnectionSetting = {
  read: () =>
    workspace.getConfiguration(settingsSection).inspect<unknown>(settingIds.connections)?.globalValue ?? undefined,
  write: (entries) =>
    workspace.getConfiguration(settingsSection).update(settingIds.connections, entries, ConfigurationTarget.Global),
  onDidChange: (listener) =>
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${settingsSection}.${settingIds.connections}`)) {
        listener(change);
      }
    }),
};
