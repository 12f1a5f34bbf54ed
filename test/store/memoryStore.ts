import { createMemoryHandle } from '../../src/store/sqlite/memoryCopy';
import { createSqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import { createTaskStore, type TaskStoreDeps } from '../../src/store/taskStore';
import type { Store } from '../../src/tasks/ports/store';

/** A store in memory that no other window sees. It is the same as a store with a file in every other way. */
export function createMemoryStore(deps: TaskStoreDeps): Store {
  return createTaskStore(createSqlDatabase(createMemoryHandle(), ':memory:'), deps);
}
