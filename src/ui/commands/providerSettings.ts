import { commands } from 'vscode';
import { UserError } from '../../base/errors';
import { isJsonObject } from '../../base/json';
import { message } from '../../base/message';
import { settingIds, settingsSection } from '../../ids';
import { providerSetting } from '../shell/userSetting';

/** The definitions in the setting, of any shape. */
export function definitionsInSettings(): readonly unknown[] {
  const value = providerSetting.read();
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The place of the definition with this id in the setting; -1 when it is not there. */
export function indexInSettings(id: unknown, definitions = definitionsInSettings()): number {
  return definitions.findIndex((each) => isJsonObject(each) && each['id'] === id);
}

/** The definition with this id in the setting, of any shape. */
export function definitionInSettings(id: string): unknown {
  return definitionsInSettings()[indexInSettings(id)];
}

/**
 * Writes definitions into the setting; each replaces the one with its id.
 * @returns what puts the setting back
 * @throws UserError when the setting holds something else than a list, which somebody may want to keep
 */
export async function saveDefinitions(definitions: readonly { readonly id: string }[]): Promise<() => Promise<void>> {
  const before = providerSetting.read();
  if (before !== undefined && !Array.isArray(before)) {
    throw new UserError(message('The setting cloudTasks.providers must be a list of definitions. Put them in [ ].'));
  }
  const entries = [...definitionsInSettings()];
  for (const definition of definitions) {
    const index = indexInSettings(definition.id, entries);
    entries.splice(index < 0 ? entries.length : index, index < 0 ? 0 : 1, definition);
  }
  await providerSetting.write(entries);
  return async () => {
    await providerSetting.write(before as readonly unknown[] | undefined);
  };
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
