import { commands } from 'vscode';
import { isJsonObject } from '../../base/json';
import { settingIds, settingsSection } from '../../ids';
import { providerSetting } from '../shell/userSetting';

/** The definitions in the setting, of any shape. */
export function definitionsInSettings(): readonly unknown[] {
  const value = providerSetting.read();
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The definition with this id in the setting, of any shape. */
export function definitionInSettings(id: string): unknown {
  return definitionsInSettings().find((each) => isJsonObject(each) && each['id'] === id);
}

/** Writes definitions into the setting; each replaces the one with its id. */
export async function saveDefinitions(definitions: readonly object[]): Promise<void> {
  const entries = [...definitionsInSettings()];
  for (const definition of definitions) {
    const { id } = definition as { readonly id?: unknown };
    const index = entries.findIndex((each) => isJsonObject(each) && each['id'] === id);
    entries.splice(index < 0 ? entries.length : index, index < 0 ? 0 : 1, definition);
  }
  await providerSetting.write(entries);
}

/** Shows the definitions in settings.json. */
export async function openDefinitions(): Promise<void> {
  // The setting has the scope `application`: it does not count in the file of another profile.
  await commands.executeCommand('workbench.action.openApplicationSettingsJson', {
    revealSetting: { key: `${settingsSection}.${settingIds.providers}`, edit: false },
  });
}

/** Copies a definition of the catalog into the setting, unless one with its id is there, and shows it. */
export async function customize(definition: { readonly id: string }): Promise<void> {
  if (definitionInSettings(definition.id) === undefined) {
    await saveDefinitions([definition]);
  }
  await openDefinitions();
}
