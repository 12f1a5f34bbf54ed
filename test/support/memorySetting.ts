import { Emitter } from '../../src/base/event';
import type { ConnectionSetting } from '../../src/connections/connectionDirectory';

/** The setting `cloudTasks.connections` without an editor. */
export interface MemorySetting extends ConnectionSetting {
  /** What a person has written by hand. */
  edit(value: unknown): void;
}

/** Creates it. Writing takes a moment, as in the editor. @param value what it holds at first */
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
