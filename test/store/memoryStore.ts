import { createMemoryHandle } from '../../src/store/sqlite/memoryCopy';
import { createSqlDatabase } from '../../src/store/sqlite/sqlDatabase';
import { createTaskStore, type TaskStoreOptions } from '../../src/store/taskStore';
import type { TaskRepository } from '../../src/tasks/taskRepository';

/** A store that no other window sees and that ends with this one. The same in every other way. */
export function createMemoryStore(options: TaskStoreOptions): TaskRepository {
  return createTaskStore(createSqlDatabase(createMemoryHandle(), ':memory:'), options);
}
