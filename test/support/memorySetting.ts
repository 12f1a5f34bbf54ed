import { Emitter } from '../../src/base/event';
import type { ConnectionSetting } from '../../src/connections/connectionDirectory';

/** The setting `cloudTasks.connections` without an editor. */
export interface MemorySetting extends ConnectionSetting {
  /** Sets what the user has written by hand. */
  edit(value: unknown): void;
}

/** Creates the setting. Writing takes a moment, as in the editor. @param value its first value */
export function createMemorySetting(value?: unknown): MemorySetting {
  const changed = new Emitter<void>();
  const setting: MemorySetting = {
    read: () => value,
    async write(entries) {
      await Promise.resolve();
      setting.edit(entries);
    },
    edit(next) {
      value = structuredClone(next);
      changed.fire();
    },
    onDidChange: changed.event,
  };
  return setting;
}
