import { ConfigurationTarget, workspace } from 'vscode';
import type { ConnectionSetting } from '../../connections/connectionDirectory';
import { settingIds, settingsSection } from '../../ids';

/** The user's own settings as the place of the connections. What a workspace says is not looked at. */
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
